internal import Git
internal import RecordModel

/// The file under the git directory that keeps the ages of one commit (`docs/ageing.md`, "How it is computed").
///
/// It is only ever a shortcut: one that is missing, damaged, of another version or made under other circumstances is
/// as good as none, and one that cannot be written costs the next run some time.
struct AgeCache {
    private let repository: Repository
    private let circumstances: UInt64

    private static let name = "ages"
    private static let magic = Array("cotech ages 5\n".utf8)
    private static let headSize = magic.count + 16

    init(_ repository: Repository, kinds: [Kind], options: AgeOptions) throws(GitError) {
        self.repository = repository
        var sum = Checksum()
        for kind in kinds { sum.add(kind.historyDescription) }
        sum.add("\(options.sweepLimit) \(options.setsSweepsAside)")
        for id in options.ignored.sorted() { sum.add(id.bytes) }
        sum.add("shallow")
        for id in try repository.shallowBoundary.sorted() { sum.add(id.bytes) }
        circumstances = sum.value
    }

    func read() -> AgeTable? {
        guard let bytes = try? repository.ownCache(AgeCache.name), bytes.count > AgeCache.headSize,
            bytes.starts(with: AgeCache.magic)
        else { return nil }
        var reader = ByteReader(bytes, at: AgeCache.magic.count)
        guard let circumstances = reader.fixed(), let sum = reader.fixed(),
            UInt64(bitPattern: Int64(circumstances)) == self.circumstances
        else { return nil }
        var checksum = Checksum(seed: self.circumstances)
        checksum.add(bytes, from: AgeCache.headSize)
        guard checksum.value == UInt64(bitPattern: Int64(sum)) else { return nil }
        return AgeTable(bytes, from: AgeCache.headSize)
    }

    /// Keeps a table. Where nothing can be written, such as in somebody else's repository, the next run is as slow.
    func write(_ table: [UInt8]) {
        var checksum = Checksum(seed: circumstances)
        checksum.add(table)
        var writer = ByteWriter()
        writer.reserve(AgeCache.headSize + table.count)
        writer.raw(AgeCache.magic)
        writer.fixed(Int(Int64(bitPattern: circumstances)))
        writer.fixed(Int(Int64(bitPattern: checksum.value)))
        writer.raw(table)
        try? repository.writeOwnCache(AgeCache.name, writer.bytes)
    }
}

extension Kind {
    /// Everything in the declaration that ages depend on. Limits do not: they are applied afterwards.
    var historyDescription: String {
        var text = "\(name) \(path.text) \(ownership)"
        for field in fields {
            text += "\n\(field.name) \(field.formerly) \(field.isSubstantive) \(field.shape.historyDescription)"
        }
        return text
    }
}

extension Shape {
    fileprivate var historyDescription: String {
        switch self {
        case .scalar(let form): "scalar \(form.historyDescription)"
        case .set(let form): "set \(form.historyDescription)"
        case .graded(let form, let level): "graded \(form.historyDescription) \(level.historyDescription)"
        case .list(let form): "list \(form.historyDescription)"
        case .map(let keys, let values): "map \(keys.historyDescription) \(values.historyDescription)"
        case .table(let keys, let columns):
            "table \(keys.historyDescription) \(columns.map { "\($0.name) \($0.form.historyDescription)" })"
        case .body: "body"
        }
    }
}

extension ScalarForm {
    fileprivate var historyDescription: String { "\(name) \(hint) \(choices ?? []) \(reference?.rawValue ?? "")" }
}
