import Testing

@testable import Git

@Suite struct IndexFileTests {
    @Test(arguments: [2, 3, 4])
    func `The index says what git says of it, in each of its versions`(_ version: Int) throws {
        let sandbox = try conflicted()
        // A flag that only an index of version 3 or later can hold makes git write one.
        if version != 2 { try sandbox.git("update-index", "--skip-worktree", "folder/b") }
        try sandbox.git("update-index", "--index-version", "\(version == 4 ? 4 : 2)")
        #expect(MappedFile(sandbox.path + "/.git/index")?.word(at: 4) == UInt32(version))

        let index = try IndexFile(sandbox.open())
        let unmerged = try sandbox.git("ls-files", "-u").split(separator: "\n").map { $0.split(separator: "\t")[1] }
        #expect(
            index.conflictedPaths.map { $0[...] } == unmerged.reduce(into: []) { if $0.last != $1 { $0.append($1) } })
        #expect(index.conflictedPaths == ["clash", "folder/clash"])
        let skipped = try sandbox.git("ls-files", "-t").split(separator: "\n").filter { $0.hasPrefix("S ") }
        #expect(skipped == (version == 2 ? [] : ["S folder/b"]))
        for path in ["a", "clash", "folder", "folder/a", "folder/b", "folder/ba", "zz", ""] {
            #expect(index.isSkipped(path) == (version != 2 && path == "folder/b"), "\(path)")
        }
    }

    @Test(arguments: [2, 4])
    func `A file is untouched where the index has it with the same size and times`(_ version: Int) throws {
        let sandbox = try Sandbox()
        for number in 0..<40 { try sandbox.write("folder/file\(number)", "\(number)") }
        try sandbox.commitAll()
        _ = try sandbox.run("touch", ["-d", "2001-02-03T04:05:06Z", "folder/file7", "folder/file8"])
        _ = try sandbox.run("touch", ["-d", "2037-02-03T04:05:06Z", "folder/file9"])
        try sandbox.git("update-index", "--index-version", "\(version)", "--refresh")
        let repository = try sandbox.open()
        let index = try IndexFile(repository)
        let tree = try repository.commit(sandbox.id("HEAD")).tree
        func isUntouched(_ name: String, as other: String? = nil) throws -> Bool {
            let facts = try #require(Posix.facts("\(sandbox.path)/folder/\(name)"))
            let head = try #require(try repository.lookup("folder/\(other ?? name)", in: tree))
            return index.isUntouched("folder/\(name)", head, facts)
        }
        #expect(try isUntouched("file7"))
        #expect(try !isUntouched("file7", as: "file8"), "HEAD has another text")
        // What is as young as the index may have been written again since.
        #expect(try !isUntouched("file9"))
        _ = try sandbox.run("touch", ["-d", "2001-02-03T04:05:07Z", "folder/file7"])
        #expect(try !isUntouched("file7"))
        try sandbox.write("folder/file8", "of another size")
        _ = try sandbox.run("touch", ["-d", "2001-02-03T04:05:06Z", "folder/file8"])
        #expect(try !isUntouched("file8"))
    }

    @Test func `Attributes that a sparse checkout leaves out are those of the index`() throws {
        let sandbox = try Sandbox()
        try sandbox.write(".gitattributes", "*.txt eol=crlf\n")
        try sandbox.write("folder/.gitattributes", "*.md eol=crlf\n")
        try sandbox.write("folder/a.md", "a\n")
        try sandbox.commitAll()
        #expect(
            try IndexFile(sandbox.open()).paths(endingIn: ".gitattributes") == [
                ".gitattributes", "folder/.gitattributes",
            ])
        #expect(try sandbox.open().attribute("eol", of: "folder/a.md") == "crlf")
        #expect(try sandbox.open().attribute("eol", of: "a.md") == nil)
        func smudged() throws -> String {
            try text(Conversion(of: "folder/a.md", in: sandbox.open()).smudged(sandbox.id("HEAD:folder/a.md")))
        }
        #expect(try smudged() == "a\r\n")
        // What is on disk counts.
        try sandbox.write("folder/.gitattributes", "*.md -text\n")
        #expect(try smudged() == "a\n")
        // What is not there is looked for in the index.
        try Posix.remove(sandbox.path + "/folder/.gitattributes")
        #expect(try smudged() == "a\r\n")
    }

    @Test func `A text that has its line ends in the index keeps them, whatever git is told of others`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "one\r\ntwo\r\n")
        try sandbox.write("b", "one\n")
        try sandbox.commitAll()
        try sandbox.git("config", "core.autocrlf", "input")
        let repository = try sandbox.open()
        #expect(try text(repository.cleaned(Array("one\r\n2\r\n".utf8), path: "a")) == "one\r\n2\r\n")
        #expect(try text(repository.cleaned(Array("one\r\n2\r\n".utf8), path: "b")) == "one\n2\n")
        try sandbox.write(".gitattributes", "a -text\nb -text\n")
        #expect(try text(sandbox.open().cleaned(Array("one\r\n".utf8), path: "b")) == "one\r\n")
    }

    @Test(arguments: ["split", "sparse"])
    func `An index of which parts are elsewhere is refused, since files would seem to be removed`(_ kind: String) throws
    {
        let sandbox = try Sandbox()
        for name in ["in/a", "out/b"] { try sandbox.write(name, "old") }
        try sandbox.commitAll()
        if kind == "split" {
            try sandbox.git("update-index", "--split-index")
        } else {
            try sandbox.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
        }
        try sandbox.write("in/a", "new")
        let repository = try sandbox.open()
        #expect(failure { try repository.changedWorkingFiles(under: [""]) }?.kind == .unsupported)
        let found = try #require(failure { try repository.conflictedPaths })
        #expect(found.kind == .unsupported && found.fix?.contains("git update-index --no-split-index") == true)
        try sandbox.git("update-index", "--no-split-index")
        if kind == "sparse" { try sandbox.git("sparse-checkout", "reapply", "--no-sparse-index") }
        #expect(try repository.changedWorkingFiles(under: [""]).map(\.path) == ["in/a"])
    }

    @Test func `An index that git has written since is read anew`() throws {
        let sandbox = try conflicted()
        let repository = try sandbox.open()
        #expect(try repository.conflictedPaths == ["clash", "folder/clash"])
        #expect(try repository.conflictedPaths == ["clash", "folder/clash"])
        try sandbox.git("add", "clash")
        #expect(try repository.conflictedPaths == ["folder/clash"])
        try sandbox.git("add", "folder/clash")
        #expect(try repository.conflictedPaths.isEmpty)
    }

    @Test func `A damaged index leaves every file to be read`() throws {
        let sandbox = try conflicted()
        let path = sandbox.path + "/.git/index"
        let whole = try #require(try Posix.read(path))
        let repository = try sandbox.open()
        var random = Seeded(4)
        for round in 0..<300 {
            var damaged = whole
            if round % 3 == 0 {
                damaged.removeLast(Int.random(in: 1..<whole.count, using: &random))
            } else {
                for _ in 0..<3 {
                    damaged[Int.random(in: 0..<whole.count, using: &random)] = .random(in: 0...255, using: &random)
                }
            }
            try Posix.remove(path)
            try Posix.create(path, damaged, sync: false)
            // That nothing outside the file is read is what can be asked of a false index.
            let index = try? IndexFile(repository)
            _ = index?.conflictedPaths
            _ = index?.isSkipped("folder/b")
        }
        try Posix.remove(path)
        #expect(try IndexFile(repository).conflictedPaths.isEmpty)
    }

    /// A merge under way with two conflicts beside files that are as they were.
    private func conflicted() throws -> Sandbox {
        let sandbox = try Sandbox()
        for name in ["a", "clash", "folder/a", "folder/b", "folder/clash", "z"] { try sandbox.write(name, "old") }
        try sandbox.commitAll()
        try sandbox.git("branch", "other")
        for name in ["clash", "folder/clash"] { try sandbox.write(name, "ours") }
        try sandbox.commitAll()
        try sandbox.git("switch", "-q", "other")
        for name in ["clash", "folder/clash"] { try sandbox.write(name, "theirs") }
        try sandbox.commitAll()
        #expect(try !sandbox.gitAgrees("merge", "main"))
        return sandbox
    }
}
