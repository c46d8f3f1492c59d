/// The answers of one record's leaves, each found at once: a record may have thousands. Most records are judged without
/// them, so they are only put in order when one is asked for.
final class LeafAnswers {
    private struct Place: Hashable {
        let field: String
        let entry: String
        let column: String
    }

    private let ages: RecordAges?
    private lazy var answers: [Place: LeafAge] = Dictionary(
        (ages?.leaves ?? []).map { (Place(field: $0.field, entry: $0.entry, column: $0.column), $0) },
        uniquingKeysWith: { first, _ in first })

    init(_ ages: RecordAges?) { self.ages = ages }

    subscript(field: String, entry: String, column: String) -> LeafAge? {
        answers[Place(field: field, entry: entry, column: column)]
    }
}
