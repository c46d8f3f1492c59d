import Foundation

/// A text in the hands of a person's editor. Whatever happens, the file stays until the text is committed.
struct Draft {
    /// Where the text is.
    let path: String
    private let context: Context

    /// A draft of a record's text, in a file that keeps the record's ending so that editors colour it.
    init(_ recordPath: String, _ text: [UInt8], _ context: Context) throws {
        self.context = context
        let folder = URL(fileURLWithPath: context.environment["TMPDIR"] ?? NSTemporaryDirectory()).path
        let name = recordPath.split(separator: "/").last.map(String.init) ?? "record"
        path = "\(folder)/cotech-\(UUID().uuidString.prefix(8))-\(name)"
        guard FileManager.default.createFile(atPath: path, contents: Data(text), attributes: [.posixPermissions: 0o600])
        else {
            throw CommandFailure("a draft cannot be written at \(path)", status: .cannotWrite)
        }
    }

    /// Opens the person's editor and waits for it.
    func edit(noInput: Bool) throws {
        let editor = ["GIT_EDITOR", "VISUAL", "EDITOR"].lazy.compactMap { context.environment[$0] }.first {
            !$0.isEmpty
        }
        let others = "or change fields without one, by the verb set; or the file itself, and then: cotech save"
        if noInput {
            throw CommandFailure(
                "an editor waits for somebody, and --no-input says that nobody is there", help: "leave out --no-input",
                others, status: .usage)
        }
        guard let command = editor ?? (context.canAsk ? "vi" : nil) else {
            throw CommandFailure(
                "there is no editor to open", help: "name one: export EDITOR=nano", others, status: .usage)
        }
        do {
            // Through the shell, as git does: EDITOR may hold options and quotes.
            let status = try context.runInteractively("/bin/sh", ["-c", "\(command) \"$@\"", command, path])
            guard status == 0 else {
                throw CommandFailure(
                    "the editor ended with \(status), so nothing was written", help: "your text is kept in \(path)",
                    "the editor was run as: \(command)", status: .cannotWrite)
            }
        } catch let failure as ChildProcess.Failure {
            throw CommandFailure(
                "the editor cannot be run: \(failure.message)", help: "your text is kept in \(path)",
                status: .cannotWrite)
        }
    }

    /// The text as the person left it.
    func read() throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("the draft at \(path) cannot be read", status: .cannotWrite)
        }
        return Array(data)
    }

    /// Removes the file, once the text is in a commit.
    func discard() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
