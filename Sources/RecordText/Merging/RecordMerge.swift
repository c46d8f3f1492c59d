/// One side of a conflict.
public struct ConflictSide: Hashable, Sendable {
    /// The lines that this side has there.
    public let lines: [UInt8]
    /// The value in them, as a person is told it; nil where this side has taken it away.
    public let text: String?

    /// A side of a conflict.
    public init(lines: [UInt8], text: String?) {
        self.lines = lines
        self.text = text
    }
}

/// A place where two sides contradict each other.
public struct MergeConflict: Hashable, Sendable {
    /// The keys that lead there, as they are declared; empty for the text below the front matter, and for a file that
    /// is merged as lines.
    public let path: [String]
    /// What our side has.
    public let ours: ConflictSide
    /// What their side has.
    public let theirs: ConflictSide

    /// A conflict.
    public init(path: [String], ours: ConflictSide, theirs: ConflictSide) {
        self.path = path
        self.ours = ours
        self.theirs = theirs
    }
}

/// A merged text, part by part.
public struct MergedText: Hashable, Sendable {
    /// A part of it.
    public enum Part: Hashable, Sendable {
        /// Bytes that are as they should be.
        case agreed([UInt8])
        /// Lines that somebody has to choose from.
        case conflict(MergeConflict)
    }

    /// How many letters git gives a mark, where nobody says otherwise.
    public static let usualMarkSize = 7

    /// The parts in order.
    public let parts: [Part]

    /// A text of these parts.
    public init(_ parts: [Part]) {
        self.parts = parts
    }

    /// Where the sides contradict each other.
    public var conflicts: [MergeConflict] {
        parts.compactMap { if case .conflict(let conflict) = $0 { conflict } else { nil } }
    }

    /// The text with one side's lines at every conflict.
    public func resolved(with side: MergeSide) -> [UInt8] {
        parts.flatMap { part in
            switch part {
            case .agreed(let bytes): bytes
            case .conflict(let conflict): side == .ours ? conflict.ours.lines : conflict.theirs.lines
            }
        }
    }

    /// The text as git writes it: both sides of each conflict, between marks.
    ///
    /// - Parameters:
    ///   - size: how many letters each mark has: a text that holds such lines itself wants longer ones.
    ///   - labels: what stands behind the marks of a conflict: for our side, for theirs.
    /// - Returns: the text, and the number of the line with which each conflict begins, from 1.
    public func marked(
        size: Int = MergedText.usualMarkSize, _ labels: (MergeConflict) -> (ours: String, theirs: String)
    ) -> (bytes: [UInt8], lines: [Int]) {
        func mark(_ letter: String) -> String { String(repeating: letter, count: max(size, 1)) }
        var bytes: [UInt8] = []
        var lines: [Int] = []
        for part in parts {
            switch part {
            case .agreed(let more): bytes += more
            case .conflict(let conflict):
                let newline = conflict.usesCRLF ? "\r\n" : "\n"
                lines.append(bytes.reduce(1) { $1 == .newline ? $0 + 1 : $0 })
                let labels = labels(conflict)
                bytes += Array("\(mark("<")) \(labels.ours)\(newline)".utf8) + conflict.ours.lines
                bytes += Array("\(mark("="))\(newline)".utf8) + conflict.theirs.lines
                bytes += Array("\(mark(">")) \(labels.theirs)\(newline)".utf8)
            }
        }
        return (bytes, lines)
    }
}

extension MergeConflict {
    fileprivate var usesCRLF: Bool {
        let lines = ours.lines.isEmpty ? theirs.lines : ours.lines
        return lines.count > 1 && lines[lines.count - 2] == .carriageReturn
    }
}

/// One of the two sides of a merge.
public enum MergeSide: Sendable, Hashable {
    /// The branch that is merged into.
    case ours
    /// The branch that is merged.
    case theirs
}

/// Merges two texts of a record that come from the same text: field by field, list element by list element, with the
/// comments that belong to each. How something is written is kept from the side that changed it.
///
/// - Parameters:
///   - base: what both come from; nil where they have nothing in common.
///   - preferred: whose way of writing is kept where both changed it. It should depend on nothing but the texts, so
///     that it makes no difference who merges whom.
///   - mergeLines: merges texts of several lines.
/// - Returns: nil where one of the texts cannot be read as a record, so that it can only be merged as lines.
public func mergedRecord(
    base: [UInt8]?, ours: [UInt8], theirs: [UInt8], form: RecordForm, rules: MergeRules,
    preferring preferred: MergeSide,
    mergeLines: @escaping LineMerge
) -> MergedText? {
    let (first, second) = preferred == .ours ? (ours, theirs) : (theirs, ours)
    let known = base.map { ContestedText($0, form: form) }
    let envelopes = Three(base: known.map { Envelope($0.bytes) }, first: Envelope(first), second: Envelope(second))
    let keepsBreaks = [envelopes.base, envelopes.first, envelopes.second].contains { $0?.breaks == .mixed }
    func read(_ bytes: [UInt8]) -> Document {
        Document(parsing: Envelope.opened(bytes, keepingBreaks: keepsBreaks), form: form)
    }
    let documents = Three(base: known.map { read($0.bytes) }, first: read(first), second: read(second))
    guard [documents.base, documents.first, documents.second].allSatisfy({ $0?.isReadable ?? true }) else { return nil }
    let contested = known.flatMap { known in
        known.other.map { rules.differences(read(known.bytes), read($0)) }
    }
    let merge = DocumentMerge(rules: rules, contested: contested ?? [], mergeLines: mergeLines)
    guard let parts = merge.merge(documents) else { return nil }
    return envelopes.merged(keepingBreaks: keepsBreaks).closing(
        parts.map { part in
            switch part {
            case .lines(let lines): .agreed(lines)
            case .conflict(let path, let first, let second):
                .conflict(
                    preferred == .ours
                        ? MergeConflict(path: path, ours: first, theirs: second)
                        : MergeConflict(path: path, ours: second, theirs: first))
            }
        })
}
