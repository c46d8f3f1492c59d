import Foundation
import TestSupport
import Testing

/// Three people and what they share: everything that sharing is for, through the built program and the real git.
@Suite(.serialized) struct RehearsalTests {
    /// A shared repository and three clones, whose git merges records with the built program.
    private struct Place {
        let network: Network
        let shared: SharedRepository
        var origin: String { "\(network.root)/origin.git" }

        static let people = ["mair": "Mair Owen", "sian": "Siân Rees", "zoe": "Zoë Hara"]

        init(_ carrier: Carrier) throws {
            network = try MergingTests.network()
            network.now = "2026-11-23T09:00:00Z"
            try network.git("add", "-A")
            try network.git("clone", "-q", "--bare", network.path, "\(network.root)/origin.git")
            shared = try SharedRepository("origin.git", by: carrier, for: network)
            for (clone, name) in Place.people {
                try network.git(
                    ["clone", "-q"] + shared.settings.flatMap { ["-c", $0] } + [shared.address, self[clone]],
                    in: network.root)
                try network.git("config", "user.name", name, in: self[clone])
                try network.git("config", "user.email", "\(clone)@example.org", in: self[clone])
                _ = try network.cotech("doctor", "--fix", in: self[clone])
            }
        }

        /// A clone's folder.
        subscript(clone: String) -> String { "\(network.root)/\(clone)" }

        /// Does what must succeed.
        @discardableResult
        func done(_ clone: String, _ arguments: String...) throws -> String {
            let answer = try network.cotech(arguments, in: self[clone])
            try #require(answer.status == 0, "\(clone): \(arguments): \(answer.text)")
            return answer.output
        }

        func edit(_ clone: String, _ path: String, _ script: String) throws {
            try network.shell("sed -i \"\(script)\" '\(path)'", in: self[clone])
        }

        func tree(_ place: String) throws -> String { try network.git("rev-parse", "main^{tree}", in: place) }
        func page(_ name: String) throws -> String { try network.git("show", "main:members/\(name).md", in: origin) }
    }

    private func rehearse(_ carrier: Carrier) throws {
        let place = try Place(carrier)
        let network = place.network

        // Two co-ops edit the same record and others, by hand and by command, on main and on a branch.
        try place.edit(
            "sian", "members/ash.md", "s/^headcount: 4/headcount: 9/; s/^# Ring before ten/# Ring before nine/")
        try place.done("sian", "save", "-q")
        try place.done("sian", "members", "set", "birch", "town=Hull", "-q")
        try place.done(
            "sian", "members", "set", "ash", "skills.offered+=web-design", "website=https://ash.example", "-q")
        try place.done("sian", "sync")
        try network.git("switch", "-q", "-c", "mair/page", in: place["mair"])
        try place.edit("mair", "members/ash.md", "s/^town: Leeds/town: York/; s/^A co-op\\./A co-op of nine./")
        try place.edit("mair", "members/birch.md", "s/^headcount: 7/headcount: 8/")
        try network.git("commit", "-q", "-a", "-m", "By hand, on a branch", in: place["mair"])
        try network.git("switch", "-q", "main", in: place["mair"])
        try place.done("mair", "members", "set", "cedar", "town=Bath", "-q")
        try network.git("merge", "-q", "--no-edit", "mair/page", in: place["mair"])

        // The same merge by git with the driver, and by sync.
        try network.shell("cp -r mair twin", in: network.root)
        try network.git("fetch", "-q", in: place["twin"])
        try network.git("merge", "-q", "--no-edit", "origin/main", in: place["twin"])
        let said = try place.done("mair", "sync")
        #expect(said.hasPrefix("Received 3 changes, sent 2. Nothing is waiting.\n"), "\(said)")
        #expect(said.contains("headcount 4 → 9") && said.contains("Siân Rees"), "\(said)")
        #expect(try place.tree(place["twin"]) == place.tree(place["mair"]))
        let files = "find . -path ./.git -prune -o -type f -print | sort | xargs -d '\\n' cksum"
        #expect(try network.shell(files, in: place["twin"]) == network.shell(files, in: place["mair"]))
        #expect(
            try place.page("ash") == """
                ---
                name: Ash
                website: https://ash.example
                # Ring before nine.
                telephone: 0114 496 0163
                town: York # the new office
                headcount: 9
                contacts:
                  Bea: bea@ash.example
                skills:
                  offered:
                    - swift: expert
                    # Learnt last year.
                    - web-design
                services:
                  - web-design
                ---

                A co-op of nine.
                """)
        #expect(try place.page("birch").contains("town: Hull\nheadcount: 8\n"))
        #expect(try place.page("cedar").contains("town: Bath"))

