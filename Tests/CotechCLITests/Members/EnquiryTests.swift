import TestSupport
import Testing

@Suite(.onOwnThreads) struct EnquiryTests {
    @Test func `an enquiry begins in the private store, with what is next`() throws {
        let network = try TestNetwork()
        let answer = network.cotech(
            "members", "enquire", "Clockwork Wheel", "--contact", "Zoë O'Hara <zoe@clockwork.example>", "--owner", "me",
            "--next", "Call back", "--due", "friday")
        #expect(
            answer.output.hasPrefix(
                "Added enquiry clockwork-wheel (private companion). Next: Call back, Friday 27 November.\n"))
        #expect(
            network.read("network-private/enquiries/clockwork-wheel.md") == """
                ---
                name: Clockwork Wheel
                contact: Zoë O'Hara <zoe@clockwork.example>
                owner: Mair Owen
                next: Call back
                due: 2026-11-27
                ---

                """)
        #expect(try network.complaints() == "")
    }

    @Test func `an id that is taken, and a co-op that is a member, are refused`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "enquire", "Osprey").status == 64)
        let member = network.cotech("members", "enquire", "Tŷ Gwydr")
        #expect(member.status == 64)
        #expect(member.error.contains("is in the network's directory already"))
        #expect(network.cotech("members", "enquire", "Slow Boat", "--due", "01/12/2026").status == 64)
    }

    @Test func `an enquiry begins from a mail, whatever its encoding`() throws {
        let network = try TestNetwork()
        let mail = """
            From: =?UTF-8?Q?Zo=C3=AB_O'Hara?= <zoe@clockwork.example>
            To: hello@marches.example
            Subject: =?UTF-8?B?Sm9pbmluZywgcGVyaGFwcz8=?=
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Six people in Le=E9ds, =
            all owners.
            > Who are you?
            --=20
            Zo=EB
            """
        #expect(network.cotech("members", "enquire", "Clockwork Wheel", "--mail", "-", input: mail).status == 0)
        #expect(
            network.read("network-private/enquiries/clockwork-wheel.md") == """
                ---
                name: Clockwork Wheel
                contact: Zoë O'Hara <zoe@clockwork.example>
                notes:
                  '2026-11-23T09:01:00Z':
                    by: Zoë O'Hara
                    note: 'Wrote: Joining, perhaps?'
                ---

                Six people in Leéds, all owners.

                """)
    }

    @Test func `a mail in another charset is read, and one in an unknown charset is never guessed`() throws {
        let network = try TestNetwork()
        func enquiry(_ name: String, _ charset: String, _ subject: String) -> (error: String, text: String) {
            let mail =
                "From: Post <post@\(name).example>\nSubject: \(subject)\n"
                + "Content-Type: text/plain; charset=\(charset)\nContent-Transfer-Encoding: base64\n\n8NLJ18XUIQ==\n"
            let answer = network.cotech("members", "enquire", name, "--mail", "-", input: mail)
            return (answer.error, network.read("network-private/enquiries/\(name).md") ?? "")
        }
        let russian = enquiry("zarya", "KOI8-R", "=?koi8-r?B?8NLJ18XU?=")
        #expect(russian.text.contains("Привет!") && russian.text.contains("Wrote: Привет"), "\(russian)")
        let unknown = enquiry("quipu", "x-quipu", "=?x-quipu?B?8NLJ18XU?=")
        #expect(
            unknown.text.contains("Wrote: =?x-quipu?B?8NLJ18XU?=") && !unknown.text.contains("\u{FFFD}"), "\(unknown)")
        #expect(unknown.error.contains("a charset that cannot be read"), "\(unknown)")
        #expect(!enquiry("liar", "utf-8", "Hello").text.contains("\u{FFFD}"))
    }

    @Test func `a mail of several parts gives its headers, and what is no mail is refused`() throws {
        let network = try TestNetwork()
        let mail = "From: z@clockwork.example\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n"
        let answer = network.cotech("members", "enquire", "Clockwork Wheel", "--mail", "-", input: mail)
        #expect(answer.status == 0)
        #expect(answer.error.contains("only its headers were read"))
        #expect(
            network.cotech("members", "enquire", "Other", "--mail", "-", input: "Dear all,\n\nhello\n").status == 65)
        #expect(network.cotech("members", "enquire", "Other", "--mail", "nowhere.eml").status == 64)
    }

    @Test func `a note is dated, says who, and touches nothing else`() throws {
        let network = try TestNetwork()
        let before = try #require(network.read("network-private/enquiries/osprey.md"))
        #expect(
            network.cotech("members", "note", "osprey", "Came to the\n meetup: \"lovely\".").output.hasPrefix(
                "Noted on osprey.\n"))
        let after = try #require(network.read("network-private/enquiries/osprey.md"))
        #expect(
            after.contains(
                "  '2026-11-23T09:01:00Z':\n    by: Mair Owen\n    note: 'Came to the meetup: \"lovely\".'\n"))
        #expect(after.split(separator: "\n").filter { !before.contains($0) }.count == 4)
        #expect(
            try network.git("log", "-1", "--format=%s%n%b", in: "network-private")
                == "Note on Osprey & Reed\nCotech: note enquiries/osprey")
    }

    @Test func `notes on what is not there are refused, with what is near`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "note", "osprei", "x").error.contains("did you mean osprey?"))
        #expect(network.cotech("members", "note", "ty-gwydr", "x").status == 64)
        #expect(network.cotech("members", "note", "osprey", "  ").status == 64)
    }

    @Test func `a reply is a draft until it is sent`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("enquiries", "set", "osprey", "stage=declined").status == 0)
        #expect(network.cotech("enquiries", "set", "osprey", "stage=enquiry").status == 0)
        let draft = network.cotech("members", "reply", "osprey")
        #expect(
            draft.output.hasPrefix(
                "To: Perrin <perrin@osprey.example>\nFrom: Mair Owen <mair@ty-gwydr.example>\nSubject: Osprey & Reed and Marches Tech\n"
            ))
        #expect(
            try network.git("log", "--format=%s", in: "network-private").hasPrefix(
                "Osprey & Reed: stage declined → enquiry"))
        #expect(
            network.cotech("members", "reply", "osprey", "--sent").output.hasPrefix("osprey: enquiry → contacted.\n"))
        #expect(network.read("network-private/enquiries/osprey.md")?.contains("note: Answered by mail") == true)
        #expect(network.cotech("members", "reply", "osprey", "--sent", "--send").status == 64)
    }

    @Test func `a draft is written from what an enquiry said on a day, and only today's is sent`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("enquiries", "set", "osprey", "contact=Zoe <zoe@osprey.example>").status == 0)
        let then = network.cotech("members", "reply", "osprey", "--as-of", "2026-11-22")
        #expect(then.status == 0 && then.output.hasPrefix("To: Perrin <perrin@osprey.example>\n"), "\(then)")
        #expect(network.cotech("members", "reply", "osprey").output.hasPrefix("To: Zoe <zoe@osprey.example>\n"))
        let sent = network.cotech("members", "reply", "osprey", "--sent", "--as-of", "2026-11-22")
        #expect(sent.status == 64 && sent.error.contains("the past can be read but not written"), "\(sent)")
    }

    @Test func `who has joined is not answered as one who might`() throws {
        let network = try TestNetwork()
        let path = "network-private/enquiries/osprey.md"
        let fields = try #require(network.read(path)).split(separator: "\n", omittingEmptySubsequences: false).filter {
            !$0.hasPrefix("stage:")
        }
        try network.write(path, "---\nstage: member\n" + fields.dropFirst().joined(separator: "\n"))
        try network.commit("Joined", in: "network-private")
        let reply = network.cotech("members", "reply", "osprey")
        #expect(reply.status == 64 && reply.error.contains("Osprey & Reed has joined"), "\(reply)")
        #expect(reply.output.isEmpty)
    }

    @Test func `an enquiry that is answered is no longer late to be answered, and what was planned stays`() throws {
        let network = try TestNetwork()
        for (id, name, next) in [("kestrel", "Kestrel", ""), ("merlin", "Merlin", "next=Visit them")] {
            let words = ["members", "enquire", name, "--contact", "Ann <ann@x.example>", "--due", "2026-11-02"]
            #expect(network.run(words).status == 0)
            if !next.isEmpty { #expect(network.cotech("enquiries", "set", id, next).status == 0) }
        }
        #expect(network.run([]).output.contains("Answer the enquiry from Kestrel"))
        for id in ["kestrel", "merlin"] { #expect(network.cotech("members", "reply", id, "--sent").status == 0) }
        let today = network.run([]).output
        #expect(!today.contains("Answer the enquiry from Kestrel"), "\(today)")
        #expect(today.contains("Say what is next for the enquiry from Kestrel"), "\(today)")
        #expect(today.contains("Visit them: Merlin"), "\(today)")
        #expect(network.read("network-private/enquiries/merlin.md")?.contains("due: 2026-11-02") == true)
    }

    @Test func `a reply that is sent goes to sendmail, and one that cannot be is not written down`() throws {
        let network = try TestNetwork()
        let record = "network-private/enquiries/osprey.md"
        let failed = network.cotech("members", "reply", "osprey", "--send", environment: ["PATH": "/nowhere"])
        #expect(failed.status == 73)
        #expect(network.read(record)?.contains("Answered") == false)
        try Program.writeScript(
            "\(network.root)/sendmail", "#!/bin/sh\n[ \"$1\" = -t ] && cat > '\(network.root)/sent'\n")
        let path = "\(network.root):/usr/bin:/bin"
        let sent = network.cotech("members", "reply", "osprey", "--send", environment: ["PATH": path])
        #expect(sent.status == 0, "\(sent.error)")
        #expect(network.read("sent")?.contains("Dear Perrin,") == true)
        #expect(network.read(record)?.contains("note: Answered by mail") == true)
    }

    @Test func `without the companion nothing private is done, and the fix is named`() throws {
        let network = try TestNetwork()
        try network.write("network/cotech.yaml", "name: Marches Tech\nprivate: ../elsewhere\n")
        try network.commit("Move the companion", in: "network")
        for command in [
            ["members", "note", "osprey", "x"], ["members", "onboard", "osprey"], ["members", "enquire", "New"],
            ["people", "erase", "sian", "--yes"],
        ] {
            let answer = network.run(command)
            #expect(answer.status == 69, "\(command): \(answer.error)")
            #expect(answer.error.contains("cotech init --private"))
        }
    }

    @Test func `without the companion nobody can tell whether what is no member is an enquiry`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "show", "osprei").status == 64)
        try network.write("network/cotech.yaml", "name: Marches Tech\nprivate: ../elsewhere\n")
        try network.commit("Move the companion", in: "network")
        for typed in ["osprey", "Osprey"] {
            let answer = network.cotech("members", "show", typed)
            let said =
                "there is no member \"\(typed)\", and it may be an enquiry, which is not here to be seen: the private"
            #expect(answer.status == 69 && answer.error.contains(said), "\(answer)")
            #expect(answer.error.contains("cotech init --private"), "\(answer)")
        }
        let near = network.cotech("members", "show", "ty-gwidr")
        #expect(near.status == 69 && near.error.contains("did you mean ty-gwydr?"), "\(near)")
        #expect(network.cotech("members", "show", "ty-gwydr").status == 0)
    }

    @Test func `an enquiry that cannot be read is not changed`() throws {
        let network = try TestNetwork()
        try network.write("network-private/enquiries/osprey.md", "---\nname: Osprey\nname: Reed\n---\n")
        try network.commit("Break it", in: "network-private")
        for command in [
            ["members", "note", "osprey", "x"], ["members", "onboard", "osprey", "worker-owned"],
            ["members", "reply", "osprey", "--sent"],
        ] {
            #expect(network.run(command).status == 65)
        }
        #expect(try network.complaints() == "")
    }
}
