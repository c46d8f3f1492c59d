import Git
public import RecordModel
import RecordText

extension Snapshot {
    /// A commit that mends what can be mended in one way only, in records and in files that are made from them.
    ///
    /// - Parameters:
    ///   - isMeant: which files.
    ///   - generated: what those files should say; only for the public store.
    public func planToMend(
        in home: Kind.Home, generated: [GeneratedFile] = [], where isMeant: (String) -> Bool
    ) throws(StoreError) -> Plan {
        var plan = Plan("Mend")
        for kind in kinds where kind.home == home && canSee(kind) {
            for entry in try entries(of: kind) where isMeant(entry.path) {
                guard let stored = try stored(kind, entry.id), let document = stored.document else { continue }
                let mended = Mending.mend(document.bytes, form: entry.form, codes: TextProblem.Code.withOneAnswer)
                guard !mended.mended.isEmpty else { continue }
                // A value that is wrong in itself is not mended by quotes; that file is left, and the others are not.
                let known = Set(validator(of: stored, kind).findings().map { Fingerprint($0) })
                let after = validator(of: StoredRecord.parse(mended.document.bytes, stored.entry, of: kind), kind)
                if after.findings().allSatisfy({ $0.severity != .error || known.contains(Fingerprint($0)) }) {
                    plan.files[entry.path] = mended.document.bytes
                }
            }
        }
        for file in generated where home == .public && isMeant(file.path) {
            if try text(at: file.path) != file.text { plan.files[file.path] = Array(file.text.utf8) }
        }
        let paths = plan.files.keys.sorted()
        plan.subject = paths.count == 1 ? "Mend \(paths[0])" : "Mend \(counted(paths.count, "file"))"
        plan.trailers = [Trailer(key: "Cotech", value: "check --fix")]
        return plan
    }
}
