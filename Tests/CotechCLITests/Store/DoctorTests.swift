import Foundation
import Testing

@Suite("doctor")
struct DoctorTests {
    private func sandbox() async throws -> CommandSandbox {
        let sandbox = try CommandSandbox()
        try await sandbox.makeSample()
        for store in ["network", "network-private"] {
            try sandbox.run("git", "config", "user.name", "Mair Owen", in: store)
            try sandbox.run("git", "config", "user.email", "mair@ty-gwydr.example", in: store)
        }
        return sandbox
    }

    private func facts(_ sandbox: CommandSandbox, _ arguments: String..., in folder: String = "network") async throws
        -> (
            status: Int32, lines: [String]
        )
    {
        let answer =
            arguments.contains("--deep")
            ? try await sandbox.cotech("doctor", "--deep", "--format", "tsv", in: folder)
            : try await sandbox.cotech("doctor", "--format", "tsv", in: folder)
        return (answer.status, (answer.output + answer.error).split(separator: "\n").map(String.init))
    }

    @Test("A store that is well has no problem, whole or in depth")
    func well() async throws {
        let (status, lines) = try await facts(sandbox(), "--deep")
        #expect(status == 0, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("ok\tstore\tobjects\t") })
        #expect(lines.contains { $0.hasPrefix("ok\tcompanion\tobjects\t") })
        #expect(lines.contains("ok\tstore\trecords\t150 records looked at, no errors\t"))
        #expect(!lines.contains { $0.hasPrefix("problem") })
    }

    @Test("Where it is to be quiet it shows what is not well alone, and mends without a word")
    func quiet() async throws {
        let sandbox = try await sandbox()
        _ = try await sandbox.cotech("doctor", "--fix", "-q", in: "network")
        let all = try await sandbox.cotech("doctor", "--format", "tsv", in: "network").output.split(separator: "\n")
        let told = try await sandbox.cotech("doctor", "-q", "--format", "tsv", in: "network").output
        let wanted = all.filter { !$0.hasPrefix("ok\t") }
        #expect(told.split(separator: "\n") == wanted && wanted.count < all.count, "\(told)")
        try sandbox.run("git", "config", "--unset", "merge.cotech.driver", in: "network")
        let mended = try await sandbox.cotech("doctor", "--fix", "-q", in: "network")
        #expect(mended.error.isEmpty, "\(mended)")
        #expect(try sandbox.run("git", "config", "merge.cotech.driver", in: "network") != "")
    }

    @Test("Each thing that is wrong is named with what mends it")
    func ill() async throws {
        let sandbox = try await sandbox()
        try sandbox.write("network/.git/index.lock", "")
        try sandbox.run("touch", "-d", "2020-01-01", "network/.git/index.lock")
        try sandbox.write("network/members/ty-gwydr.md", "---\nname: Other\n---\n")
        try sandbox.run("git", "config", "core.autocrlf", "true", in: "network")
        try sandbox.run("git", "config", "commit.gpgsign", "true", in: "network")
        try sandbox.run("git", "config", "gpg.program", "/nonexistent/gpg", in: "network")
        try sandbox.run("git", "config", "--unset", "user.name", in: "network")
        try sandbox.write("network/.git/hooks/pre-commit", "#!/bin/sh\n")
        try sandbox.run("chmod", "+x", "network/.git/hooks/pre-commit")
        try FileManager.default.removeItem(atPath: "\(sandbox.root)/network-private")
        let (status, lines) = try await facts(sandbox)
        #expect(status == 1)
        for expected in [
            "problem\tstore\tlocks", "warning\tstore\thand edits\tnot saved: members/ty-gwydr.md\tcotech save",
            "warning\tstore\tline ends", "problem\tstore\tsigning", "problem\tstore\tidentity", "warning\tstore\thooks",
            "problem\tcompanion\tcompanion",
        ] {
            #expect(lines.contains { $0.hasPrefix(expected) }, "\(expected) is not among \(lines)")
        }
        #expect(FileManager.default.fileExists(atPath: "\(sandbox.root)/network/.git/index.lock"))
    }

    @Test("A shallow clone's missing history is said, and fetched when asked for")
    func shallow() async throws {
        let sandbox = try await sandbox()
        try sandbox.run("git", "clone", "-q", "--depth", "3", "file://\(sandbox.root)/network", "shallow")
        let before = try await sandbox.cotech("doctor", in: "shallow").output
        #expect(before.contains("git fetch --unshallow"))
        let after = try await sandbox.cotech("doctor", "--fix", in: "shallow").output
        #expect(!after.contains("git fetch --unshallow"), "\(after)")
    }

