public import Git
public import RecordModel

/// A day on which somebody read something and found it still right, and the commit that says so.
public struct ConfirmedDay: Hashable, Sendable {
    /// The day it was read.
    public let day: Day
    /// The commit that says so.
    public let commit: ObjectID
}

/// The confirmations of a record that count (`docs/ageing.md`): of the whole of it, and of single fields or groups.
public struct Confirmations: Sendable {
    /// Of the whole record.
    public internal(set) var whole: ConfirmedDay?
    /// By the field's or the group's name.
    var single: [String: ConfirmedDay] = [:]

    /// The last confirmation of a field: its own, its group's or the whole record's.
    func latest(of field: FieldDeclaration) -> ConfirmedDay? {
        guard !single.isEmpty else { return whole }
        let group = field.path.count > 1 ? single[field.path[0]] : nil
        return [whole, single[field.name], group].compactMap(\.self).max { $0.day < $1.day }
    }
}

extension Confirmations {
    /// The day of the last confirmation of a field. Few records have one of a single field.
    func latestDay(of judged: JudgedField) -> Day? {
        single.isEmpty ? whole?.day : latest(of: judged.field)?.day
    }
}

extension RecordFreshness {
    /// The confirmation that a field's age counts from, or that of one of its leaves; nil where it counts from the commit
    /// that set it.
    public func confirmation(of field: FieldFreshness, at leaf: Freshness? = nil) -> ConfirmedDay? {
        guard let latest = confirmations.latest(of: field.field) else { return nil }
        return (leaf ?? field.freshness).day.map { $0 == latest.day } ?? true ? latest : nil
    }
}
