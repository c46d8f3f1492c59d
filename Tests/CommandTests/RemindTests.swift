import Foundation
import TestSupport
import Testing

/// Reminders as they are sent: a first, a second and a final one, two weeks apart, a few a week, remembered
/// outside the branch.
@Suite(.serialized) struct RemindTests {
    /// Three co-ops whose telephone numbers are of 1 January 2020, one a day older than the other, and one that cannot
    /// be written to.
    private func network() throws -> Network {
        let network = try Network(["cotech.yaml": "name: Marches Tech\ntime-zone: Europe/London\n"])
        for (place, id) in ["ash", "birch", "cedar", "dumb"].enumerated() {
            let email = id == "dumb" ? "" : "contacts:\n  Bea: bea@\(id).example\n"
            try network.write(
                "members/\(id).md", "---\nname: \(id.capitalized)\ntelephone: 0114 496 016\(place)\n\(email)---\n")
            try network.shell(
                "git add -A && GIT_AUTHOR_DATE=2020-01-0\(place + 1)T12:00:00Z GIT_COMMITTER_DATE=2020-01-0\(place + 1)T12:00:00Z git commit -q -m 'Add \(id)'"
            )
        }
        return network
    }

    private func subjects(in folder: String, of network: Network) throws -> [String] {
        let text = try network.shell("cat '\(folder)'/new/* 2>/dev/null | grep -E '^(To|Subject): ' || true")
        return text.split(separator: "\n").map(String.init)
    }

    /// Delivers on a day into a folder of its own, and gives whom and what about.
    private func remind(_ network: Network, on day: String, _ more: String...) throws -> (Answer, [String]) {
        network.now = "\(day)T09:00:00Z"
        let folder = "\(network.root)/mail-\(day)-\(UUID().uuidString)"
        let answer = try network.cotech(["members", "remind", "--maildir", folder] + more)
        return (answer, try subjects(in: folder, of: network))
    }

    @Test func `Three reminders go out two weeks apart and then none, and an answer begins anew`() throws {
        let network = try network()
        let head = try network.git("rev-parse", "HEAD")
        for (day, subject) in [
            ("2022-03-01", "Is what we say of Ash still right?"), ("2022-03-02", nil), ("2022-03-14", nil),
            ("2022-03-15", "Once more: is what we say of Ash still right?"), ("2022-03-28", nil),
            ("2022-03-29", "Last time of asking: is what we say of Ash still right?"), ("2022-04-12", nil),
            ("2023-04-12", nil),
        ] {
            let (answer, mails) = try remind(network, on: day, "ash")
            #expect(answer.status == 0, "\(day): \(answer.text)")
            #expect(
                mails == (subject.map { ["To: Bea <bea@ash.example>", "Subject: \($0)"] } ?? []), "\(day): \(mails)")
            if subject == nil { #expect(answer.error.contains("nobody has to be reminded today")) }
        }
        // Remembered beside the branch, which stays as it was.
        #expect(try network.git("rev-parse", "HEAD") == head && network.git("status", "--porcelain") == "")
        let remembered = try network.git("show", "refs/cotech/reminders:reminders/ash.yaml")
        #expect(remembered.contains("2022-03-29:\n    stage: final\n    fields: telephone"), "\(remembered)")
        network.now = "2023-05-01T09:00:00Z"
        #expect(try network.cotech("members", "confirm", "ash", "telephone", "contacts").status == 0)
        #expect(try remind(network, on: "2024-04-29", "ash").1 == [])
        #expect(try remind(network, on: "2024-04-30", "ash").1.last == "Subject: Is what we say of Ash still right?")
    }