        // A proposal, which somebody merges on main.
        try place.done("zoe", "members", "set", "cedar", "headcount=3", "-q")
        let proposed = try place.done("zoe", "submit", "--branch", "zoe/cedar")
        #expect(proposed.hasPrefix("Proposed 1 change to origin as zoe/cedar.\n"), "\(proposed)")
        try place.done("sian", "sync", "-q")
        try network.git("merge", "-q", "--no-edit", "origin/zoe/cedar", in: place["sian"])
        try place.done("sian", "sync", "-q")
        try place.done("zoe", "sync", "-q")
        #expect(try place.page("cedar").contains("town: Bath\nheadcount: 3\n"))

        // The one true conflict.
        try place.done("mair", "sync", "-q")
        try place.done("sian", "members", "set", "ash", "headcount=12", "note=Sian", "-q")
        try place.done("sian", "sync", "-q")
        try place.done("mair", "members", "set", "ash", "headcount=11", "town=Hull", "-q")
        let before = try network.shell(files, in: place["mair"]) + network.git("rev-parse", "HEAD", in: place["mair"])
        let conflict = try network.cotech("sync", in: place["mair"])
        #expect(conflict.status == 75, "\(conflict.text)")
        #expect(
            conflict.error.hasPrefix(
                "members/ash.md:7: both changed headcount: ours says 11 (Mair Owen), theirs says 12 (Siân Rees)\nerror: 1 thing was changed on both sides"
            ), "\(conflict.error)")
        #expect(
            try network.shell(files, in: place["mair"]) + network.git("rev-parse", "HEAD", in: place["mair"]) == before)
        try network.shell("git merge origin/main >/dev/null 2>&1; test $? = 1", in: place["mair"])
        try place.edit("mair", "members/ash.md", "/^<<<<<<< /d; /^=======$/,/^>>>>>>> /d")
        try network.git("commit", "-q", "-a", "-m", "Eleven it is", in: place["mair"])
        try place.done("mair", "sync", "-q")
        let ash = try place.page("ash")
        #expect(ash.contains("headcount: 11\n") && ash.contains("note: Sian\n") && ash.contains("town: Hull"), "\(ash)")

        try atOnce(place)
        #expect(try network.complaints(in: place["mair"]) + network.complaints(in: place["zoe"]) == "")
        #expect(try network.git("fsck", "--strict", "--no-dangling", "--no-progress", in: place.origin) == "")
    }

    /// Everybody at once: whoever is overtaken begins again, and nothing is lost.
    private func atOnce(_ place: Place) throws {
        let network = place.network
        let binary = try #require(Binary.path)
        let own = ["mair": "ash", "sian": "birch", "zoe": "cedar"]
        for clone in own.keys { try place.done(clone, "sync", "-q") }
        let loops = try own.map { clone, record in
            try Program.start(
                "sh",
                [
                    "-c",
                    """
                    for turn in 1 2 3 4; do
                      '\(binary)' members set \(record) headcount=10$turn -q || echo "set: $?"
                      '\(binary)' sync -q || echo "sync: $?"
                    done
                    """,
                ], in: place[clone], environment: network.environment)
        }
        for loop in loops { #expect(try loop.answer(within: 300).text == "") }
        let subjects = try network.git("log", "--no-merges", "--format=%s", "main", in: place.origin)
        for record in ["Ash", "Birch & Co.", "Cedar"] {
            for turn in 1...4 {
                #expect(subjects.contains("\(record): headcount ") && subjects.contains("→ 10\(turn)\n"), "\(subjects)")
            }
        }
        #expect(subjects.components(separatedBy: "→ 10").count == 13, "\(subjects)")
        for clone in own.keys {
            try place.done(clone, "sync", "-q")
            #expect(try place.tree(place[clone]) == place.tree(place.origin))
        }
    }

    @Test func `Three clones over file addresses`() throws { try rehearse(.file) }

    @Test(.enabled(if: Carrier.http.obstacle == nil, Comment(rawValue: Carrier.http.obstacle ?? "")))
    func `Three clones over HTTP`() throws { try rehearse(.http) }

    @Test(.enabled(if: Carrier.ssh.obstacle == nil, Comment(rawValue: Carrier.ssh.obstacle ?? "")))
    func `Three clones over ssh`() throws { try rehearse(.ssh) }

    @Test func `The hook of the shared repository refuses what is not theirs, and takes in what is`() throws {
        let place = try Place(.file)
        let network = place.network
        let binary = try #require(Binary.path)
        try place.done("mair", "settings", "set", "coordinators+=http:mair", "-q")
        try place.done("mair", "memberships", "set", "ash", "logins+=http:ann", "-q")
        try place.done("mair", "sync", "-q")
        try Program.writeScript("\(place.origin)/hooks/pre-receive", "#!/bin/sh\nexec '\(binary)' check --hook\n")
        func sync(_ clone: String, as actor: String) throws -> Answer {
            try network.cotech("sync", in: place[clone], also: ["COTECH_ACTOR": "http:\(actor)"])
        }
        try place.done("sian", "sync", "-q")
        try place.done("sian", "members", "set", "ash", "headcount=9", "-q")
        #expect(try sync("sian", as: "ann").status == 0)
        try place.done("sian", "members", "set", "birch", "headcount=9", "-q")
        let refused = try sync("sian", as: "ann")
        #expect(refused.status == 77, "\(refused.text)")
        #expect(refused.error.contains("origin: ") && refused.error.contains("members/birch.md"), "\(refused.error)")
        #expect(refused.error.contains("help: it is saved here, and can be proposed instead: cotech submit\n"))
        // A branch is a proposal, which the hook lets in, and a coordinator takes it from there.
        let proposed = try network.cotech("submit", in: place["sian"], also: ["COTECH_ACTOR": "http:ann"])
        #expect(proposed.status == 0, "\(proposed.text)")
        try place.done("mair", "sync", "-q")
        let branch = try network.git(
            "branch", "-r", "--list", "*headcount*", "--format=%(refname:short)", in: place["mair"])
        try network.git("merge", "-q", "--no-edit", branch, in: place["mair"])
        #expect(try sync("mair", as: "mair").status == 0)
        #expect(try place.page("birch").contains("headcount: 9"))
    }

    @Test func `Several syncs at once in one clone are not in each other's way`() throws {
        let place = try Place(.file)
        for turn in 1...3 {
            try place.done("sian", "members", "set", "birch", "headcount=\(turn)0", "-q")
            try place.done("sian", "sync", "-q")
            let syncs = try ["-q", "--read-only", "--no-input"].map {
                try place.network.startCotech(["sync", $0], in: place["mair"])
            }
            for sync in syncs {
                let answer = try sync.answer()
                #expect(answer.status == 0, "\(answer.text)")
            }
            #expect(try place.tree(place["mair"]) == place.tree(place.origin))
        }
        #expect(try place.network.complaints(in: place["mair"]) == "")
    }

    @Test func `A sync killed at a random moment leaves the whole or nothing, and the next one finishes`() throws {
        let place = try Place(.file)
        let network = place.network
        for turn in 1...(Effort.isFull ? 100 : 15) {
            try place.done("sian", "sync", "-q")
            try place.done("sian", "members", "set", "ash", "headcount=\(turn + 10)", "-q")
            try place.done("sian", "members", "add", "New \(turn)", "-q")
            try place.done("sian", "sync", "-q")
            try place.done("mair", "members", "set", "birch", "headcount=\(turn + 10)", "-q")
            let syncing = try network.startCotech(["sync", "-q"], in: place["mair"])
            usleep(UInt32.random(in: 1_000...250_000))
            kill(syncing.identifier, SIGKILL)
            _ = try syncing.answer()
            // Git itself may be at work for a moment longer, and leaves its locks when it is done.
            try network.shell(
                "for wait in $(seq 100); do ls .git/*.lock >/dev/null 2>&1 || exit 0; sleep 0.05; done",
                in: place["mair"])
            try place.done("mair", "sync", "-q")
            #expect(try network.complaints(in: place["mair"]) == "", "turn \(turn)")
            #expect(try place.tree(place["mair"]) == place.tree(place.origin), "turn \(turn)")
            #expect(try place.page("birch").contains("headcount: \(turn + 10)\n"))
            #expect(try place.page("ash").contains("headcount: \(turn + 10)\n"))
        }
        #expect(try network.shell("ls .git/cotech/pending", in: place["mair"]) == "")
    }
}
