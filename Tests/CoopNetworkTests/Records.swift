import CoopNetwork
import RecordModel

/// Records held in memory, for rules.
struct Records: RecordSource {
    var all: [Record] = []

    func record(_ kind: Kind.Name, _ id: RecordID) -> Record? { records(kind).first { $0.id == id } }
    func records(_ kind: Kind.Name) -> [Record] { all.filter { $0.kind.name == kind } }
    func ids(_ kind: Kind.Name) -> [RecordID] { records(kind).map(\.id) }
    func exists(_ kind: Kind.Name, _ id: RecordID) -> Bool { record(kind, id) != nil }
    func canSee(_ kind: Kind.Name) -> Bool { true }
}

extension Record {
    /// A record of a kind; entries of maps and lists are given as `field.entry` and `field.entry.column`.
    init(_ kind: Kind, _ id: String, _ contents: [String: Content] = [:]) {
        self.init(kind: kind, id: RecordID(id) ?? .only, contents: ContentsInMemory(contents))
    }
}


/// One value.
func value(_ text: String) -> Content { [Leaf(value: .text(text))] }

/// Entries of a map.
func entries(_ pairs: KeyValuePairs<String, String>) -> Content { pairs.map { Leaf(entry: $0.key, value: .text($0.value)) } }

/// Rows of a table.
func rows(_ rows: KeyValuePairs<String, KeyValuePairs<String, String>>) -> Content {
    rows.flatMap { row in row.value.map { Leaf(entry: row.key, column: $0.key, value: .text($0.value)) } }
}

/// A day that is there.
func day(_ iso: String) -> Day { Day(iso: iso) ?? Day(number: 0) }

/// The settings of a network with three steps, of which one is done by filling in fields and one is not required.
let settings = Record(
    Settings.kind, "",
    [
        "name": value("Marches Tech"),
        "onboarding": rows([
            "worker-owned": ["label": "Worker-owned"], "introduced": ["label": "Introduced by a member"],
            "lists": ["label": "Added to the lists", "required": "no"],
            "profile-complete": ["label": "Profile complete", "needs": "description, skills.offered"],
        ]),
    ])

extension RuleContext {
    init(_ today: String, _ records: [Record] = []) {
        self.init(
            today: Day(iso: today) ?? Day(number: 0), settings: CoopNetworkTests.settings, records: Records(all: records))
    }
}

extension Result where Failure == ValueProblem {
    /// Why not, for expectations.
    var problem: ValueProblem? { if case .failure(let problem) = self { problem } else { nil } }
    /// The value, for expectations.
    var success: Success? { if case .success(let value) = self { value } else { nil } }
}
