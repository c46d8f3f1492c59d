/// How the values of a record merge, as far as that is declared.
public struct MergeRules: Sendable {
    /// What the value at a path is. In a path stand keys as declared, also where a text uses former ones, and the
    /// normal form of what a set or a map holds.
    public let shape: @Sendable (_ path: [String]) -> MergeShape
    /// In which order keys stand that both sides add.
    public let order: KeyOrder

    /// Rules by path.
    public init(order: KeyOrder = .none, shape: @escaping @Sendable (_ path: [String]) -> MergeShape) {
        self.shape = shape
        self.order = order
    }
}

/// What a value is, and so how two changes of it become one.
public enum MergeShape: Sendable {
    /// Brings what can be written in several ways into one, so that how it is written makes no difference.
    public typealias Normal = @Sendable (_ text: String) -> String

    /// One text. Two different changes are a conflict; where it has several lines, these are merged as lines.
    case value(Normal)
    /// One text of which the one that sorts later counts where both sides changed it, such as a day. Nil for a text that
    /// is none of these, which contradicts any other.
    case latest(_ read: @Sendable (_ text: String) -> String?)
    /// A list whose order says nothing, `- name` or `- name: level`: merged element by element.
    case set(Normal, level: Normal)
    /// A mapping, merged key by key.
    case entries(Normal)
    /// Not declared: a mapping is merged key by key, and anything else is one value.
    case undeclared

    /// What brings the names of members into one form.
    var names: Normal {
        switch self {
        case .set(let normal, _), .entries(let normal): normal
        case .value, .latest, .undeclared: { $0 }
        }
    }
}

/// Something of the text that both sides come from, and of each of the two.
///
/// The two are in an order that depends on nothing but their texts, so that it makes no difference who merges whom.
struct Three<Value> {
    var base: Value
    var first: Value
    var second: Value

    func map<Result>(_ transform: (Value) -> Result) -> Three<Result> {
        Three<Result>(base: transform(base), first: transform(first), second: transform(second))
    }
}

extension Three where Value: Equatable {
    /// What both have, or what one of them changed; nil where both changed it, and not to the same.
    var settled: Value? {
        if first == second || second == base { return first }
        return first == base ? second : nil
    }
}

/// The names of members as they stand in a merged text: each after what it follows in a text that has it.
///
/// - Parameter isBefore: the order of names that the two sides add at one place; where it is nil, those of one side
///   stand after those of the other.
func mergedOrder(_ names: Three<[String]>, isBefore: ((String, String) -> Bool)?) -> [String] {
    let shared = Set(names.first).intersection(names.second)
    var (frame, other) = (names.first, names.second)
    if frame.filter(shared.contains) != other.filter(shared.contains) {
        // Who left the old order alone follows the other.
        let known = shared.intersection(names.base)
        let old = names.base.filter(known.contains)
        if frame.filter(known.contains) == old, other.filter(known.contains) != old { (frame, other) = (other, frame) }
    }
    let additions = Dictionary(runs(other, shared).map { ($0.anchor, $0.names) }, uniquingKeysWith: { $0 + $1 })
    return runs(frame, shared).reduce(into: []) { result, run in
        let more = additions[run.anchor] ?? []
        if let anchor = run.anchor { result.append(anchor) }
        if let isBefore, !more.isEmpty, !run.names.isEmpty {
            result += (run.names + more).sorted(by: isBefore)
        } else {
            result += run.names + more
        }
    }
}

/// The names that only one text has, behind the shared name that they follow.
private func runs(_ names: [String], _ shared: Set<String>) -> [(anchor: String?, names: [String])] {
    var runs: [(anchor: String?, names: [String])] = [(nil, [])]
    for name in names {
        if shared.contains(name) {
            runs.append((name, []))
        } else {
            runs[runs.count - 1].names.append(name)
        }
    }
    return runs
}
