import Interchange
import Testing

@Suite(.onOwnThreads) struct ReminderTests {
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
}
