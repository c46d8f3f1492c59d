import RecordModel
import RecordStore

extension Context {
    /// Says which of the records that are shown somebody edited by hand and did not save: what is read is what was
    /// committed (`docs/architecture.md`, "Reading").
    func tellHandEdits(of entries: [RecordEntry], in home: Kind.Home, _ snapshot: Snapshot, _ moment: Moment) {
        // What cannot be told is told by the commands that look at every file.
        guard moment.isNow, let edits = try? snapshot.handEdits(of: entries, in: home).filter({ $0.record != nil }),
            let first = edits.first,
            let save = try? snapshot.wayToSave(edits)
        else { return }
        let (what, it) =
            edits.count == 1
            ? ("\(first.path) has an edit by hand that is", "it")
            : ("\(counted(edits.count, "file")) have edits by hand that are", "them")
        note("\(what) not saved, and not seen here", help: "to see \(it): cotech diff", "to commit \(it): \(save)")
    }
}
