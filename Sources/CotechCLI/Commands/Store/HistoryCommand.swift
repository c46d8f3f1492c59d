import ArgumentParser
import RecordModel
import RecordStore

/// `cotech history ID`: the history of whatever is called that.
struct HistoryCommand: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "history", abstract: "Tell what changed in a record, whatever its kind: ID or KIND/ID.")

    @Argument(help: "The record: its id, or its kind and id as members/tidy-bees.", completion: .everyID)
    var name: String

    @OptionGroup(title: "History") var options: HistoryOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let visible = snapshot.kinds.filter { snapshot.canSee($0) && !$0.isSingle }
        let halves = name.split(separator: "/", maxSplits: 1).map(String.init)
        let named = halves.count == 2 ? snapshot.kinds.first { $0.name.rawValue == halves[0] && !$0.isSingle } : nil
        let view = HistoryView(snapshot: snapshot, options: options)
        let only = snapshot.kinds.first { $0.isSingle && ($0.name.rawValue == name || $0.path.path(of: .only) == name) }
        if let only { return try view.show(only, .only, as: output.chosen, to: context) }
        if let named {
            let kind = try snapshot.seen(named)
            return try view.show(kind, snapshot.foundInHistory(kind, halves[1]), as: output.chosen, to: context)
        }
        // What is there comes before what was removed.
        if let id = RecordID(name) {
            for kind in visible where try snapshot.entry(of: kind, id) != nil {
                return try view.show(kind, id, as: output.chosen, to: context)
            }
            // A record that was renamed has its history under the id that it has now.
            for kind in visible where try snapshot.heir(of: id, kind) != nil {
                return try view.show(kind, snapshot.foundInHistory(kind, name), as: output.chosen, to: context)
            }
            for kind in visible where try !snapshot.history(of: kind, id).entries.isEmpty {
                return try view.show(kind, id, as: output.chosen, to: context)
            }
        }
        let ids = try visible.flatMap { try snapshot.entries(of: $0).map(\.id.text) }
        let near = Suggestion.ranked(name, among: ids)
        if let id = RecordID(name) {
            try snapshot.refuseUnseen(
                id, among: snapshot.kinds, "nothing that is here is called \"\(name)\"", near: near)
        }
        throw CommandFailure.notFound("record", name, near: near)
    }
}
