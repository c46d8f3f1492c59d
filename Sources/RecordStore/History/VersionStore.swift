internal import Git
internal import RecordModel
internal import RecordText

/// Two versions of a record of a kind, which follow each other.
struct VersionPair: Hashable, Sendable {
    let kind: Int
    let old: Int
    let new: Int

    /// One number of both versions, which tells nearly all pairs apart.
    func hash(into hasher: inout Hasher) { hasher.combine(old << 32 ^ new) }
}

/// The texts that records have had, each by an index.
final class VersionKeys {
    private(set) var all: [Key] = []
    private var indexes: [Key: Int] = [:]

    /// - Parameter all: what was numbered elsewhere, if this is only to read from.
    init(all: [Key] = []) { self.all = all }

    struct Key: Hashable, Sendable {
        let blob: ObjectID
        let isMarkdown: Bool
        let isFile: Bool

        // The same blob is hardly ever two versions.
        func hash(into hasher: inout Hasher) { hasher.combine(blob) }
    }

    func add(_ entry: TreeEntry, isMarkdown: Bool) -> Int {
        // Whether a file may be run says nothing about the record.
        add(Key(blob: entry.id, isMarkdown: isMarkdown, isFile: entry.mode.isFile))
    }

    func add(_ key: Key) -> Int {
        if let known = indexes[key] { return known }
        indexes[key] = all.count
        all.append(key)
        return all.count - 1
    }
}

/// What the texts hold, read when they are asked for and kept for a while.
final class VersionStore {
    let repository: Repository
    let keys: VersionKeys
    private var contents = DenseMap<Content>()
    private var keptBytes = 0
    private var states = DenseMap<State>()
    /// What was learnt of versions since that was last handed over; nil where nobody else is to know it.
    private var learnt: [Learnt]?
    /// Whether a text that was asked for is not in this clone.
    private(set) var lacksSome = false

    /// What is known of a version without reading it again.
    enum State: Sendable { case readable, unreadable, missing }

    /// A version and what is known of it.
    typealias Learnt = (version: Int, state: State)

    /// What there is to read.
    enum Content {
        case readable(Document)
        /// It does not parse, is too large, or is a link where a file should be.
        case unreadable
        /// The blob is not in this clone.
        case missing
    }

    /// The index that stands for no version.
    static let absent = -1

    /// Kept texts are let go beyond this many bytes: 10,000 profiles fit, a store of huge files does not grow.
    private static let budget = 192 << 20

    /// - Parameter isForAnother: whether what is learnt of versions is to be handed over to another thread.
    init(_ repository: Repository, keys: VersionKeys, isForAnother: Bool = false) {
        self.repository = repository
        self.keys = keys
        learnt = isForAnother ? [] : nil
    }

    func blob(of version: Int) -> ObjectID { keys.all[version].blob }

    /// Whether a version can be read.
    func state(of version: Int) throws(GitError) -> State {
        if let known = states[version] { return known }
        switch try content(of: version) {
        case .readable: return .readable
        case .unreadable: return .unreadable
        case .missing: return .missing
        }
    }

    /// Reads many versions, in the order in which packs hold them.
    func read(ahead versions: [Int]) throws(GitError) {
        let wanted = versions.filter { contents[$0] == nil }
        guard wanted.count > 500 else { return }
        let placed = wanted.map { (place: repository.packPlace(of: blob(of: $0)), version: $0) }
        for (place, version) in placed.sorted(by: { $0 < $1 }) { _ = try content(of: version, at: place) }
    }

    /// - Parameter place: where the blob stands among packs, if that was asked for before.
    func content(of version: Int, at place: PackPlace? = nil) throws(GitError) -> Content {
        if let known = contents[version] { return known }
        let content = try read(keys.all[version], at: place)
        let state: State =
            switch content {
            case .readable: .readable
            case .unreadable: .unreadable
            case .missing: .missing
            }
        states[version] = state
        learnt?.append((version, state))
        if case .missing = content { lacksSome = true }
        if case .readable(let document) = content { keptBytes += document.bytes.count * 3 + 256 }
        if keptBytes > VersionStore.budget {
            contents.removeAll()
            keptBytes = 0
        }
        contents[version] = content
        return content
    }

    // MARK: - Comparing many

    /// How a version differs from the one before it.
    typealias Comparison = (pair: VersionPair, difference: VersionDifference)

    /// Hands over what was learnt of versions since the last time.
    func takeLearnt() -> [Learnt] {
        defer { learnt?.removeAll(keepingCapacity: true) }
        return learnt ?? []
    }

    /// Takes over what a second thread has learnt of versions.
    func learn(_ learnt: [Learnt]) {
        for (version, state) in learnt {
            if states[version] == nil { states[version] = state }
            if state == .missing { lacksSome = true }
        }
    }

    /// Compares many versions with those before them.
    func compare(
        _ pairs: [VersionPair], by comparisons: [VersionComparison]
    ) throws(GitError) -> [Comparison] {
        try read(ahead: Array(Set(pairs.flatMap { [$0.old, $0.new] })))
        var found: [Comparison] = []
        found.reserveCapacity(pairs.count)
        for pair in pairs {
            guard case .readable(let after) = try content(of: pair.new),
                case .readable(let before) = try content(of: pair.old)
            else { continue }
            found.append((pair, comparisons[pair.kind].difference(from: before, to: after)))
            release(pair.new)
        }
        return found
    }

    /// Forgets a text that is not likely to be asked for again.
    private func release(_ version: Int) {
        if case .readable(let document)? = contents[version] { keptBytes -= document.bytes.count * 3 + 256 }
        contents[version] = nil
    }

    private func read(_ key: VersionKeys.Key, at place: PackPlace?) throws(GitError) -> Content {
        guard key.isFile else { return .unreadable }
        do {
            let bytes = try repository.blob(key.blob, at: place, maximumSize: Document.maximumSize)
            let document = Document(parsing: bytes, form: key.isMarkdown ? .markdown : .yaml)
            return document.isReadable ? .readable(document) : .unreadable
        } catch {
            switch error.kind {
            case .tooLarge: return .unreadable
            case .missingObject: return .missing
            default: throw error
            }
        }
    }
}
