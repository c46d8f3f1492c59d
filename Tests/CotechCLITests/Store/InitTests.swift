import Foundation
import Testing

/// What the transcript of `init` cannot show: what is left when it fails, and whether git agrees.
@Suite("init")
struct InitTests {
    @Test("A new network is a repository that git finds nothing wrong with, and so is its companion")
    func isWhole() async throws {
        let sandbox = try CommandSandbox()
        let answer = try await sandbox.cotech("init", "bees", "--name", "Bees", "--time-zone", "Europe/London")
        #expect(answer.status == 0, "\(answer.error)")
        for store in ["bees", "bees-private"] {
            #expect(try sandbox.run("git", "fsck", "--strict", "--no-dangling", in: store) == "")
            #expect(try sandbox.run("git", "status", "--porcelain", in: store) == "")
            #expect(try sandbox.run("git", "rev-list", "--count", "HEAD", in: store) == "1\n")
        }
        #expect(try await sandbox.cotech("check", in: "bees").status == 0)
        #expect(try await sandbox.cotech("check", in: "bees-private").status == 0)
    }

    @Test("Where nobody is known to git, nothing is left behind")
    func failsWhole() async throws {
        let sandbox = try CommandSandbox()
        let answer = try await sandbox.cotech("init", "bees", "--name", "Bees", as: [:])
        #expect(answer.status == 69)
        #expect(answer.error.contains("git does not know who you are"))
        #expect(try sandbox.names() == [])
    }

    @Test("What a killed init left beside the place is in nobody's way")
    func survivesAKilledOne() async throws {
        let sandbox = try CommandSandbox()
        try FileManager.default.createDirectory(
            atPath: "\(sandbox.root)/.bees.cotech-1/.git", withIntermediateDirectories: true)
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees").status == 0)
        #expect(try await sandbox.cotech("check", in: "bees").status == 0)
    }

