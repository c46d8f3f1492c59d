import Foundation
import TestSupport
import Testing

@testable import Git

/// Ends a process by SIGKILL at each step of a write, and looks at what the next command finds.
@Suite struct CrashTests {
    @Test(arguments: WriteStep.allCases)
    func `A write killed at any step leaves the whole change or none`(step: WriteStep) async throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.write("b", "1")
        try sandbox.write("gone/x", "1")
        try sandbox.write("hand", "1")
        let before = try sandbox.commitAll()
        let path = sandbox.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, step = step as WriteStep] in
            Sandbox.isolate()
            let repository = try Repository.open(path)
            repository.interruption = { (reached) throws(GitError) in if reached == step { kill(getpid(), SIGKILL) } }
            try repository.write(["a": "2", "b": "2", "gone/x": nil, "new/y": "2", "hand": "2"])
        }
        try sandbox.write("hand", "edited beside")
        let repository = try sandbox.open()
        // What has yet to be written was edited by nobody: saved, it would take the commit back.
        #expect(try repository.changedWorkingFiles(under: [""]).map(\.path) == ["hand"])
        let update = try repository.finishPending()
        #expect(update.unfinished == nil)
        #expect(!repository.hasPendingUpdates)
        let landed = try repository.head.id != before
        #expect(landed == (step == .afterSwap))
        #expect(sandbox.read("hand") == "edited beside")
        #expect(sandbox.read("a") == (landed ? "2" : "1"))
        #expect(sandbox.exists("gone") == !landed)
        #expect(sandbox.read("new/y") == (landed ? "2" : nil))
        #expect(try sandbox.git("status", "--porcelain") == " M hand")
        try sandbox.git("fsck", "--strict")
        try repository.write(["a": "3"])
        #expect(try sandbox.git("status", "--porcelain") == " M hand")
        #expect(sandbox.read("a") == "3")
    }

    @Test(arguments: [WriteStep.indexLocked, .referenceLocked, .afterSwap])
    func `What a killed write has locked is free after the next command, also in a copy and without links`(
        step: WriteStep
    ) async throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.commitAll()
        let path = sandbox.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, step = step as WriteStep] in
            Sandbox.isolate()
            let repository = try Repository.open(path)
            repository.interruption = { (reached) throws(GitError) in if reached == step { kill(getpid(), SIGKILL) } }
            try repository.write(["a": "2"])
        }
        // A copy has files of their own where there were links.
        let copy = sandbox.path + "-copy"
        _ = try Program.run("cp", ["-r", sandbox.path, copy])
        defer { try? FileManager.default.removeItem(atPath: copy) }
        for folder in [sandbox.path, copy] {
            #expect(FileManager.default.fileExists(atPath: folder + "/.git/index.lock"))
            let repository = try Repository.open(folder)
            _ = try repository.finishPending()
            for lock in ["index.lock", "refs/heads/main.lock"] {
                #expect(!FileManager.default.fileExists(atPath: "\(folder)/.git/\(lock)"), "\(lock)")
            }
            try repository.write(["a": "3"])
            #expect(try String(contentsOfFile: folder + "/a", encoding: .utf8) == "3")
        }
        #expect(try sandbox.complaints() == "")
    }

    @Test func `Several killed writers one after the other are all made good`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "0")
        try sandbox.commitAll()
        for turn in 1...3 {
            let path = sandbox.path
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, turn = turn as Int] in
                Sandbox.isolate()
                let repository = try Repository.open(path)
                repository.interruption = { (reached) throws(GitError) in
                    if reached == .afterSwap { kill(getpid(), SIGKILL) }
                }
                try repository.write(["a": "\(turn)"])
            }
        }
        // Nobody commits from an index that is older than its branch.
        #expect(throws: (any Error).self) { try sandbox.git("commit", "-qm", "mine", "--allow-empty") }
        let repository = try sandbox.open()
        _ = try repository.finishPending()
        #expect(sandbox.read("a") == "3")
        #expect(try sandbox.complaints() == "")
    }

    @Test func `A commit undone by hand before the files were written is not brought back`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.commitAll()
        let path = sandbox.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            Sandbox.isolate()
            let repository = try Repository.open(path)
            repository.interruption = { (reached) throws(GitError) in
                if reached == .afterSwap { kill(getpid(), SIGKILL) }
            }
            try repository.write(["a": "2"])
        }
        // Git waits for the index's lock, and tells a person to remove one that nobody holds.
        #expect(throws: (any Error).self) { try sandbox.git("reset", "-q", "--hard", "HEAD~1") }
        try FileManager.default.removeItem(atPath: sandbox.path + "/.git/index.lock")
        try sandbox.git("reset", "-q", "--hard", "HEAD~1")
        _ = try sandbox.open().finishPending()
        #expect(sandbox.read("a") == "1")
        #expect(try sandbox.complaints() == "")
    }

    @Test(arguments: WriteStep.allCases)
    func `An edit by hand that was being saved is still there when the save is killed`(step: WriteStep) async throws {
        let sandbox = try Sandbox()
        for name in ["a", "b", "gone"] { try sandbox.write(name, "1") }
        let before = try sandbox.commitAll()
        try sandbox.write("a", "2")
        try FileManager.default.removeItem(atPath: sandbox.path + "/gone")
        let path = sandbox.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, step = step as WriteStep] in
            Sandbox.isolate()
            let repository = try Repository.open(path)
            repository.interruption = { (reached) throws(GitError) in if reached == step { kill(getpid(), SIGKILL) } }
            try repository.write(["a": "2", "b": "2", "gone": nil])
        }
        let repository = try sandbox.open()
        _ = try repository.finishPending()
        let landed = try repository.head.id != before
        #expect(sandbox.read("a") == "2" && sandbox.read("b") == (landed ? "2" : "1") && !sandbox.exists("gone"))
        #expect(try sandbox.git("status", "--porcelain") == (landed ? "" : " M a\n D gone"))
    }

    @Test func `What a person commits between a kill and the next command is not taken back`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.commitAll()
        let path = sandbox.path
        for step in [WriteStep.afterFiles, .afterIndex, .afterSwap] {
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, step = step as WriteStep] in
                Sandbox.isolate()
                let repository = try Repository.open(path)
                repository.interruption = { (reached) throws(GitError) in
                    if reached == step { kill(getpid(), SIGKILL) }
                }
                try repository.write(["a": "from \(step)"])
            }
            // As git advises.
            for lock in ["index.lock", "refs/heads/main.lock"] where sandbox.exists(".git/" + lock) {
                try FileManager.default.removeItem(atPath: sandbox.path + "/.git/" + lock)
            }
            try sandbox.git("commit", "-q", "--allow-empty", "-am", "mine")
            #expect(try sandbox.git("show", "HEAD:a") == "from \(step)")
            _ = try sandbox.open().finishPending()
            #expect(sandbox.read("a") == "from \(step)")
            #expect(try sandbox.complaints() == "")
        }
    }

    @Test func `A note that is not whole is dropped`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        let id = try sandbox.commitAll()
        try sandbox.write(".git/cotech/pending/\(id)", "cotech pending update 1\ncommit \(id)\npath 10")
        try sandbox.write(".git/cotech/pending/new", "")
        let repository = try sandbox.open()
        #expect(repository.hasPendingUpdates)
        #expect(try repository.finishPending() == WorkingUpdate())
        #expect(!repository.hasPendingUpdates)
    }

    @Test func `A note reads back as it was written`() throws {
        let change = PendingNote.Change(path: "a b/100%\n.md", old: nil, new: .file(.emptyBlob))
        let note = PendingNote(commit: .emptyTree, changes: [change])
        let again = try #require(PendingNote(Array(note.text.utf8)))
        #expect(again.commit == note.commit && again.changes == note.changes)
    }

    @Test func `A branch lock that a killed writer left is known for ours, and another's is not`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.commitAll()
        let repository = try sandbox.open()
        let mark = ".git/cotech/locks/refs%2Fheads%2Fmain"
        let origin = sandbox.path + "/" + mark
        let lock = sandbox.path + "/.git/refs/heads/main.lock"
        try sandbox.write(mark, "left")
        try FileManager.default.linkItem(atPath: origin, toPath: lock)
        try repository.write(["a": "2"])
        #expect(try sandbox.complaints() == "")
        try Data().write(to: URL(fileURLWithPath: lock))
        #expect(try sandbox.run("touch", ["-d", "3 hours ago", lock]).status == 0)
        let old = try #require(try repository.head.id)
        let update = try repository.compareAndSwap(
            "refs/heads/main", expected: old, new: old, message: "", by: Sandbox.ada)
        guard case .locked(let found) = update else { throw Program.Failure(description: "not locked") }
        #expect(found.error.message.contains("3 hours old"))
        #expect(found.error.fix?.contains("main.lock") == true)
    }
}
