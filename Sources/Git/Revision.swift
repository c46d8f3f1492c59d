internal import CLibgit2

extension Repository {
    /// The commit that a person's words mean.
    ///
    /// Understood: `HEAD` or `@`, the short or full name of a branch, tag or remote branch, an object id or
    /// the first four or more digits of one, each followed by any number of `~`, `~N`, `^` and `^N`.
    /// Git's other spellings (`@{yesterday}`, `:/text`) are refused: nothing that a person typed reaches
    /// libgit2 unchecked.
    /// - Throws: `noCommits`, `noSuchRevision`, `ambiguousRevision`, `missingObject`.
    public func resolve(_ revision: String) throws(GitError) -> ObjectID {
        let utf8 = revision.utf8
        let end = utf8.firstIndex { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "^") } ?? utf8.endIndex
        let name = String(revision[..<end])
        var id = try peeled(try named(name, in: revision))
        var steps = utf8[end...]
        while let kind = steps.first {
            steps.removeFirst()
            let digits = steps.prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard digits.count <= 6, kind == UInt8(ascii: "~") || kind == UInt8(ascii: "^") else {
                throw noSuch(revision)
            }
            steps.removeFirst(digits.count)
            let count = digits.isEmpty ? 1 : Int(String(Substring(digits))) ?? 1
            if kind == UInt8(ascii: "~") {
                for _ in 0..<count { id = try parent(1, of: id, revision) }
            } else if count > 0 {
                id = try parent(count, of: id, revision)
            }
        }
        return id
    }

    private func parent(_ number: Int, of id: ObjectID, _ revision: String) throws(GitError) -> ObjectID {
        let parents = try commitHeader(id).parents
        guard number <= parents.count else {
            throw GitError(
                .noSuchRevision,
                "'\(revision)' goes further back than the history: \(id.short) has "
                    + (parents.isEmpty ? "no parent" : parents.count == 1 ? "one parent" : "\(parents.count) parents"))
        }
        return parents[number - 1]
    }

    private func named(_ name: String, in revision: String) throws(GitError) -> ObjectID {
        if name == "HEAD" || name == "@" {
            guard let id = try head.id else { throw noCommits }
            return id
        }
        let candidates = ["\(name)", "refs/\(name)", "refs/tags/\(name)", "refs/heads/\(name)", "refs/remotes/\(name)"]
        var found: [(name: String, id: ObjectID)] = []
        for (position, candidate) in candidates.enumerated() {
            // As git has it, a bare word is a reference of its own only in capitals, such as FETCH_HEAD.
            if position == 0, !name.hasPrefix("refs/"), !Repository.isCapitals(name) { continue }
            guard Repository.isValidReference(candidate), let id = try reference(candidate) else { continue }
            found.append((candidate, id))
        }
        if let remote = "refs/remotes/\(name)/HEAD" as String?, found.isEmpty, Repository.isValidReference(remote),
            let id = try reference(remote)
        {
            found.append((remote, id))
        }
        if let first = found.first {
            guard found.allSatisfy({ $0.id == first.id }) else {
                throw GitError(
                    .ambiguousRevision, "'\(name)' is the name of \(found.map(\.name).joined(separator: " and of "))",
                    fix: "write the full name, such as \(first.name)")
            }
            return first.id
        }
        guard (4...40).contains(name.utf8.count), let id = try expand(name) else { throw noSuch(revision) }
        return id
    }

    private static func isCapitals(_ name: String) -> Bool {
        name.utf8.allSatisfy { ($0 >= 0x41 && $0 <= 0x5a) || $0 == UInt8(ascii: "_") }
    }

    /// The commit or tag whose id begins with these digits; `nil` where there is none or they are not digits.
    ///
    /// - Throws: `ambiguousRevision` where there are several.
    public func expand(_ digits: String) throws(GitError) -> ObjectID? {
        if let id = ObjectID(digits) { return contains(id) ? id : nil }
        guard (4..<40).contains(digits.utf8.count) else { return nil }
        var padded = HexDigits()
        for digit in digits.utf8 where !padded.append(digit) { return nil }
        while padded.count < 40 { _ = padded.append(UInt8(ascii: "0")) }
        guard let prefix = padded.id else { return nil }
        var candidates: [ObjectID] = []
        // Files and folders often share a commit's first digits, so only commits and tags count, as in git.
        for type in [GIT_OBJECT_COMMIT, GIT_OBJECT_TAG] {
            var wanted = git_odb_expand_id(
                id: prefix.libgit2, length: UInt16(digits.utf8.count), type: type)
            try LibGit2.check(unsafe git_odb_expand_ids(objects, &wanted, 1), "look for \(digits)")
            if wanted.length == 40 {
                candidates.append(ObjectID(wanted.id))
            } else if try isAmbiguous(prefix, digits.utf8.count) {
                throw ambiguous(digits)
            }
        }
        guard candidates.count <= 1 else { throw ambiguous(digits) }
        return candidates.first
    }

    /// libgit2 says "none" and "several" alike, so several is found out by asking for any object.
    private func isAmbiguous(_ prefix: ObjectID, _ length: Int) throws(GitError) -> Bool {
        var raw = prefix.libgit2
        var found = git_oid()
        let code = unsafe git_odb_exists_prefix(&found, objects, &raw, length)
        git_error_clear()
        return code == GIT_EAMBIGUOUS.rawValue
    }

    private func ambiguous(_ digits: String) -> GitError {
        GitError(.ambiguousRevision, "'\(digits)' begins the id of several objects", fix: "write more of its digits")
    }

    /// Follows annotated tags to the commit.
    private func peeled(_ id: ObjectID) throws(GitError) -> ObjectID {
        var id = id
        for _ in 0..<10 {
            let object = try object(id)
            switch object.type {
            case GIT_OBJECT_COMMIT: return id
            case GIT_OBJECT_TAG:
                let start = "object ".utf8.count
                let text = unsafe String(decoding: object.bytes.prefix(start + 40), as: UTF8.self)
                guard text.hasPrefix("object "), let target = ObjectID(text.dropFirst(start)) else {
                    throw GitError(.corrupt, "the tag \(id.short) is damaged", fix: "git fsck")
                }
                id = target
            default: throw GitError(.wrongType(id), "the object \(id.short) is not a commit")
            }
        }
        throw GitError(.corrupt, "the tag \(id.short) names a tag, and so on without end")
    }

    var noCommits: GitError {
        GitError(.noCommits, "the repository has no commit yet", fix: "make the first one: cotech init")
    }

    private func noSuch(_ revision: String) -> GitError {
        let visible = revision.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }
        let shown = String(visible.prefix(100).map(Character.init))
        return GitError(
            .noSuchRevision, "no commit, branch or tag is called '\(shown)'",
            fix: "git log --oneline and git branch --all list them")
    }
}
