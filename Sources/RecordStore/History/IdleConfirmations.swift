import Git
public import RecordModel

/// A confirmation as it stands in a record's text.
struct WrittenConfirmation {
    let field: FieldDeclaration
    /// The field that is confirmed; nothing where it is the whole record.
    let entry: String
    let day: Day
}

extension Record {
    /// The confirmations that it holds, whether they count or not.
    fileprivate var writtenConfirmations: [WrittenConfirmation] {
        kind.confirmationFields.flatMap { field in
            content(of: field).compactMap { leaf in
                Day(iso: leaf.value.text).map { WrittenConfirmation(field: field, entry: leaf.entry, day: $0) }
            }
        }
    }
}

/// Confirmations that count for nothing as they stand (`docs/ageing.md`, "The date").
extension Snapshot {
    /// Those that history does not bear out: set aside with a sweep or an ignored commit, so that an earlier one or none
    /// counts, or dated more than a day after the commit that history gives for them.
    func unfoundedConfirmations(of record: Record, _ ages: RecordAges) -> [WrittenConfirmation] {
        let answers = LeafAnswers(ages)
        return record.writtenConfirmations.filter { written in
            guard let age = answers[written.field.name, written.entry, ""],
                case .set(_, let date, let bySweep) = age.answer
            else { return false }
            return bySweep || age.day != written.day || written.day.days(since: local.day(of: date)) > 1
        }
    }

    /// The names of the fields whose confirmations count for nothing, since history does not bear them out or their day
    /// is still to come; `confirmed` for that of the whole record. What is older than a day is not looked at.
    public func idleConfirmations(of record: Record, since day: Day) throws(StoreError) -> Set<String> {
        let written = record.writtenConfirmations.filter { $0.day >= day }
        guard !written.isEmpty else { return [] }
        var idle = written.filter { $0.day > today }
        if let ages = try ages(in: record.kind.home).ages(of: record.kind.name, record.id) {
            idle += unfoundedConfirmations(of: record, ages)
        }
        return Set(idle.map { $0.entry.isEmpty ? $0.field.name : $0.entry })
    }
}
