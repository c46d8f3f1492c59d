import CoopNetwork
import Foundation
import Git
import RecordModel
import RecordStore
import RecordText
import Testing

/// A store in a temporary folder, made by the store's own layers.
final class StoreFixture {
    let root: String
    let repository: Repository
    /// The kinds that the store has.
    let kinds: [Kind]
    /// The private companion beside the store, once something is committed to it.
    private(set) var companion: Repository?
    private var seconds: Int64 = 1_795_424_400

    /// A store with these files in its first commit.
    init(_ files: [String: String] = StoreFixture.files, kinds: [Kind] = Network.kinds) throws {
        self.kinds = kinds
        root = NSTemporaryDirectory() + "cotech-store-" + UUID().uuidString
        repository = try Repository.initialise(root + "/network")
        try commit(files)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    static let files: [String: String] = [
        "cotech.yaml": "name: Marches Tech\ntime-zone: Europe/London\n",
        "members/ash.md": "---\nname: Ash\nheadcount: 4\nservices:\n  - swift\n---\n\nA co-op.\n",
        "members/birch.md": "---\nname: Birch\ntown: York\n---\n", "skills/swift.yaml": "label: Swift\n",
        "memberships/ash.yaml": "joined: 2020-01-01\nintroduced-by: birch\n",
    ]

    /// Commits changes, an hour after the commit before; nil removes a file.
    ///
    /// - Parameter days: how long before that the change was written.
    @discardableResult
    func commit(
        _ changes: [String: String?], _ message: String = "A change", writtenBefore days: Int = 0,
        in home: Kind.Home = .public
    ) throws -> ObjectID {
        let repository = try self.repository(of: home)
        let old = try repository.head.id
        let tree = try old.map { try repository.commitHeader($0).tree }
        var entries: [String: TreeEntry?] = [:]
        for (path, text) in changes {
            entries[path] = .some(try text.map { .file(try repository.writeBlob(Array($0.utf8))) })
        }
        let hand = Signature(name: "Ada", email: "ada@example.org", seconds: seconds, offset: 0)
        seconds += 3_600
        let author = Signature(
            name: hand.name, email: hand.email, seconds: hand.seconds - Int64(days) * 86_400, offset: 0)
        let commit = try repository.createCommit(
            tree: repository.updatingTree(tree, changes: entries), parents: old.map { [$0] } ?? [],
            author: author, committer: hand, message: message)
        guard case .landed = try repository.publish(commit, expecting: old, message: message, by: hand) else {
            throw Failure(description: "the commit did not land")
        }
        return commit
    }

    /// The repository of a home; a companion is made when it is first asked for.
    private func repository(of home: Kind.Home) throws -> Repository {
        guard home == .private else { return repository }
        let made = try companion ?? Repository.initialise(root + "/network-private")
        companion = made
        return made
    }

    /// Lets days pass before the next commit.
    func wait(days: Int) { seconds += Int64(days) * 86_400 }

    struct Failure: Error, CustomStringConvertible { let description: String }

    var now: Instant { Instant(seconds: Int(seconds)) }

    func store() throws -> Store { try Store.open(repository.workingDirectory ?? root, kinds: kinds) }

    func snapshot(at revision: String? = nil, asOf day: String? = nil) throws -> Snapshot {
        let day = try day.map { try #require(Day(iso: $0)) }
        return try store().snapshot(Moment(revision: revision, day: day, now: now))
    }

    /// What `check` finds once these files are there.
    static func check(_ files: [String: String?]) throws -> [Diagnostic] {
        let fixture = try StoreFixture()
        try fixture.commit(files)
        return try fixture.snapshot().check(clock: fixture.now).diagnostics
    }

    func read(_ path: String) throws -> String {
        String(decoding: try #require(try repository.workingFile(path)), as: UTF8.self)
    }
}

/// The error of the store that `body` throws.
func storeFailure<Value>(_ body: () throws -> Value) throws -> StoreError {
    do {
        _ = try body()
    } catch let failure as StoreError {
        return failure
    }
    throw StoreFixture.Failure(description: "nothing was thrown")
}

/// An id that is known to be one.
func recordID(_ text: String) -> RecordID { RecordID(text) ?? .only }
