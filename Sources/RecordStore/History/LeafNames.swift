/// The names of fields and leaves, each by an index, so that following half a million of them compares integers.
final class LeafNames {
    private(set) var fields: [String] = []
    private(set) var leaves: [Leaf] = []
    private var fieldIndexes: [String: Int] = [:]
    private var leafIndexes: [Leaf: Int] = [:]

    struct Leaf: Hashable {
        let field: Int
        let entry: String
        let column: String
    }

    func field(_ name: String) -> Int {
        if let known = fieldIndexes[name] { return known }
        fieldIndexes[name] = fields.count
        fields.append(name)
        return fields.count - 1
    }

    /// Differences of two versions, by index.
    func delta(_ difference: VersionDifference) -> VersionDelta {
        VersionDelta(
            changes: difference.leaves.compactMap { pair in
                guard let any = pair.new ?? pair.old else { return nil }
                let field = field(any.field)
                return LeafChange(
                    leaf: leaf(field: field, entry: any.entry, column: any.column), field: field,
                    old: pair.old?.value, new: pair.new?.value, isSubstantive: any.isSubstantive)
            }, grown: difference.grown.map { field($0) })
    }

    func leaf(field: Int, entry: String, column: String) -> Int {
        let leaf = Leaf(field: field, entry: entry, column: column)
        if let known = leafIndexes[leaf] { return known }
        leafIndexes[leaf] = leaves.count
        leaves.append(leaf)
        return leaves.count - 1
    }
}

/// Something in a record that has an age: the record, a collection or a leaf, as one integer.
struct Unit: Hashable, Comparable {
    let number: Int32

    static let record = Unit(number: -1)
    static func collection(_ field: Int) -> Unit { Unit(number: Int32(truncatingIfNeeded: -2 - field)) }
    static func leaf(_ leaf: Int) -> Unit { Unit(number: Int32(truncatingIfNeeded: leaf)) }

    var isWhole: Bool { number < 0 }

    enum Meaning {
        case record
        case collection(Int)
        case leaf(Int)
    }

    var meaning: Meaning {
        switch number {
        case -1: .record
        case ..<0: .collection(-2 - Int(number))
        default: .leaf(Int(number))
        }
    }

    static func < (left: Unit, right: Unit) -> Bool { left.number < right.number }
}
