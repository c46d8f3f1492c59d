import Interchange
import Testing

@Suite(.onOwnThreads) struct ReminderTests {
    @Test func `reminders are delivered in one way, never in none`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("members", "remind", "--maildir", "mails", "--send")
        #expect(answer.status == 64 && answer.error.contains("leave one of them out"), "\(answer)")
        #expect(try network.git("for-each-ref", "refs/cotech") == "")
    }

    @Test func `only the names of a reminder's addresses are encoded, so that it can arrive`() throws {
        let network = try TestNetwork()
        try network.git("config", "user.name", "Zoë Ruiz")
        let own = network.cotech("members", "remind", "ty-gwydr", "--as-of", "2028-03-01")
        #expect(own.output.contains("From: =?UTF-8?B?Wm/DqyBSdWl6?= <mair@ty-gwydr.example>\n"), "\(own)")
        #expect(own.output.contains("To: =?UTF-8?B?U2nDom4=?= <sian@ty-gwydr.example>\n"))
        let named = network.cotech(
            "members", "remind", "ty-gwydr", "--as-of", "2028-03-01", "--from", "Zoë <z@x.example>")
        let mail = try #require(MailMessage(Array(named.output.utf8)))
        #expect(mail.sender?.name == "Zoë" && mail.sender?.address == "z@x.example", "\(named)")
    }

    @Test func `a reminder comes from an address that can be answered`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("members", "remind", "--as-of", "2028-03-01", "--from", "Zoë")
        #expect(answer.status == 64 && answer.error.contains("help: for example: --from "), "\(answer)")
        #expect(answer.output == "")
    }

    @Test(arguments: ["letters", "letters/mail"])
    func `a maildir where a file stands is told with the file and the way`(place: String) throws {
        let network = try TestNetwork()
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings + "grace: 0\nlimits:\n  telephone: 1\n")
        try network.commit("A limit", in: "network")
        try network.write("letters", "Not mails\n")
        let path = "\(network.root)/\(place)"
        let answer = network.cotech("members", "remind", "--maildir", path)
        #expect(
            answer.error == """
                error: \(network.root)/letters is a file, where a folder is needed
                help: name a folder, which is made where it is missing: --maildir DIR

                """)
        #expect(answer.status == 73 && answer.output == "", "\(answer)")
        #expect(network.read("letters") == "Not mails\n")
        let exported = network.cotech("members", "export", "--format", "vcard", "--out", path)
        #expect(exported.status == 73 && exported.error.contains("/letters is a file, where a folder is needed"))
        #expect(network.cotech("members", "remind", "--maildir", "\(network.root)/mails").output.hasPrefix("Sent 1 "))
    }
}