    @Test func `The worst come first, a few a week, and whoever has no address is named`() throws {
        let network = try network()
        let (first, mails) = try remind(network, on: "2022-03-01", "--limit", "2")
        #expect(
            mails.filter { $0.hasPrefix("To:") }.sorted() == [
                "To: Bea <bea@ash.example>", "To: Bea <bea@birch.example>",
            ])
        #expect(
            first.error.contains("Dumb has no address to write to")
                && first.output.hasPrefix("Sent 2 reminders: Ash, Birch."))
        #expect(try remind(network, on: "2022-03-07", "--limit", "2").1 == [])
        #expect(try remind(network, on: "2022-03-08", "--limit", "2").1.first == "To: Bea <bea@cedar.example>")
    }

    @Test func `Printed reminders are not remembered, and those that sendmail takes are`() throws {
        let network = try network()
        network.now = "2022-03-01T09:00:00Z"
        for _ in 0..<2 {
            let printed = try network.cotech("members", "remind", "ash")
            #expect(printed.output.contains("To: Bea <bea@ash.example>\nSubject: Is what we say"), "\(printed.text)")
            #expect(printed.output.contains("  telephone: 0114 496 0160\n") && printed.output.contains("still right"))
        }
        let program = "\(network.root)/bin/sendmail"
        try network.write(
            "../bin/sendmail", "#!/bin/sh\necho \"$@\" >> '\(network.root)/sent'\ncat >> '\(network.root)/sent'\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let path = "\(network.root)/bin:" + (network.environment["PATH"] ?? "")
        let sent = try network.cotech(["members", "remind", "ash", "--send"], also: ["PATH": path])
        #expect(sent.status == 0 && sent.output == "Sent 1 reminder: Ash.\n", "\(sent.text)")
        let mail = try network.read("../sent")
        #expect(
            mail.hasPrefix("-t -i\nFrom: Mair Owen <mair@ty-gwydr.example>\nTo: Bea <bea@ash.example>\n"), "\(mail)")
        #expect(try network.cotech("members", "remind", "ash").output == "")
        // Where no mail could be handed over, nothing is remembered.
        try network.write("../bin/sendmail", "#!/bin/sh\nexit 75\n")
        let failed = try network.cotech(["members", "remind", "birch", "--send"], also: ["PATH": path])
        #expect(failed.status == 73 && failed.error.contains("sendmail ended with 75"), "\(failed.text)")
        #expect(try network.cotech("members", "remind", "birch").output.contains("Is what we say of Birch"))
    }

    @Test func `Nothing is sent that could not be remembered since git does not know who sends it`() throws {
        let network = try network()
        network.now = "2022-03-01T09:00:00Z"
        let nobody = ["GIT_CONFIG_GLOBAL": "/dev/null", "HOME": "/nonexistent"]
        let command = ["members", "remind", "ash", "--from", "Mair <mair@network.example>", "--maildir", "../mails"]
        let refused = try network.cotech(command, also: nobody)
        #expect(refused.status == 69 && refused.error.contains("git does not know who you are"), "\(refused.text)")
        #expect(try subjects(in: "\(network.root)/mails", of: network) == [])
        // A unit names whoever it is in its environment.
        let named = nobody.merging(["GIT_COMMITTER_NAME": "Cron", "GIT_COMMITTER_EMAIL": "cron@network.example"]) { $1 }
        for _ in 0..<2 { #expect(try network.cotech(command, also: named).status == 0) }
        #expect(try subjects(in: "\(network.root)/mails", of: network).count == 2)
    }

    @Test func `A renamed co-op is not reminded from the beginning, and one whose reminders cannot be read not at all`()
        throws
    {
        let network = try network()
        #expect(try remind(network, on: "2022-03-01", "ash").1.count == 2)
        #expect(try network.cotech("members", "rename", "ash", "aspen").status == 0)
        #expect(try remind(network, on: "2022-03-08", "aspen").1 == [])
        #expect(
            try remind(network, on: "2022-03-15", "aspen").1.last
                == "Subject: Once more: is what we say of Ash still right?")
        try network.shell(
            """
            blob=$(printf 'sent: "\\n' | git hash-object -w --stdin) && \
            tree=$(printf '100644 blob %s\\tbirch.yaml\\n' "$blob" | git mktree) && \
            top=$(printf '040000 tree %s\\treminders\\n' "$tree" | git mktree) && \
            git update-ref refs/cotech/reminders "$(git commit-tree -m Broken "$top")"
            """)
        let (answer, mails) = try remind(network, on: "2022-03-29", "birch")
        #expect(mails == [] && answer.error.contains("what was sent to Birch cannot be read"), "\(answer.text)")
    }

    @Test func `Mails go into the folder that is named, seen from where the command works`() throws {
        let network = try network()
        network.now = "2022-03-01T09:00:00Z"
        let answer = try network.cotech(
            "-C", network.path, "members", "remind", "ash", "--maildir", "../mails", in: "/")
        #expect(answer.status == 0, "\(answer.text)")
        #expect(try subjects(in: "\(network.root)/mails", of: network).count == 2)
        try network.write("../blocked", "a file")
        let blocked = try network.cotech("members", "remind", "birch", "--maildir", "\(network.root)/blocked")
        #expect(
            blocked.status == 73 && blocked.error.contains("blocked is a file, where a folder is needed"),
            "\(blocked.text)")
    }
}
