import Interchange

extension StaleText {
    /// Hands it to the machine's mailer, which says whom it comes from; where there is nothing to say, no mail is sent.
    func send(to address: String, in context: Context) throws {
        guard let recipient = Safe.mailAddress(name: "", address: address) else {
            throw CommandFailure(
                "\"\(address)\" is no address to send to", help: "for example: --mail mair@marches.example",
                status: .usage)
        }
        let body = MemorySink()
        var writing = context
        writing.standardOutput = body
        write(to: writing)
        guard !body.text.isEmpty else { return }
        let headers = [
            ("Subject", subject), ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"), ("Auto-Submitted", "auto-generated"),
        ]
        let lines =
            [Safe.mailHeader("To", addresses: [recipient])] + headers.map { Safe.mailHeader($0.0, $0.1) }
        try Sendmail.send(
            lines.map { $0 + "\n" }.joined() + "\n" + body.text,
            instead: "leave out --mail: cron sends what is printed", in: context)
    }
}
