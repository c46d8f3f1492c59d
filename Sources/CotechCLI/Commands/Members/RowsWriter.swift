import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// Writes rows to a store, or only tries to.
struct RowsWriter {
    /// The trailer that tells which row a commit is.
    static let trailer = "Imported-Row"

    private let rows: RowsImport
    private let change: RecordChange
    private let name: String
    private let isRehearsal: Bool

    init(rows: RowsImport, change: RecordChange, name: String, isRehearsal: Bool) {
        self.rows = rows
        self.change = change
        self.name = name
        self.isRehearsal = isRehearsal
    }

    var isByRespondent: Bool { rows.isByRespondent }
    var missingColumns: [String] { rows.missingColumns }
    var keptColumns: [(column: String, key: String)] { rows.keptColumns }
    var spellings: [(heading: String, column: String)] { rows.spellings }

    func meant(by heading: String) -> String? { rows.meant(by: heading) }
    func holdsAddresses(_ column: String) -> Bool { rows.holdsAddresses(column) }

    private var store: Store { change.store }

    /// One commit a row, by whoever said it at the time they did, where that is known.
    func writeEach() throws -> [RowsImport.Outcome] {
        var rows = rows
        var pending: [String: [UInt8]] = [:]
        // What nobody is known to have said on some day is no answer that could be read twice.
        let known = isByRespondent ? try knownRows() : []
        let newest = rows.replacesNewer ? rows.newestLines : []
        var outcomes: [RowsImport.Outcome] = []
        for row in rows.orderedRows {
            let digest = isByRespondent ? try RowsImport.digest(row) : nil
            var outcome: RowsImport.Outcome?
            let hand = try change.options.hand(change.context, store)
            let before = rows
            // Read again, an older answer would take back what a newer one said.
            let isKnown = digest.map { known.contains($0) } == true && !newest.contains(row.line)
            outcomes.append(
                try stopping {
                    _ = try store.write(by: signed(hand, outcome), rehearsal: true) { snapshot in
                        rows = before
                        let made = try rows.outcome(of: row, in: snapshot, over: isRehearsal ? pending : [:])
                        outcome = isKnown ? made.knownBefore() : made
                        return plan(outcome, pending: isRehearsal ? pending : [:], digest)
                    }
                    if !isRehearsal, let made = outcome, !made.files.isEmpty {
                        _ = try store.write(by: signed(hand, outcome)) { snapshot in
                            rows = before
                            outcome = try rows.outcome(of: row, in: snapshot, over: [:])
                            return plan(outcome, pending: [:], digest)
                        }
                    }
                    return outcome
                } else: {
                    outcome
                })
            pending.merge(outcomes.last?.files ?? [:]) { _, new in new }
            // What is left out says nothing against a later row.
            if outcomes.last?.state == .problem { rows = before }
        }
        return outcomes
    }

    /// All rows as one commit; those with problems are left out.
    ///
    /// - Parameter judge: refuses the files that would be written, or lets them be.
    func writeTogether(judge: ([String: [UInt8]], Snapshot) throws -> Void) throws -> [RowsImport.Outcome] {
        let hand = try change.options.hand(change.context, store)
        let snapshot = try change.snapshot()
        var taken = Taken(rows: rows)
        try take(rows.orderedRows[...], into: &taken, snapshot, hand)
        let (outcomes, files) = (taken.outcomes, taken.files)
        try judge(files, snapshot)
        _ = try store.write(by: hand, rehearsal: isRehearsal) { now in
            guard now.state == snapshot.state else {
                throw StoreError(.tryAgain, "somebody else wrote meanwhile", help: "import again")
            }
            let imported = Set(outcomes.filter { !$0.files.isEmpty }.compactMap(\.id))
            var plan = Plan("Import \(counted(imported.count, "profile")) from \(name)")
            plan.files = files.mapValues { $0 }
            plan.trailers = [.imports]
            return change.options.titled(plan)
        }
        return outcomes
    }

    /// What rows come to so far.
    private struct Taken {
        var rows: RowsImport
        var outcomes: [RowsImport.Outcome] = []
        var files: [String: [UInt8]] = [:]
    }