    @Test("Settings that are gone are brought back by what every command advises, and never begun anew")
    func settingsAreGone() async throws {
        for hasRecords in [false, true] {
            let sandbox = try CommandSandbox()
            #expect(try await sandbox.cotech("init", "bees", "--name", "Bees").status == 0)
            if hasRecords {
                #expect(try await sandbox.cotech("members", "add", "Tidy Bees", in: "bees").status == 0)
            }
            let text = sandbox.read("bees/cotech.yaml")
            let head = try sandbox.run("git", "rev-parse", "--short=7", "HEAD", in: "bees")
            try sandbox.run("git", "rm", "-q", "cotech.yaml", in: "bees")
            try sandbox.run("git", "commit", "-qm", "Gone", in: "bees")
            let way = "git checkout \(head.trimmingCharacters(in: .whitespacesAndNewlines)) -- cotech.yaml"
            for words in [
                ["settings", "list"], ["check"], ["doctor"], ["init", "--private"], ["init", "--name", "Wasps"],
                ["people", "list"], ["members", "stale"],
            ] {
                let answer = try await sandbox.cotech(words, in: "bees")
                #expect(answer.status != 0, "\(words): \(answer.output)")
                #expect(
                    (answer.output + answer.error).contains("\(way), then cotech save"), "\(words): \(answer.error)")
            }
            try sandbox.run("sh", "-c", way, in: "bees")
            #expect(try await sandbox.cotech("save", in: "bees").status == 0)
            #expect(try await sandbox.cotech("check", in: "bees").status == 0)
            #expect(sandbox.read("bees/cotech.yaml") == text)
        }
    }

    @Test("A companion whose settings are gone is not begun anew either")
    func companionsSettingsAreGone() async throws {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees").status == 0)
        try sandbox.run("git", "rm", "-q", "cotech.yaml", in: "bees-private")
        try sandbox.run("git", "commit", "-qm", "Gone", in: "bees-private")
        let answer = try await sandbox.cotech("init", "--private", in: "bees")
        #expect(answer.status == 64, "\(answer.output)")
        #expect(answer.error.contains("git -C ../bees-private checkout "), "\(answer.error)")
        #expect(answer.error.contains(", then cotech -C ../bees-private save\n"), "\(answer.error)")
    }

    @Test("Files that were there already are named with their folder")
    func namesTheFolder() async throws {
        let sandbox = try CommandSandbox()
        for store in ["bees", "bees-private"] {
            try sandbox.run("git", "init", "-q", store)
            try sandbox.run("sh", "-c", "echo Ours >README.md", in: store)
        }
        let answer = try await sandbox.cotech("init", "--name", "Bees", in: "bees")
        #expect(answer.error.contains("note: README.md was there already"), "\(answer.error)")
        #expect(answer.error.contains("note: ../bees-private/README.md was there already"), "\(answer.error)")
    }

    @Test("A network without a companion and without members is told of as that")
    func isAloneByChoice() async throws {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees", "--no-private").status == 0)
        #expect(try await sandbox.cotech("check", in: "bees").output == "1 record looked at: all is well.\n")
        let stale = try await sandbox.cotech("members", "stale", "--heartbeat", in: "bees")
        #expect(stale.output.contains("There is no profile yet."), "\(stale.output)")
    }

    @Test("A public store whose companion never came is usable, and gets one later")
    func companionLater() async throws {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees").status == 0)
        try FileManager.default.removeItem(atPath: "\(sandbox.root)/bees-private")
        #expect(try await sandbox.cotech("members", "list", in: "bees").status == 0)
        let people = try await sandbox.cotech("people", "list", in: "bees")
        #expect(people.status == 69)
        #expect(people.error.contains("cotech init --private"))
        let later = try await sandbox.cotech("init", "--private", in: "bees")
        #expect(later.status == 0, "\(later.error)")
        #expect(later.error.contains("clone that one"))
        #expect(try await sandbox.cotech("people", "add", "Ada Lane", in: "bees").status == 0)
    }

    @Test("A companion that was made before the settings named it is taken up")
    func companionUnnamed() async throws {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees", "--no-private").status == 0)
        #expect(try await sandbox.cotech("init", "--private", in: "bees").status == 0)
        try sandbox.run("git", "reset", "-q", "--hard", "HEAD~1", in: "bees")
        let again = try await sandbox.cotech("init", "--private", in: "bees")
        #expect(again.status == 0, "\(again.error)")
        #expect(try #require(sandbox.read("bees/cotech.yaml")).contains("private: ../bees-private\n"))
        #expect(try sandbox.run("git", "rev-list", "--count", "HEAD", in: "bees-private") == "1\n")
    }

    @Test("A companion away from the store is found through this clone's configuration, and settings name it beside")
    func companionElsewhere() async throws {
        let sandbox = try CommandSandbox()
        try FileManager.default.createDirectory(
            atPath: "\(sandbox.root)/secure", withIntermediateDirectories: true)
        let rehearsal = try await sandbox.cotech("init", "a", "--name", "A", "--private", "secure/people", "--dry-run")
        #expect(rehearsal.status == 0, "\(rehearsal.error)")
        #expect(try sandbox.names() == ["secure"] && sandbox.names(in: "secure").isEmpty)
        // At the beginning, and later; also where both are called the same.
        for (folder, place, said, isLater) in [
            ("bees", "secure/people", "../people", false), ("ants", "secure/ants", "../ants-private", true),
        ] {
            if isLater { _ = try await sandbox.cotech("init", folder, "--name", "N", "--no-private") }
            let answer = try await sandbox.cotech("init", folder, "--name", "N", "--private", place)
            #expect(answer.status == 0, "\(answer.error)")
            #expect(answer.output.contains("git config cotech.private FOLDER"), "\(answer.output)")
            #expect(try #require(sandbox.read("\(folder)/cotech.yaml")).contains("private: \(said)\n"))
            let kept = try sandbox.run("git", "config", "cotech.private", in: folder)
            #expect(kept == "\(sandbox.root)/\(place)\n")
            for top in [folder, place] {
                let added = try await sandbox.cotech("people", "add", "Ada \(top.count)", in: top)
                #expect(added.status == 0, "\(added.error)")
                #expect(try await sandbox.cotech("members", "add", "M \(top.count)", in: top).status == 0)
                let check = try await sandbox.cotech("check", in: top)
                #expect(check.status == 0, "\(check.output)")
            }
            let again = try await sandbox.cotech("init", "--private", in: folder)
            #expect(again.status == 64 && again.error.contains("is there already"), "\(again.error)")
            let other = try await sandbox.cotech("init", "--private", "../elsewhere", in: folder)
            #expect(other.status == 64 && other.error.contains("git config --unset cotech.private"), "\(other.error)")
        }
        #expect(try sandbox.names() == ["ants", "bees", "secure"])
    }

    @Test("A companion is never made where only settings want it, unless that is beside the store")
    func settingsElsewhere() async throws {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "a/bees", "--name", "Bees", "--no-private").status == 0)
        for place in ["\(sandbox.root)/far", "../../far"] {
            let settings = try #require(sandbox.read("a/bees/cotech.yaml"))
            let lines = settings.split(separator: "\n", omittingEmptySubsequences: false)
            try sandbox.write(
                "a/bees/cotech.yaml",
                lines.map { $0.hasPrefix("private:") ? "private: \(place)" : $0 }.joined(separator: "\n"))
            try sandbox.run("git", "commit", "-qam", "Elsewhere", in: "a/bees")
            let followed = try await sandbox.cotech("init", "--private", in: "a/bees")
            #expect(followed.status == 64, "\(followed.output)")
            #expect(followed.error.contains("help: say yourself where it goes: cotech init --private FOLDER"))
        }
        #expect(try sandbox.names() == ["a"] && sandbox.names(in: "a") == ["bees"])
        let typed = try await sandbox.cotech("init", "--private", "../../near", in: "a/bees")
        #expect(typed.status == 0, "\(typed.error)")
        #expect(try await sandbox.cotech("people", "add", "Ada", in: "a/bees").status == 0)
        #expect(try sandbox.names() == ["a", "near"])
    }

    @Test("The sample network treats files as a new one does")
    func sample() async throws {
        let sandbox = try CommandSandbox()
        try await sandbox.makeSample()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees").status == 0)
        for (sample, new) in [("network", "bees"), ("network-private", "bees-private")] {
            func lines(_ store: String) throws -> [Substring] {
                try #require(sandbox.read("\(store)/.gitattributes")).split(separator: "\n")
            }
            // A kind that was added since adds lines; nothing else may differ.
            let (old, now) = (try lines(sample), try lines(new))
            #expect(old.filter { !$0.contains("/") } == now.filter { !$0.contains("/") })
            #expect(Set(old).isSubset(of: now) && old.contains { $0.contains("/") }, "\(sample)")
        }
    }

    @Test("In a repository with work in progress, the work stays as it is")
    func leavesWorkAlone() async throws {
        let sandbox = try CommandSandbox()
        try sandbox.run("git", "init", "-q", "-b", "trunk", "ours")
        try sandbox.write("ours/README.md", "Ours.\r\n")
        try sandbox.run("git", "add", ".", in: "ours")
        try sandbox.run("git", "commit", "-qm", "Ours", in: "ours")
        try sandbox.write("ours/README.md", "Ours, and being edited.\r\n")
        try sandbox.write("ours/draft.txt", "draft")
        #expect(try await sandbox.cotech("init", "--name", "Ours", "--no-private", in: "ours").status == 0)
        #expect(sandbox.read("ours/README.md") == "Ours, and being edited.\r\n")
        let status = try sandbox.run("git", "status", "--porcelain", in: "ours")
        #expect(status == " M README.md\n?? draft.txt\n")
        #expect(try sandbox.run("git", "branch", "--show-current", in: "ours") == "trunk\n")
    }

    @Test("A folder inside a repository, a file and a bad place are refused with the reason")
    func refuses() async throws {
        let sandbox = try CommandSandbox()
        try sandbox.run("git", "init", "-q", "around")
        try FileManager.default.createDirectory(
            atPath: "\(sandbox.root)/around/inner", withIntermediateDirectories: true)
        try sandbox.write("file", "")
        let inner = try await sandbox.cotech("init", "--name", "Inner", in: "around/inner")
        #expect(inner.status == 64)
        #expect(inner.error.contains("is inside the repository"))
        let new = try await sandbox.cotech("init", "new/one", "--name", "New", in: "around")
        #expect(new.status == 64 && new.error.contains("is inside the repository"), "\(new)")
        #expect(!FileManager.default.fileExists(atPath: "\(sandbox.root)/around/new"))
        #expect(try await sandbox.cotech("init", "file", "--name", "File").status == 64)
        #expect(try await sandbox.cotech("init", "a", "--name", "A", "--private", "a/b").status == 64)
        #expect(try sandbox.names() == ["around", "file"])
    }

    @Test("Names that YAML would take for something else are written so that they stay names")
    func quotes() async throws {
        let sandbox = try CommandSandbox()
        for (folder, name) in [("a", "no"), ("b", "Bees: the # network"), ("c", "'Bees'"), ("d", "Tŷ Gwydr")] {
            let answer = try await sandbox.cotech("init", folder, "--name", name, "--no-private")
            #expect(answer.status == 0, "\(answer.error)")
            let shown = try await sandbox.cotech("settings", "show", "--format", "tsv", in: folder)
            #expect(shown.output.contains("\tname\t\(name)\n"), "\(shown.output)\(shown.error)")
            #expect(try await sandbox.cotech("check", in: folder).output.contains("all is well."))
        }
    }

    @Test("What it proposes can be pasted, and means the folder that was meant")
    func proposals() async throws {
        let sandbox = try CommandSandbox()
        let nameless = try await sandbox.cotech("init", "bees & co")
        #expect(nameless.error.contains("cotech init 'bees & co' --name"), "\(nameless.error)")
        let begun = try await sandbox.cotech("init", "bees & co", "--name", "Bees")
        #expect(begun.output.contains("  cd 'bees & co'\n"), "\(begun.output)")
        let again = try await sandbox.cotech("init", "bees & co")
        #expect(again.error.contains("cotech -C 'bees & co' settings show"), "\(again.error)")
        #expect(!again.error.contains("init --private"), "\(again.error)")
        #expect(try await sandbox.cotech("init", "wasps", "--name", "Wasps", "--no-private").status == 0)
        let alone = try await sandbox.cotech("init", "wasps")
        #expect(alone.error.contains("cotech -C wasps init --private"), "\(alone.error)")
        let inside = try await sandbox.cotech("init", "ants", "--name", "Ants", "--private", "ants/inside")
        #expect(inside.status == 64 && inside.error.contains("--private ants-private\n"), "\(inside.error)")
        let nested = try await sandbox.cotech("init", "--private", "inside", in: "wasps")
        #expect(nested.error.contains("--private ../wasps-private\n"), "\(nested.error)")
    }

    @Test("A new store has no setting that check would refuse")
    func settings() async throws {
        let sandbox = try CommandSandbox()
        for (option, value, word) in [
            ("--web", "www.git.example", "lacks https://"), ("--currency", "pounds", "not the code of a currency"),
            ("--time-zone", "Europe/Leeds", "no time zone"),
        ] {
            let answer = try await sandbox.cotech("init", "bees", "--name", "Bees", option, value)
            #expect(answer.status == 64 && answer.error.contains(word), "\(option): \(answer)")
            #expect(try sandbox.names() == [])
        }
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees", "--currency", "GBP").status == 0)
        let pounds = try await sandbox.cotech("settings", "set", "currency=pounds", in: "bees")
        #expect(pounds.status == 64 && pounds.error.contains("three capital letters"), "\(pounds)")
        #expect(try await sandbox.cotech("settings", "set", "currency=eur", in: "bees").error.contains("\"EUR\""))
        try sandbox.write("bees/cotech.yaml", "name: Bees\ncurrency: pounds\n")
        try sandbox.run("git", "commit", "-qam", "By hand", in: "bees")
        #expect(try await sandbox.cotech("check", in: "bees").status == 1)
    }
}
