/// Values by numbers that are handed out from nought upwards, as those of commits and versions are.
///
/// A dictionary that does not hash: a walk asks for them at every step.
struct DenseMap<Value> {
    private var values: [Value?] = []

    subscript(number: Int) -> Value? {
        get { values.indices.contains(number) ? values[number] : nil }
        set {
            if number >= values.count {
                guard newValue != nil else { return }
                values.append(contentsOf: repeatElement(nil, count: number + 1 - values.count))
            }
            values[number] = newValue
        }
    }

    mutating func removeAll() { values.removeAll(keepingCapacity: true) }
}
