import ArgumentParser
import CoopNetwork
import Foundation
import RecordModel
import RecordStore
import RecordText

/// `cotech merge-driver BASE OURS THEIRS PATH`: merges one record for git.
struct MergeDriverCommand: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "merge-driver", abstract: "Merge one record for git, field by field. Git calls this by itself.",
        discussion: """
            git config merge.cotech.driver says how, and .gitattributes for which files; cotech init and cotech doctor --fix see \
            to both. The merged text is written to OURS. Where both sides changed the same value, it stands there twice \
            then, between git's marks.
            """)

    static let endings = Endings.reading.saying(.findings, "both sides changed the same value")
        .saying(.badData, "a file cannot be read").saying(.cannotWrite, "OURS cannot be written")

    @Argument(help: "The file that holds the text both sides come from (%O).")
    var base: String

    @Argument(help: "The file that holds our text, and that the merged one is written to (%A).")
    var ours: String

    @Argument(help: "The file that holds their text (%B).")
    var theirs: String

    @Argument(help: "Where the record is, from the top of the repository (%P).")
    var path: String

    @Argument(help: "How many letters the marks of a conflict have (%L); 7 where git does not say.")
    var markSize: Int?

    func validate() throws {
        if let markSize, !(1...1_000).contains(markSize) {
            throw ValidationError("a conflict's marks have at least 1 letter, and at most 1000")
        }
    }

    func run(in context: Context) throws -> ExitStatus {
        let merged = try MergeDriver.merge(
            base: bytes(of: base, context), ours: bytes(of: ours, context), theirs: bytes(of: theirs, context),
            path: path, markSize: markSize ?? MergedText.usualMarkSize, in: context.currentDirectory,
            environment: context.environment, kinds: Network.kinds)
        do {
            // All or nothing: what stands there is what git takes for the result.
            try Data(merged.bytes).write(to: URL(fileURLWithPath: place(ours, context)), options: .atomic)
        } catch {
            throw CommandFailure("\(ours) cannot be written: \(error.systemWords)", status: .cannotWrite)
        }
        guard !merged.findings.isEmpty else { return .done }
        for finding in merged.findings { context.standardError.write(finding.sentence + "\n") }
        let add = "git add \(path.shellWord)"
        context.standardError.write("help: choose, take away the lines with marks, if any, and then: \(add)\n")
        return .findings
    }

    private func place(_ file: String, _ context: Context) -> String {
        file.hasPrefix("/") ? file : context.currentDirectory + "/" + file
    }

    private func bytes(of file: String, _ context: Context) throws -> [UInt8] {
        try InputFile.bytes(
            of: file, at: place(file, context), isMissing: "git names the files by itself: cotech doctor --fix")
    }
}
