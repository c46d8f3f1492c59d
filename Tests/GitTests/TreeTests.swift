import Testing

@testable import Git

@Suite struct TreeTests {
    /// Names that sort differently as files and as folders.
    static let awkward = ["a", "a.b", "a-b", "ab", "a0", "é.yaml", "z/x", "a/b/c", "a/b.c"]

    @Test func `Entries come as git lists them`() throws {
        let sandbox = try Sandbox()
        for name in ["a.b", "a-b", "a0", "a/x", "ab/y", "é.yaml", "A", "link-target"] { try sandbox.write(name, name) }
        _ = try sandbox.run("ln", ["-s", "A", "link"])
        _ = try sandbox.run("chmod", ["+x", "ab/y"])
        let commit = try sandbox.commitAll()
        let repository = try sandbox.open()
        let top = try repository.commit(commit).tree
        var lines: [String] = []
        try repository.forEachFile(in: top) { (path, entry) throws(GitError) in
            lines.append("\(String(entry.mode.rawValue, radix: 8)) blob \(entry.id)\t\(path)")
        }
        #expect(try lines.joined(separator: "\n") == sandbox.git("-c", "core.quotePath=false", "ls-tree", "-r", "HEAD"))
        #expect(try repository.lookup("ab/y", in: top)?.mode == .executable)
        #expect(try repository.lookup("link", in: top)?.mode == .symbolicLink)
        #expect(try repository.lookup("a", in: top)?.mode == .folder)
        #expect(try repository.lookup("nothing/here", in: top) == nil)
        #expect(try repository.lookup("A/below-a-file", in: top) == nil)
        #expect(try repository.tree(.emptyTree).entries().isEmpty)
    }

    @Test func `A name is found whatever stands before it, and is not looked for behind its place`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let blob = try TreeEntry.file(repository.writeBlob([65]))
        let absent = ["", "!", "a!", "a-b.", "a.", "a/", "a1", "aa", "aé", "e", "z/x", "zz", "é", "é.yamlx"]
        for names in [
            TreeTests.awkward, TreeTests.awkward.filter { !$0.hasPrefix("a/") && $0 != "a" }, ["a/b", "a.b", "a0"],
        ] {
            let changes = names.filter { !names.contains("a/b/c") || $0 != "a" }.map { ($0, TreeEntry?.some(blob)) }
            let tree = try repository.updatingTree(nil, changes: Dictionary(changes) { $1 })
            let entries = try repository.tree(tree).entries()
            for (name, entry) in entries { #expect(try repository.tree(tree).entry(named: name) == entry, "\(name)") }
            for name in absent { #expect(try repository.tree(tree).entry(named: name) == nil, "\(name)") }
        }
        let bytes = Array("100644 b\0".utf8) + blob.id.bytes + Array("nonsense".utf8)
        let id = try sandbox.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", input: bytes)
        let damaged = try #require(ObjectID(id))
        #expect(try repository.tree(damaged).entry(named: "b") == blob)
        #expect(try repository.tree(damaged).entry(named: "a") == nil)
        #expect(failure { try repository.tree(damaged).entry(named: "c") } != nil)
    }

    @Test func `A tree updated here is the tree that git builds`() throws {
        var random = SystemRandomNumberGenerator()
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let names = ["a", "b", "a.b", "ab", "A", "é"]
        var files: [String: TreeEntry] = [:]
        var base: ObjectID?
        for _ in 0..<25 {
            var changes: [String: TreeEntry?] = [:]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let depth = Int.random(in: 1...3, using: &random)
                let path = (0..<depth).map { _ in names.randomElement(using: &random) ?? "a" }.joined(separator: "/")
                changes[path] = .some(
                    Bool.random() ? nil : .file(try repository.writeBlob(Array("\(Int.random(in: 0...9))".utf8))))
            }
            var after = files
            for (path, entry) in changes { after[path] = entry }
            let isPossible = !after.keys.contains { path in after.keys.contains { $0.hasPrefix(path + "/") } }
            guard isPossible else { continue }
            let removesFolder = changes.contains { path, entry in
                entry == nil && files.keys.contains { $0.hasPrefix(path + "/") }
            }
            guard !removesFolder else { continue }
            let made = try repository.updatingTree(base, changes: changes)
            files = after
            base = made
            try repository.storeAll()
            let index = files.map { "\(String($1.mode.rawValue, radix: 8)) \($1.id)\t\($0)\0" }.joined()
            try sandbox.git("read-tree", "--empty")
            try sandbox.git("update-index", "-z", "--index-info", input: Array(index.utf8))
            #expect(try made.description == sandbox.git("write-tree"))
        }
    }

