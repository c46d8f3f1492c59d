import Git
public import RecordModel
import RecordText

extension Snapshot {
    /// A commit that mends what can be mended in one way only, in records and in files that are made from them.
    ///
    /// - Parameters:
    ///   - isMeant: which files.
    ///   - generated: what those files should say.
    public func planToMend(
        in home: Kind.Home, generated: [GeneratedFile] = [], where isMeant: (String) -> Bool
    ) throws(StoreError) -> Plan {
        var plan = Plan("Mend")
        for kind in kinds where kind.home == home && canSee(kind) {
            for entry in try entries(of: kind) where isMeant(entry.path) {
                guard let stored = try stored(kind, entry.id), let document = stored.document else { continue }
                let (text, left) = mended(document, stored, kind)
                if let text { plan.files[entry.path] = text }
                plan.remarks += left.map { .leaving(entry, kind, isMended: text != nil, since: $0) }
            }
        }
        for file in generated where file.home == home && isMeant(file.path) {
            if try text(at: file.path, in: home) != file.text { plan.files[file.path] = Array(file.text.utf8) }
        }
        let paths = plan.files.keys.sorted()
        plan.subject = paths.count == 1 ? "Mend \(paths[0])" : "Mend \(counted(paths.count, "file"))"
        plan.trailers = [Trailer(key: "Cotech", value: "check --fix")]
        return plan
    }

    /// A record's text with its lines mended, and the new errors for which lines were left. A value that is wrong in itself
    /// is not mended by quotes: that line is left, and the others are not.
    ///
    /// - Returns: no text where nothing can be mended that would hold.
    private func mended(
        _ document: Document, _ stored: StoredRecord, _ kind: Kind
    ) -> (text: [UInt8]?, left: [Diagnostic]) {
        lazy var known = validator(of: stored, kind).findings()
        var lines: Set<Int> = []
        var left: [Diagnostic] = []
        while true {
            let (text, mended) = Mending.mend(
                document.bytes, form: stored.entry.form, codes: TextProblem.Code.withOneAnswer, leaving: lines)
            guard !mended.isEmpty else { return (nil, left) }
            let after = validator(of: StoredRecord.parse(text.bytes, stored.entry, of: kind), kind).findings()
            let new = after.without(known).filter { $0.severity == .error }
            guard let first = new.first else { return (text.bytes, left) }
            let broken = new.filter { finding in mended.contains { $0.line == finding.line } }
            guard !broken.isEmpty else { return (nil, left + [first]) }
            for finding in broken where finding.line.map({ lines.insert($0).inserted }) ?? false {
                left.append(finding)
            }
        }
    }
}

extension Plan.Remark {
    /// A line that stays as it is, or a file of which nothing is mended, since it would have an error that it does not have
    /// now.
    fileprivate static func leaving(
        _ entry: RecordEntry, _ kind: Kind, isMended: Bool, since new: Diagnostic
    ) -> Plan.Remark {
        let line = new.line.map { "line \($0)" }
        let what = isMended ? line.map { "\($0) of \(entry.path)" } ?? entry.path : entry.path
        let place = isMended ? "" : line.map { ", on \($0)" } ?? ""
        return Plan.Remark(
            text: "\(what) is left as it is, since mended it would have a new error\(place): \(new.message)",
            help: "mend it by hand: \(kind.command("edit", entry.id))")
    }
}