    @Test("Commits that nobody else has are said")
    func sharing() async throws {
        let sandbox = try await sandbox()
        try sandbox.run("git", "clone", "-q", "network", "clone")
        #expect(try await facts(sandbox, in: "clone").lines.contains("ok\tstore\tpushed\teverything is on origin\t"))
        #expect(try await sandbox.cotech("members", "set", "ty-gwydr", "headcount=12", in: "clone").status == 0)
        let lines = try await facts(sandbox, in: "clone").lines
        #expect(
            lines.contains { $0.hasPrefix("warning\tstore\tpushed\tthere are changes that only this copy has") },
            "\(lines)")
    }

    @Test("Where there is no store, that is all it says")
    func nowhere() async throws {
        #expect(try await CommandSandbox().cotech("doctor").status == 69)
    }

    @Test("What mends the companion is a command that acts on the companion, wherever it is typed")
    func companionCommands() async throws {
        let sandbox = try await sandbox()
        for (folder, store, companion) in [
            ("network", "", " -C ../network-private"), ("network/members", " -C ..", " -C ../../network-private"),
            ("network-private", " -C ../network", ""),
        ] {
            let lines = try await facts(sandbox, in: folder).lines.filter { $0.contains("\tsharing\t") }
            let fixes = lines.compactMap { $0.split(separator: "\t").last.map(String.init) }
            let expected = [store, companion].map { "git\($0) remote add origin ADDRESS; cotech sync" }
            #expect(fixes == expected, "\(folder): \(lines)")
        }
        // The command is pasted, and the next look finds nothing to say.
        try sandbox.run("git", "init", "-q", "--bare", "-b", "main", "copy.git")
        try sandbox.run(
            "sh", "-c",
            "git -C ../network-private remote add origin ../copy.git; git -C ../network-private push -q -u origin main",
            in: "network")
        let after = try await facts(sandbox).lines
        #expect(after.contains { $0.hasPrefix("ok\tcompanion\tpushed\teverything is on origin") }, "\(after)")
        #expect(after.contains { $0.hasPrefix("warning\tstore\tsharing") })
    }

    @Test("A shallow clone and a companion that is not there are mended by commands alone")
    func commandsAlone() async throws {
        let sandbox = try await sandbox()
        try sandbox.run("git", "clone", "-q", "--depth", "3", "file://\(sandbox.root)/network", "shallow")
        try FileManager.default.removeItem(atPath: "\(sandbox.root)/network-private")
        let lines = try await facts(sandbox, in: "shallow").lines
        #expect(lines.contains { $0.hasSuffix("\tgit fetch --unshallow") }, "\(lines)")
        #expect(lines.contains { $0.hasSuffix("\tgit clone ADDRESS \(sandbox.root)/network-private") }, "\(lines)")
    }

    @Test("A store that does not ask for the merge of records comes to ask for it, and no other line changes")
    func attributes() async throws {
        let sandbox = try await sandbox()
        let own = "# ours\n*.png binary\nmembers/** merge=union\n*.txt text"
        try sandbox.write("network/.gitattributes", own)
        try sandbox.run("git", "commit", "-qam", "As it was", in: "network")
        let (_, lines) = try await facts(sandbox)
        #expect(
            lines.contains(
                "warning\tstore\tmerging\t.gitattributes does not ask for cotech's merge, so that git merges settings, memberships, skills as lines, and two changes to one record may clash\tcotech doctor --fix"
            ), "\(lines)")
        let rehearsal = try await sandbox.cotech("doctor", "--fix", "--dry-run", in: "network")
        let added = "cotech.yaml merge=cotech, memberships/**/*.yaml merge=cotech, memberships/**/*.md merge=cotech"
        #expect(rehearsal.error.contains("this would be added to .gitattributes: \(added)"), "\(rehearsal.error)")
        #expect(sandbox.read("network/.gitattributes") == own)
        #expect(try sandbox.run("sh", "-c", "git config merge.cotech.driver || true", in: "network") == "")
        let fixed = try await sandbox.cotech("doctor", "--fix", in: "network")
        #expect(
            fixed.error.contains("note: .gitattributes asks git for cotech's merge from now on\n"), "\(fixed.error)")
        let text = try #require(sandbox.read("network/.gitattributes"))
        #expect(
            text.hasPrefix(own + "\n#")
                && text.hasSuffix("skills/**/*.yaml merge=cotech\nskills/**/*.md merge=cotech\n"))
        // What somebody decided otherwise is told, and left.
        #expect(!text.contains("members/**/*.md merge=cotech"))
        let asked = try sandbox.run("git", "check-attr", "merge", "cotech.yaml", "members/a.md", in: "network")
        #expect(asked == "cotech.yaml: merge: cotech\nmembers/a.md: merge: union\n")
        #expect(try sandbox.run("git", "status", "--porcelain", in: "network") == "")
        let commit = try sandbox.run("git", "rev-parse", "HEAD", in: "network")
        _ = try await sandbox.cotech("doctor", "--fix", in: "network")
        #expect(try sandbox.run("git", "rev-parse", "HEAD", in: "network") == commit)
    }

    @Test("In a clone, .gitattributes is not written in passing, and an edit of it stops nothing")
    func attributesElsewhere() async throws {
        let sandbox = try await sandbox()
        try sandbox.write("network/.gitattributes", "# ours\n")
        try sandbox.run("git", "commit", "-qam", "As it was", in: "network")
        try sandbox.run("git", "clone", "-q", "network", "clone")
        let head = try sandbox.run("git", "rev-parse", "HEAD", in: "clone")
        let told = try await sandbox.cotech("doctor", "--fix", "--format", "json", in: "clone")
        #expect(told.output.hasPrefix("["), "\(told.output)")
        #expect(told.output.contains("a coordinator adds to .gitattributes: cotech.yaml merge=cotech, "))
        #expect(try sandbox.run("git", "rev-parse", "HEAD", in: "clone") == head)
        try sandbox.write("network/.gitattributes", "# mine\n")
        let kept = try await sandbox.cotech("doctor", "--fix", in: "network")
        #expect(kept.error.contains("warning: .gitattributes is as it was: "), "\(kept.error)")
        #expect(sandbox.read("network/.gitattributes") == "# mine\n" && !kept.output.isEmpty)
    }

    @Test("A .gitattributes that is a link is not written through, and what to do is said", arguments: [true, false])
    func linkedAttributes(isCommitted: Bool) async throws {
        let sandbox = try await sandbox()
        try sandbox.write("outside", "# somebody's\n")
        try sandbox.run("rm", ".gitattributes", in: "network")
        try sandbox.run("ln", "-s", "../outside", ".gitattributes", in: "network")
        if isCommitted { try sandbox.run("git", "commit", "-qam", "A link", in: "network") }
        let head = try sandbox.run("git", "rev-parse", "HEAD", in: "network")
        let fixed = try await sandbox.cotech("doctor", "--fix", "--format", "tsv", in: "network")
        #expect(sandbox.read("outside") == "# somebody's\n")
        #expect(try sandbox.run("git", "rev-parse", "HEAD", in: "network") == head)
        #expect(try sandbox.run("readlink", ".gitattributes", in: "network") == "../outside\n")
        guard isCommitted else { return }
        #expect(
            fixed.output.contains(
                "warning\tstore\tmerging\t.gitattributes is a symbolic link or a folder, which git does not read\ttake it out, and have a file made: git rm .gitattributes, git commit, then cotech doctor --fix\n"
            ), "\(fixed)")
        #expect(fixed.error.contains("warning: .gitattributes is as it was: .gitattributes is a symbolic link"))
        try sandbox.run("git", "rm", "-q", ".gitattributes", in: "network")
        try sandbox.run("git", "commit", "-qm", "No link", in: "network")
        _ = try await sandbox.cotech("doctor", "--fix", in: "network")
        #expect(sandbox.read("network/.gitattributes")?.contains("members/**/*.md merge=cotech") == true)
    }

    @Test("A driver that an older release registered is told, and registered anew")
    func olderDriver() async throws {
        let sandbox = try await sandbox()
        let older = "if test -x /bin/sh; then /bin/sh merge-driver -- %O %A %B %P; else git merge-file %A %O %B; fi"
        try sandbox.run("git", "config", "merge.cotech.driver", older, in: "network")
        let (status, lines) = try await facts(sandbox)
        #expect(
            status == 0
                && lines.contains(
                    "warning\tstore\tmerging\tgit merges records with /bin/sh as an older release told it to, without the size of conflicts' marks\tcotech doctor --fix"
                ), "\(lines)")
        _ = try await sandbox.cotech("doctor", "--fix", in: "network")
        let driver = try sandbox.run("git", "config", "merge.cotech.driver", in: "network")
        #expect(driver.contains(" merge-driver -- %O %A %B %P %L; "), "\(driver)")
    }

    @Test("An index that cannot be read is one fact among the others", arguments: ["network", "network-private"])
    func splitIndex(folder: String) async throws {
        let sandbox = try await sandbox()
        try sandbox.run("git", "update-index", "--split-index", in: folder)
        let (status, lines) = try await facts(sandbox)
        let (place, git) =
            folder == "network" ? ("store", "git") : ("companion", "git -C ../network-private")
        #expect(status == 1)
        let said = lines.filter { $0.hasPrefix("problem") }
        #expect(said.count == 2, "\(lines)")
        let way = "\t\(git) update-index --no-split-index"
        #expect(said.allSatisfy { $0.hasPrefix("problem\t\(place)\t") && $0.contains(way) }, "\(said)")
        #expect(lines.contains("ok\tstore\trecords\t150 records looked at, no errors\t"))
        // Bare cotech answers all the same, and says what it cannot tell.
        let today = try await sandbox.cotech("today", in: "network")
        #expect(today.status == 0 && today.error.contains("warning: nobody can tell what is saved: "), "\(today)")
        try sandbox.run("git", "update-index", "--no-split-index", in: folder)
        #expect(try await facts(sandbox).status == 0)
    }
}
