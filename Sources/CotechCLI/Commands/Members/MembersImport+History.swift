import Foundation
import Git
import Interchange
import RecordModel
import RecordStore

/// A directory's history, replayed and joined to the store by one merge.
extension MembersImport {
    func importHistory(
        _ mapping: ImportMapping, _ files: ImportMapping.Files, _ change: RecordChange
    ) throws -> ExitStatus {
        let context = change.context
        let path = store.resolve(source, context)
        let origin = try Repository.open(path, discovering: false)
        let tip = try origin.resolve(ref ?? "HEAD")
        let repository = change.store.repository
        guard let head = try repository.head.id else {
            throw CommandFailure("the store has no commit yet", help: "begin it: cotech init", status: .unavailable)
        }
        let target = try repository.openedInMemory()
        let imported = try ImportedHistory(behind: head, in: repository)
        guard let replay = HistoryReplay(from: origin, into: target, mapping: mapping, imported: imported.replays)
        else {
            throw CommandFailure("the mapping is for a spreadsheet", help: "leave out --history", status: .usage)
        }
        let progress = Progress("Replaying history", counting: "commits", in: context)
        let replayed = try replay.run(upTo: tip) { progress.advance(by: $0) }
        if imported.isAnyTakenBack { try replay.learnSpellings(upTo: tip) }
        progress.finish()
        if !isRehearsal { try target.writePack() }
        let base = try imported.base(of: replayed, and: head, in: target)
        var joined: HistoryJoin?
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        let written = try change.store.write(by: writing.hand(context, change.store), rehearsal: isRehearsal) {
            snapshot in
            let join = try HistoryJoin(
                of: replayed, since: base, in: target, into: snapshot, mapping: mapping, spellings: replay.spellings,
                from: name)
            joined = join
            var plan = writing.titled(join.plan)
            plan.trailers = [.imports]
            return plan
        }
        let told = HistoryReportText(
            report: replay.report, join: joined, errors: written.errors, rehearsal: rehearsal,
            isNew: joined.map { !$0.isEmpty } ?? false)
        if output.chosen == .json {
            context.standardOutput.write(told.json.pretty + "\n")
        } else if !context.isQuiet || isRehearsal {
            told.write(to: context)
        } else {
            told.warnOfLosses(in: context)
        }
        for left in written.leftAlone {
            context.warning("\(left) holds an edit by hand and was left as it is", help: "cotech save commits it")
        }
        for conflict in joined?.conflicts ?? [] {
            context.warning(
                "\(conflict) was changed here and in the source: it stays as it is here",
                help: "compare it with the source's: git diff \(replayed.short) -- \(conflict)")
        }
        // A version that could not be read is kept beside the record, and what came after it counts: only what is wrong in
        // the end is left to somebody.
        return written.errors.isEmpty ? .done : .badData
    }
}
