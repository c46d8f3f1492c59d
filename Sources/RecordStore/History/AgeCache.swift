internal import Git
internal import RecordModel

/// The files under the git directory that keep the ages of one commit (`docs/ageing.md`, "How it is computed"): one with
/// everything, and one with what changed since that was written. A look into the past has two of its own, so that what is
/// kept of the present stays.
///
/// They are only ever a shortcut: one that is missing, damaged, of another version or made under other circumstances is
/// as good as none, and one that cannot be written costs the next run some time.
final class AgeCache {
    private let repository: Repository
    private let circumstances: UInt64
    private var kept: AgeTable?
    /// The checksum of the file with everything, which the other names as what it belongs to.
    private var sum: UInt64 = 0

    private let base: String
    private var since: String { base + "-since" }

    private static let magic = Array("cotech ages 8\n".utf8)
    private static let headSize = magic.count + 16

    init(_ repository: Repository, kinds: [Kind], options: AgeOptions, isPast: Bool = false) throws(GitError) {
        self.repository = repository
        base = isPast ? "ages-past" : "ages"
        var sum = Checksum()
        for kind in kinds { sum.add(kind) }
        sum.add("\(options.sweepLimit) \(options.setsSweepsAside)")
        for id in options.ignored.sorted() { sum.add(id.bytes) }
        sum.add("ends")
        for id in try repository.historyEnds.sorted() { sum.add(id.bytes) }
        circumstances = sum.value
    }

    func read() -> AgeTable? {
        guard let whole = layer(base, of: circumstances) else { return nil }
        sum = whole.sum
        kept = AgeTable(whole.layer, since: layer(since, of: sum)?.layer)
        return kept
    }

    private func layer(_ name: String, of circumstances: UInt64) -> (layer: AgeLayer, sum: UInt64)? {
        guard let bytes = repository.ownCache(name) else { return nil }
        var reader = ByteReader(bytes)
        guard reader.raw(to: AgeCache.magic.count) == AgeCache.magic, let written = reader.fixed(),
            let sum = reader.fixed(), UInt64(bitPattern: Int64(written)) == circumstances
        else { return nil }
        var checksum = Checksum(seed: circumstances)
        checksum.add(bytes, from: reader.offset)
        guard checksum.value == UInt64(bitPattern: Int64(sum)) else { return nil }
        return AgeLayer(bytes, from: reader.offset).map { ($0, checksum.value) }
    }

    /// Keeps a table: as much of it as is not kept yet. Where nothing can be written, such as in somebody else's
    /// repository, the next run is as slow.
    func write(_ table: AgeTable) {
        if table.base !== kept?.base { sum = write(table.base, base, of: circumstances) }
        if let changed = table.since { _ = write(changed, since, of: sum) }
        kept = table
    }

    /// - Returns: the layer's checksum.
    private func write(_ layer: AgeLayer, _ name: String, of circumstances: UInt64) -> UInt64 {
        var checksum = Checksum(seed: circumstances)
        checksum.add(layer.bytes, from: 0)
        var writer = ByteWriter()
        writer.reserve(AgeCache.headSize + layer.bytes.count)
        writer.raw(AgeCache.magic)
        writer.fixed(Int(Int64(bitPattern: circumstances)))
        writer.fixed(Int(Int64(bitPattern: checksum.value)))
        unsafe writer.raw(layer.bytes.bytes)
        try? repository.writeOwnCache(name, writer.bytes)
        return checksum.value
    }
}

extension Checksum {
    /// Adds everything in a declaration that ages depend on. Limits are not among it: they are applied afterwards.
    ///
    /// The parts are put together by hand, since every second look begins with this, and text made of a value that is no
    /// text is found by reflection.
    fileprivate mutating func add(_ kind: Kind) {
        var parts = [kind.name.rawValue, kind.path.text]
        // Whose edits make a sweep.
        switch kind.ownership {
        case .coordinators: parts.append("coordinators")
        case .everybody: parts.append("everybody")
        case .placeholder(let name, _): parts += ["placeholder", name]
        case .field(let name, _): parts += ["field", name]
        }
        for field in kind.fields {
            parts += ["", field.name, field.isSubstantive ? "substantive" : "slight"] + field.formerly + [""]
            parts += field.shape.historyParts
        }
        add(parts.joined(separator: "\n"))
    }
}

extension Shape {
    fileprivate var historyParts: [String] {
        switch self {
        case .scalar(let form): ["scalar"] + form.historyParts
        case .set(let form): ["set"] + form.historyParts
        case .graded(let form, let level): ["graded"] + form.historyParts + level.historyParts
        case .map(let keys, let values): ["map"] + keys.historyParts + values.historyParts
        case .table(let keys, let columns):
            ["table"] + keys.historyParts + columns.flatMap { [$0.name] + $0.form.historyParts }
        case .body: ["body"]
        }
    }
}

extension ScalarForm {
    fileprivate var historyParts: [String] { [name, hint] + (choices ?? []) + [reference?.rawValue ?? ""] }
}
