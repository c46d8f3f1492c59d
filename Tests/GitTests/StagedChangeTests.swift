import Testing

@testable import Git

@Suite struct StagedChangeTests {
    /// What was staged, as git says it: the paths that a plain `git commit` would change.
    private func asGitSays(_ sandbox: Sandbox) throws -> [String] {
        try sandbox.git("diff", "--cached", "--name-only").split(separator: "\n").map(String.init)
    }

    @Test(arguments: [3, 150])
    func `What is staged is what git would commit, and whether the file says it is told`(_ count: Int) throws {
        let sandbox = try Sandbox()
        let names = (0..<count).map { "folder/file\($0)" } + ["top", "folder/deep/er", "gone", "uncached", "run"]
        for name in names { try sandbox.write(name, name) }
        try sandbox.commitAll()
        for name in ["folder/file0", "folder/file1", "folder/deep/er"] { try sandbox.write(name, "staged") }
        try sandbox.write("new", "new")
        try sandbox.git("rm", "-q", "gone")
        try sandbox.git("rm", "-q", "--cached", "uncached")
        try sandbox.git("add", "folder", "new")
        try sandbox.git("update-index", "--chmod=+x", "run")
        try sandbox.write("folder/file1", "folder/file1")
        try sandbox.write("announced", "")
        try sandbox.git("add", "-N", "announced")
        // What was only edited, or is ignored by nobody, is not staged.
        try sandbox.write("top", "edited")

        let repository = try sandbox.open()
        let all = try repository.stagedChanges(under: [""])
        #expect(all.map(\.path) == (try asGitSays(sandbox)))
        #expect(all.filter { !$0.isInFile }.map(\.path) == ["folder/file1", "run", "uncached"])
        #expect(try repository.stagedChanges(of: names + ["new", "announced", "nowhere"]) == all)
        #expect(try repository.stagedChanges(of: ["top", "folder"]).isEmpty)
        #expect(
            try repository.stagedChanges(under: ["folder/deep", "folder/file1", "folder/file"]).map(\.path) == [
                "folder/deep/er", "folder/file1",
            ])
        try sandbox.git("reset", "-q")
        #expect(try repository.stagedChanges(under: [""]).isEmpty)
    }

    @Test func `A file in conflict is not called staged, and without a commit everything is that was added`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "one")
        try sandbox.git("add", "a")
        #expect(try sandbox.open().stagedChanges(under: [""]).map(\.path) == ["a"])
        try sandbox.commitAll()
        try sandbox.git("branch", "other")
        try sandbox.write("a", "two")
        try sandbox.commitAll()
        try sandbox.git("checkout", "-q", "other")
        try sandbox.write("a", "three")
        try sandbox.commitAll()
        #expect(try !sandbox.gitAgrees("merge", "-q", "main"))
        #expect(try sandbox.open().conflictedPaths == ["a"])
        #expect(try sandbox.open().stagedChanges(under: [""]).isEmpty)
    }

    @Test func `Of an index that is damaged or missing nobody can tell what is staged`() throws {
        let sandbox = try Sandbox()
        for name in ["a", "b"] { try sandbox.write(name, name) }
        try sandbox.commitAll()
        let path = sandbox.path + "/.git/index"
        let whole = try #require(try Posix.read(path))
        for length in [0, 5, 12, 40, whole.count - 21, whole.count - 1] {
            try Posix.remove(path)
            try Posix.create(path, Array(whole.prefix(length)), sync: false)
            let failure = #expect(throws: GitError.self) { try sandbox.open().stagedChanges(of: ["a"]) }
            #expect(failure?.kind == .corrupt && failure?.fix == "rm '\(path)' && git reset", "\(length)")
            #expect(throws: GitError.self) { try sandbox.open().conflictedPaths }
        }
        try Posix.remove(path)
        let failure = #expect(throws: GitError.self) { try sandbox.open().conflictedPaths }
        #expect(failure?.kind == .corrupt && failure?.fix == "git reset")
        // Every file is read instead, so that edits are still known.
        #expect(try sandbox.open().changedWorkingFiles(under: [""]).isEmpty)
        let bare = try Sandbox(.bare)
        #expect(try bare.open().conflictedPaths.isEmpty)
    }
}
