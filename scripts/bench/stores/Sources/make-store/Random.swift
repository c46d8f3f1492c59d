/// Numbers that are the same on every machine for one seed (SplitMix64).
struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from nought up to `bound`, without it.
    mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % bound }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    mutating func element<Element>(of list: [Element]) -> Element { list[below(list.count)] }

    /// Whether something that happens `thousandths` times in a thousand happens now.
    mutating func happens(_ thousandths: Double) -> Bool { Double(below(1_000_000)) < thousandths * 1_000 }
}
