public import Git
public import RecordModel
public import RecordText

/// One file, merged from two sides. Git's merge driver and the merge of whole trees both come here, and so give the
/// same bytes.
public struct FileMerge: Sendable {
    /// How it was merged.
    public enum Manner: Hashable, Sendable {
        /// Field by field, as the record that it is.
        case record
        /// As lines, as git merges any text.
        case lines
        /// Not at all: it is not a text, and our side's bytes stay.
        case whole
    }

    /// The merged text, with what is in conflict.
    public let text: MergedText
    /// How it was merged.
    public let manner: Manner
    /// The kind of record that the path is one of.
    public let kind: Kind?
    /// What is wrong with the merged record although no line is in conflict and neither side has it: two sides that
    /// each add a key make it stand there twice.
    public let problems: [Diagnostic]

    /// Whether nobody has to look at it.
    public var isClean: Bool { text.conflicts.isEmpty && manner != .whole && problems.isEmpty }

    /// Merges what two sides made of a file.
    ///
    /// - Parameters:
    ///   - base: what both come from; nil where both added the file.
    ///   - path: where it is, which says what kind of record it is, if any.
    ///   - kinds: the kinds of record, with the network's own fields.
    public static func merge(
        base: [UInt8]?, ours: [UInt8], theirs: [UInt8], path: String, kinds: [Kind]
    ) throws(GitError) -> FileMerge {
        let kind = kinds.record(at: path)?.kind
        if let settled = ours == theirs || theirs == base ? ours : ours == base ? theirs : nil {
            let manner: Manner = kind == nil ? .lines : .record
            return FileMerge(text: MergedText([.agreed(settled)]), manner: manner, kind: kind, problems: [])
        }
        let form: RecordForm = path.hasSuffix(".md") ? .markdown : .yaml
        if let kind {
            let isOurs = try ObjectID(blob: ours) < ObjectID(blob: theirs)
            let merged = mergedRecord(
                base: base?.isEmpty == true ? nil : base, ours: ours, theirs: theirs, form: form,
                rules: kind.mergeRules,
                preferring: isOurs ? .ours : .theirs, mergeLines: mergeLines)
            if let merged { return FileMerge(text: merged, manner: .record, kind: kind, problems: []) }
        }
        guard let runs = try LineMergeRun.runs(base: base ?? [], first: ours, second: theirs) else {
            return FileMerge(text: MergedText([.agreed(ours)]), manner: .whole, kind: kind, problems: [])
        }
        let text = MergedText(runs.map(MergedText.Part.init))
        let isRecord = kind != nil && text.conflicts.isEmpty
        let problems = isRecord ? newErrors(text.resolved(with: .ours), since: [ours, theirs], path, form) : []
        return FileMerge(text: text, manner: .lines, kind: kind, problems: problems)
    }

    private static func newErrors(
        _ merged: [UInt8], since sides: [[UInt8]], _ path: String, _ form: RecordForm
    ) -> [Diagnostic] {
        func errors(_ bytes: [UInt8]) -> [Diagnostic] {
            let document = Document(parsing: bytes, form: form)
            return document.problems.filter { $0.severity == .error }.map {
                Diagnostic(file: path, in: document, problem: $0)
            }
        }
        let known = Set(sides.flatMap(errors).map(Fingerprint.init))
        return errors(merged).filter { !known.contains(Fingerprint($0)) }
    }

    /// Lines as git merges them. What cannot be merged is for somebody to choose from, and nothing is lost.
    private static func mergeLines(_ base: [UInt8], _ first: [UInt8], _ second: [UInt8]) -> [LineMergeRun] {
        let everything = LineMergeRun.conflict(first: first, second: second)
        do {
            return try LineMergeRun.runs(base: base, first: first, second: second) ?? [everything]
        } catch {
            return [everything]
        }
    }
}

extension LineMergeRun {
    /// The runs of a text merged by git's own rules; nil where one of the three is not a text.
    fileprivate static func runs(
        base: [UInt8], first: [UInt8], second: [UInt8]
    ) throws(GitError) -> [LineMergeRun]? {
        try TextMerge.chunks(base: base, ours: first, theirs: second)?.map { chunk in
            switch chunk {
            case .agreed(let lines): .agreed(lines)
            case .conflict(let ours, let theirs): .conflict(first: ours, second: theirs)
            }
        }
    }
}

extension MergedText.Part {
    /// A run of lines of a file that is not merged as a record.
    fileprivate init(_ run: LineMergeRun) {
        switch run {
        case .agreed(let lines): self = .agreed(lines)
        case .conflict(let ours, let theirs):
            self = .conflict(
                MergeConflict(
                    path: [], ours: ConflictSide(lines: ours, text: nil),
                    theirs: ConflictSide(lines: theirs, text: nil)))
        }
    }
}