    /// Takes rows that the store would take, and leaves out those that it would not.
    ///
    /// All at once are tried first; where they are refused, each half by itself, so that a few rows with problems among
    /// thousands cost a few trials.
    private func take(
        _ part: ArraySlice<CSVTable.Row>, into taken: inout Taken, _ snapshot: Snapshot, _ hand: Hand
    ) throws {
        guard let first = part.first else { return }
        if part.count == 1 { return try takeAlone(first, into: &taken, snapshot, hand) }
        var all = taken
        do {
            for row in part {
                let before = all.rows
                let made = try all.rows.outcome(of: row, in: snapshot, over: all.files)
                all.outcomes.append(made)
                all.files.merge(made.files) { _, new in new }
                // What is left out says nothing against a later row.
                if made.state == .problem { all.rows = before }
            }
            let files = all.files
            if files.count > taken.files.count {
                _ = try store.write(by: hand, rehearsal: true) { _ in
                    var plan = Plan("Import \(name)")
                    plan.files = files.mapValues { $0 }
                    plan.trailers = [.imports]
                    return plan
                }
            }
            taken = all
        } catch let failure as StoreError where failure.kind == .badData {
            let middle = part.startIndex + part.count / 2
            try take(part[..<middle], into: &taken, snapshot, hand)
            try take(part[middle...], into: &taken, snapshot, hand)
        }
    }

    private func takeAlone(
        _ row: CSVTable.Row, into taken: inout Taken, _ snapshot: Snapshot, _ hand: Hand
    ) throws {
        let before = taken.rows
        let files = taken.files
        var outcome: RowsImport.Outcome?
        let made = try stopping {
            let made = try taken.rows.outcome(of: row, in: snapshot, over: files)
            outcome = made
            if made.files.isEmpty { return made }
            _ = try store.write(by: hand, rehearsal: true) { _ in plan(made, pending: files, nil) }
            return made
        } else: {
            outcome
        }
        taken.outcomes.append(made)
        taken.files.merge(made.files) { _, new in new }
        if made.state == .problem { taken.rows = before }
    }

    private func signed(_ hand: Hand, _ outcome: RowsImport.Outcome?) -> Hand {
        var hand = hand
        if let author = outcome?.author { hand.author = author }
        hand.said = outcome?.said
        return hand
    }

    private func plan(_ outcome: RowsImport.Outcome?, pending: [String: [UInt8]], _ digest: String?) -> Plan {
        guard let outcome, !outcome.files.isEmpty else { return Plan("Nothing") }
        var plan = Plan(
            outcome.state == .new
                ? "Add member \(outcome.title)" : "\(outcome.title): \(outcome.changes.joined(separator: ", "))")
        plan.files = pending.merging(outcome.files) { _, new in new }.mapValues { $0 }
        plan.trailers = [Trailer(key: "Cotech", value: "import members\(outcome.id.map { "/\($0)" } ?? "")")]
        if let digest, outcome.isWhole { plan.trailers.append(Trailer(key: Self.trailer, value: digest)) }
        return change.options.titled(plan)
    }

    /// What the store refuses stops the row, not the import.
    private func stopping(
        _ body: () throws -> RowsImport.Outcome?, else outcome: () -> RowsImport.Outcome?
    ) throws -> RowsImport.Outcome {
        do {
            if let done = try body() { return done }
        } catch let failure as StoreError where failure.kind == .badData {
            guard let made = outcome() else { throw failure }
            return made.stopped(by: try reasons(for: failure, of: made))
        }
        throw CommandFailure("a row could not be read", status: .bug)
    }

    /// Why the store refuses a row. One that lacks what a new record needs may be meant for a record of another kind, of
    /// which that is said instead.
    private func reasons(for failure: StoreError, of outcome: RowsImport.Outcome) throws -> [String] {
        guard !failure.diagnostics.isEmpty else { return [failure.message] }
        let messages = failure.diagnostics.map(\.message)
        guard outcome.state == .new, let id = outcome.id,
            failure.diagnostics.contains(where: { $0.code == "missing-field" })
        else { return messages }
        let snapshot = try change.snapshot()
        guard let whose = try snapshot.isOfAnotherKind(than: rows.kind, id.text) else { return messages }
        return [([whose.message] + whose.help).joined(separator: "; ")]
    }

    /// The rows that commits of this history already are, but for those that were taken back.
    private func knownRows() throws -> Set<String> {
        guard let head = try store.repository.head.id else { return [] }
        var rows: [(commit: ObjectID, digest: String)] = []
        var takenBack = TakenBack()
        try store.repository.ancestors(of: [head]) { (step) throws(GitError) -> Bool in
            guard case .commit(let id, _) = step else { return true }
            let message = try store.repository.commit(id).message
            takenBack.note(message, of: id, in: store.repository)
            guard message.contains(Self.trailer) else { return true }
            for trailer in Trailer.parse(message) where trailer.key == Self.trailer { rows.append((id, trailer.value)) }
            return true
        }
        return Set(rows.filter { !takenBack.contains($0.commit) }.map(\.digest))
    }
}
