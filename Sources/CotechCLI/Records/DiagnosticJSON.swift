import Interchange
import RecordText

extension JSONValue {
    /// A finding as programs are given it.
    static func diagnostic(_ diagnostic: Diagnostic) -> JSONValue {
        .object([
            Member("file", .string(diagnostic.file)), Member("line", diagnostic.line.map { .integer($0) } ?? .null),
            Member("column", .integer(diagnostic.column)), Member("severity", .string(diagnostic.severity.rawValue)),
            Member("code", .string(diagnostic.code)), Member("message", .string(diagnostic.message)),
            Member("text", .optional(diagnostic.excerpt)), Member("replacement", .optional(diagnostic.replacement)),
            Member("help", .optional(diagnostic.help)),
        ])
    }
}
