import Interchange

/// What cron would send, as a mail of its own: the answer, and whatever is warned of with it, since an answer that is not
/// whole must not look like one. What is warned of goes to standard error as well, where cron and a journal look for it.
struct StaleMail {
    /// Where to write what is to be in the mail.
    let context: Context
    private let recipient: String
    private let body = MemorySink()

    init(to address: String, in context: Context) throws {
        guard let recipient = Safe.mailAddress(name: "", address: address) else {
            throw CommandFailure(
                "\"\(address)\" is no address to send to", help: "for example: --mail mair@marches.example",
                status: .usage)
        }
        self.recipient = recipient
        var context = context
        context.standardOutput = body
        context.standardError = DoubledSink(context.standardError, body)
        // Colours and lines that fit a window are not for mails.
        context.terminal = Terminal()
        self.context = context
    }

    /// Hands it to the machine's mailer, which says whom it comes from; where there is nothing to say, no mail is sent.
    func send(under subject: String) throws {
        var ending = context
        ending.standardError = body
        // The command line says these at the end of every command, and so to standard error.
        _ = context.gaps.tell(to: ending, endingWith: .done)
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
