#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Whether a new commit is signed.
public enum CommitSigning: Sendable {
    /// As the user's `commit.gpgsign` says.
    case asConfigured
    /// Never: for commits that no person stands behind.
    case never
}

extension Repository {
    /// The signature of a commit's bytes by the program that git's settings name, or `nil` where none is wanted.
    func signature(
        of commit: [UInt8], _ committer: Signature, _ signing: CommitSigning
    ) throws(GitError) -> String? {
        guard signing == .asConfigured, configBool("commit.gpgsign") == true else { return nil }
        switch config("gpg.format") ?? "openpgp" {
        case "openpgp":
            let program = config("gpg.openpgp.program") ?? config("gpg.program") ?? "gpg"
            return try gpgSignature(of: commit, committer, program)
        case "x509":
            return try gpgSignature(of: commit, committer, config("gpg.x509.program") ?? "gpgsm")
        case "ssh":
            return try sshSignature(of: commit, configPath("gpg.ssh.program") ?? "ssh-keygen")
        case let other:
            throw refusal("git's setting gpg.format is '\(other)'", "git config gpg.format openpgp")
        }
    }

    private func refusal(_ why: String, _ fix: String? = nil) -> GitError {
        GitError(
            .signingFailed, "the commit must be signed (commit.gpgsign) and cannot be, so nothing was written: \(why)",
            fix: fix ?? "sign something by hand to see why, or for this repository: git config commit.gpgsign false")
    }

    private func sign(
        _ program: String, _ arguments: [String], _ input: [UInt8], _ folder: borrowing TemporaryFolder
    ) throws(GitError) -> Program.Result {
        do throws(GitError) {
            return try Program.run(program, arguments, input: input, in: folder)
        } catch {
            throw refusal(error.message)
        }
    }

    private func gpgSignature(
        of commit: [UInt8], _ committer: Signature, _ program: String
    ) throws(GitError) -> String {
        let key = config("user.signingkey") ?? "\(committer.name) <\(committer.email)>"
        let result = try sign(program, ["--status-fd=2", "-bsau", key], commit, TemporaryFolder())
        guard result.succeeded, result.complaint.contains("[GNUPG:] SIG_CREATED ") else {
            let words = result.complaint.split(separator: "\n").last { !$0.hasPrefix("[GNUPG:]") }
            throw refusal("\(program) failed for the key '\(key)'\(words.map { ": \($0)" } ?? "")")
        }
        return result.output
    }

    private func sshSignature(of commit: [UInt8], _ program: String) throws(GitError) -> String {
        guard let setting = config("user.signingkey"), !setting.isEmpty else {
            throw refusal("user.signingkey is not set", "git config user.signingkey ~/.ssh/id_ed25519.pub")
        }
        let folder = try TemporaryFolder()
        let message = "\(folder.path)/commit"
        try Posix.create(message, commit, sync: false)
        var arguments = ["-Y", "sign", "-n", "git", "-f"]
        let literal = setting.hasPrefix("key::") ? String(setting.dropFirst(5)) : setting
        if setting.hasPrefix("key::") || setting.hasPrefix("ssh-") {
            // The public key itself: the agent holds the private one.
            try Posix.create("\(folder.path)/key", Array((literal + "\n").utf8), sync: false)
            arguments += ["\(folder.path)/key", "-U"]
        } else {
            arguments.append(configPath("user.signingkey") ?? setting)
        }
        let result = try sign(program, arguments + [message], [], folder)
        guard result.succeeded, let signature = try Posix.read("\(message).sig") else {
            let words = result.complaint.split(separator: "\n").first
            throw refusal("\(program) failed for the key '\(setting)'\(words.map { ": \($0)" } ?? "")")
        }
        return String(decoding: signature, as: UTF8.self)
    }
}