    @Test(arguments: [1, 20])
    func `A name that looks like another one is another one`(count: Int) throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let (composed, decomposed) = ("logos/si\u{e2}n.svg", "logos/sia\u{302}n.svg")
        let (one, other) = (
            TreeEntry.file(try repository.writeBlob([65])), TreeEntry.file(try repository.writeBlob([66]))
        )
        let first = try repository.updatingTree(nil, changes: [decomposed: one])
        var changes: [String: TreeEntry?] = [composed: other]
        for index in 1..<count { changes["logos/\(index).svg"] = .some(one) }
        let both = try repository.updatingTree(first, changes: changes)
        #expect(try repository.lookup(decomposed, in: both) == one)
        #expect(try repository.lookup(composed, in: both) == other)
        let left = try repository.updatingTree(both, changes: [decomposed: nil])
        #expect(try repository.lookup(decomposed, in: left) == nil)
        #expect(try repository.lookup(composed, in: left) == other)
    }

    @Test func `A name that no file could be given byte for byte is refused before anything is written`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        let old = try sandbox.commitAll()
        let blob = try sandbox.git("rev-parse", "HEAD:a")
        /// Publishes a commit whose tree git made, and gives what is said against it.
        func refusal(_ names: [[UInt8]], from base: [[UInt8]]) throws -> GitError? {
            func commit(_ names: [[UInt8]]) throws -> ObjectID {
                var entries: [UInt8] = []
                for name in names { entries += Array("100644 blob \(blob)\t".utf8) + name + [0] }
                let tree = try sandbox.git("mktree", "-z", input: entries)
                return try #require(ObjectID(try sandbox.git("commit-tree", "-p", old.description, "-m", "x", tree)))
            }
            let (before, after) = (try commit(base), try commit(names))
            try sandbox.git("reset", "-q", "--soft", before.description)
            let state = try sandbox.git("ls-files", "-s")
            let refusal = failure {
                try sandbox.open().publish(after, expecting: before, message: "x", by: Sandbox.ada)
            }
            #expect(try sandbox.git("rev-parse", "HEAD") == before.description)
            #expect(try sandbox.git("ls-files", "-s") == state)
            return refusal
        }
        let (composed, decomposed) = (Array("si\u{e2}n".utf8), Array("sia\u{302}n".utf8))
        let refusals = [
            try refusal([[0x73, 0xE2, 0x6E]], from: []), try refusal([], from: [[0x73, 0xE2, 0x6E]]),
            try refusal([decomposed, composed], from: []),
        ]
        #expect(refusals.map { $0?.kind } == [.invalidPath, .invalidPath, .invalidPath])
        #expect(refusals.allSatisfy { $0?.description.contains("git merge") == true }, "\(refusals)")
    }

    @Test func `A file may give way to a folder and a folder to a file`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let entry = TreeEntry.file(try repository.writeBlob([65]))
        let file = try repository.updatingTree(nil, changes: ["a": entry])
        let folder = try repository.updatingTree(file, changes: ["a": nil, "a/b": entry])
        #expect(try repository.lookup("a/b", in: folder) == entry)
        #expect(try repository.updatingTree(folder, changes: ["a": entry, "a/b": nil]) == file)
        #expect(failure { try repository.updatingTree(file, changes: ["a/b": entry]) }?.kind == .invalidPath)
        #expect(failure { try repository.updatingTree(folder, changes: ["a": entry]) }?.kind == .invalidPath)
        #expect(
            failure { try repository.updatingTree(nil, changes: ["a": entry, "a/b": entry]) }?.kind == .invalidPath)
        #expect(failure { try repository.updatingTree(folder, changes: ["a": nil]) }?.kind == .invalidPath)
        #expect(try repository.updatingTree(file, changes: ["a": nil]) == .emptyTree)
        #expect(try repository.updatingTree(file, changes: ["x/y/z": nil]) == file)
        #expect(try repository.updatingTree(file, changes: ["a/b": nil]) == file)
    }

    @Test(arguments: [
        "", "/a", "a/", "a//b", ".", "..", "a/../b", ".git", ".GIT/config", "a/.Git", ".git /x", ".git.", "GIT~1",
        ".g\u{200c}it", "a\nb", "a\u{0}b", "a\u{7f}", "a\\b", "c:x", String(repeating: "x", count: 256),
    ])
    func `A path that could harm a checkout is refused`(path: String) throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let blob = try repository.writeBlob([65])
        let found = failure { try repository.updatingTree(nil, changes: [path: .file(blob)]) }
        #expect(found?.kind == .invalidPath)
        #expect(found?.message.unicodeScalars.contains { $0.value < 0x20 } == false)
    }

    @Test(arguments: [".gitattributes", ".git-blame-ignore-revs", "a/..b", "members/é.md", ".gitignore", "git"])
    func `A path that only looks odd is taken`(path: String) throws {
        try RepositoryPath.check(path)
    }

    @Test func `The difference of two trees is what git finds`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        for _ in 0..<200 {
            func make() throws -> ObjectID {
                var changes: [String: TreeEntry?] = [:]
                for name in ["a", "a.b", "a-b", "ab", "a0", "b", "c", "d", "e", "f"] where Int.random(in: 0...3) > 0 {
                    let entry = TreeEntry.file(try repository.writeBlob([UInt8.random(in: 65...66)]))
                    changes[name + (Int.random(in: 0...4) == 0 ? "/x" : "")] = .some(entry)
                }
                return try repository.updatingTree(nil, changes: changes)
            }
            let (old, new) = (try make(), try make())
            #expect(try names(repository, old, new) == reference(repository, old, new))
        }
        let (old, new) = (
            try repository.updatingTree(nil, changes: ["a": .file(.emptyBlob), "b": .file(.emptyBlob)]),
            try repository.updatingTree(nil, changes: ["a/x": .file(.emptyBlob), "c": .file(.emptyBlob)])
        )
        try repository.storeAll()
        #expect(
            try names(repository, old, new)
                == sandbox.git("diff-tree", "--no-renames", "--name-status", "\(old)", "\(new)")
                .split(separator: "\n").map { line in
                    "\(line.prefix(1)) \(line.dropFirst(2))"
                }.sorted())
    }

    private func names(_ repository: Repository, _ old: ObjectID, _ new: ObjectID) throws -> [String] {
        var found: [String] = []
        try Tree.forEachDifference(from: repository.tree(old), to: repository.tree(new)) {
            (name, before, after) throws(GitError) in
            found.append("\(before == nil ? "A" : after == nil ? "D" : "M") \(String(git: name))")
        }
        return found.sorted()
    }

    /// The same by the slow, obvious way.
    private func reference(_ repository: Repository, _ old: ObjectID, _ new: ObjectID) throws -> [String] {
        func table(_ id: ObjectID) throws -> [String: TreeEntry] {
            // A folder is another thing than a file of its name, as git's own order has it.
            Dictionary(
                try repository.tree(id).entries().map { ($0.name + ($0.entry.mode.isFolder ? "/" : ""), $0.entry) },
                uniquingKeysWith: { $1 })
        }
        let (before, after) = (try table(old), try table(new))
        return Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.map { key in
            let name = key.last == "/" ? String(key.dropLast()) : key
            return "\(before[key] == nil ? "A" : after[key] == nil ? "D" : "M") \(name)"
        }.sorted()
    }

    @Test func `A tree cut short or made of rubbish is damaged and not read past its end`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let whole =
            Array("100644 a\0".utf8) + ObjectID.emptyBlob.bytes + Array("40000 b\0".utf8) + ObjectID.emptyTree.bytes
        for count in 1..<whole.count where count != 29 {
            let id = try #require(
                ObjectID(
                    try sandbox.git(
                        "hash-object", "-t", "tree", "-w", "--literally", "--stdin", input: Array(whole[..<count]))))
            #expect(failure { try repository.tree(id).entries() }?.kind == .corrupt)
        }
    }

    @Test func `A tree read a moment ago is not read again, and large ones do not pile up`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let id = try repository.updatingTree(nil, changes: ["a": .file(.emptyBlob)])
        #expect(repository.recentTrees[id] == nil)
        _ = try repository.tree(id).entries()
        let kept = try #require(repository.recentTrees[id])
        _ = try repository.tree(id).entries()
        #expect(repository.recentTrees[id] === kept)
        var recent = RecentTrees()
        let large = try (0..<5).map { turn in
            try repository.writeBlob([UInt8](repeating: UInt8(turn), count: 5 << 20))
        }
        for id in large { recent.keep(try repository.object(id), id) }
        #expect(large.filter { recent[$0] != nil }.count < 4)
    }

    @Test func `Many changes at once make the tree that they make one by one`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let names = (0..<60).map { "n\($0 % 10)/m\($0)" } + (0..<40).map { "top\($0)" }
        func entry(_ byte: UInt8) throws -> TreeEntry { .file(try repository.writeBlob([byte])) }
        var rounds: [[String: TreeEntry?]] = [[:], [:]]
        for name in names { rounds[0][name] = .some(try entry(65)) }
        for (position, name) in names.enumerated() where position % 3 > 0 {
            rounds[1][name] = .some(position % 3 == 1 ? nil : try entry(66))
        }
        var together: ObjectID?
        var single: ObjectID?
        for changes in rounds {
            together = try repository.updatingTree(together, changes: changes)
            for (name, entry) in changes { single = try repository.updatingTree(single, changes: [name: entry]) }
            #expect(together == single)
        }
    }
}
