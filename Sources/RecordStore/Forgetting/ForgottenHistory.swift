public import Git
public import RecordModel

/// Where the history stood before somebody was forgotten: the ids of commits that are here no more. Whoever still has one
/// of them has the person too, and would bring both back.
struct ForgottenHistory {
    private static let name = "forgotten"
    private let repository: Repository
    /// What references named, while they named what is forgotten by now.
    private(set) var tips: Set<ObjectID>

    init(in repository: Repository) throws(GitError) {
        self.repository = repository
        let bytes = try repository.ownNote(Self.name) ?? []
        tips = Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { ObjectID($0) })
    }

    /// Remembers what references name that are about to move.
    mutating func add(_ replaced: some Sequence<ObjectID>) throws(GitError) {
        tips.formUnion(replaced)
        guard !tips.isEmpty else { return }
        let lines = tips.map(\.description).sorted().joined(separator: "\n") + "\n"
        try repository.writeOwnNote(Self.name, Array(lines.utf8))
    }
}

extension Store {
    /// Whether something was forgotten here.
    public func hasForgotten(in home: Kind.Home) throws(StoreError) -> Bool {
        let repository = try repository(of: home)
        return try git { () throws(GitError) in try !ForgottenHistory(in: repository).tips.isEmpty }
    }

    /// What must not come back: what references named before somebody was forgotten here, and do not name any more.
    public func forgottenTips(in home: Kind.Home) throws(StoreError) -> Set<ObjectID> {
        let repository = try repository(of: home)
        return try git { () throws(GitError) in
            var tips = try ForgottenHistory(in: repository).tips
            guard !tips.isEmpty else { return [] }
            // A command that was killed before it moved a reference has forgotten nothing of it yet.
            for name in try repository.referenceNames() where !name.hasPrefix("refs/remotes/") {
                if let id = try repository.reference(name) { tips.remove(id) }
            }
            return tips
        }
    }

    /// The commit by which somebody else's history brings back what was forgotten here; nil where it does not.
    ///
    /// - Parameters:
    ///   - theirs: what they have; it need not have been fetched.
    ///   - ours: what is here.
    public func forgotten(
        behind theirs: ObjectID, by ours: ObjectID?, in home: Kind.Home
    ) throws(StoreError) -> ObjectID? {
        let repository = try repository(of: home)
        return try git { () throws(GitError) in
            let tips = try ForgottenHistory(in: repository).tips
            if tips.contains(theirs) { return theirs }
            guard repository.contains(theirs) else { return nil }
            for tip in tips where repository.contains(tip) {
                // A command that was killed before it moved the branch has forgotten nothing yet.
                if let ours, try repository.isAncestor(tip, of: ours) == true { continue }
                if try repository.isAncestor(tip, of: theirs) == true { return tip }
            }
            return nil
        }
    }
}
