import Foundation
import RecordModel

/// The date of a mail, as RFC 5322 writes it.
enum MailDate {
    /// - Parameter offset: seconds that local time is ahead of UTC.
    static func text(_ instant: Instant, offset: Int) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: offset)
        formatter.dateFormat = "EEE, d MMM yyyy HH:mm:ss Z"
        return formatter.string(from: Date(timeIntervalSince1970: TimeInterval(instant.seconds)))
    }
}

/// Hands mails to the machine's own mailer.
enum Sendmail {
    /// Sends a mail.
    ///
    /// - Parameter instead: what a person can do where it cannot be sent.
    static func send(_ mail: String, instead: String, in context: Context) throws {
        do {
            let outcome = try context.run("sendmail", ["-t", "-i"], input: Array(mail.utf8))
            guard outcome.isSuccess else {
                let said = outcome.errorText.isEmpty ? "" : ": \(outcome.errorText)"
                throw CommandFailure(
                    "sendmail ended with \(outcome.status)\(said)", help: instead, status: .cannotWrite)
            }
        } catch let failure as ChildProcess.Failure {
            throw CommandFailure(
                "the mail cannot be sent: \(failure.message)",
                help: "install a mailer that offers sendmail, such as msmtp-mta", "or \(instead)", status: .cannotWrite
            )
        }
    }
}

/// A folder of mails, one a file, that mail programs read (maildir).
struct Maildir {
    private let path: String

    init(_ path: String) throws {
        self.path = path
        for part in ["tmp", "new", "cur"] {
            try OutputFolder.make("\(path)/\(part)", permissions: 0o700, option: "--maildir DIR")
        }
    }

    /// Puts a mail into `new`: written beside and moved, so that no reader sees half of it.
    func deliver(_ mail: String, at now: Instant) throws {
        let name = "\(now.seconds).\(UUID().uuidString).cotech"
        guard
            FileManager.default.createFile(
                atPath: "\(path)/tmp/\(name)", contents: Data(mail.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CommandFailure("the mail cannot be written to \(path)/tmp", status: .cannotWrite) }
        try written { try FileManager.default.moveItem(atPath: "\(path)/tmp/\(name)", toPath: "\(path)/new/\(name)") }
    }

    private func written(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw CommandFailure(
                "mails cannot be put into \(path): \(error.systemWords)",
                help: "name another folder: --maildir DIR", status: .cannotWrite)
        }
    }
}
