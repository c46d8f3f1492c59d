import ArgumentParser
import Git
import Interchange
import RecordStore

/// How what came of sharing is written.
enum SharingFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

extension JSONValue {
    /// A change that was shared.
    static func change(_ commit: Commit) -> JSONValue {
        [
            "commit": .string(commit.id.description), "subject": .string(commit.subject),
            "author": .string(commit.author.name),
        ]
    }

    /// Why nothing was shared, or not all.
    static func failure(_ failure: StoreError) -> JSONValue {
        [
            "status": .integer(Int(failure.status.rawValue)), "message": .string(failure.message),
            "help": .strings(failure.help),
        ]
    }
}
