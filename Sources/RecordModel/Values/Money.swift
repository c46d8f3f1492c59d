/// An amount of money: whole minor units of one currency, never a binary fraction.
public struct Money: Hashable, Sendable {
    /// Pence, cents: hundredths of the currency's unit.
    public let minorUnits: Int64
    /// An ISO 4217 code in capitals, such as `GBP`.
    public let currency: String

    /// An amount of `minorUnits` hundredths of `currency`.
    public init(minorUnits: Int64, currency: String) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Reads `30000.00 GBP`, `30000 GBP`, `GBP 30,000` and `£30,000`; nil for anything else, more than two
    /// decimals among it: what cannot be kept to the penny is refused rather than rounded.
    public init?(_ text: String) {
        var rest = Substring(text)
        var currency: String?
        var isNegative = false
        func takeSign() {
            guard !isNegative, let first = rest.first, first == "-" || first == "−" else { return }
            isNegative = true
            rest.removeFirst()
        }
        takeSign()
        if let symbol = rest.first, let code = Money.symbols[symbol] {
            currency = code
            rest.removeFirst()
        } else if Money.isCode(rest.prefix(3)), rest.utf8.count > 3 {
            currency = String(rest.prefix(3))
            rest = rest.dropFirst(3).drop { $0 == " " }
        }
        takeSign()
        if let space = rest.firstIndex(of: " ") {
            let code = rest[rest.index(after: space)...]
            guard currency == nil, Money.isCode(code) else { return nil }
            currency = String(code)
            rest = rest[..<space]
        }
        let halves = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let currency, let whole = Money.whole(halves[0]) else { return nil }
        var hundredths = 0
        if halves.count == 2 {
            guard (1...2).contains(halves[1].utf8.count), let value = Int(digits: halves[1].utf8) else { return nil }
            hundredths = halves[1].utf8.count == 1 ? value * 10 : value
        }
        let (product, overflow) = whole.multipliedReportingOverflow(by: 100)
        guard !overflow, product <= Int64.max - 99 else { return nil }
        let total = product + Int64(hundredths)
        self.init(minorUnits: isNegative ? -total : total, currency: currency)
    }

    /// Digits, with commas only where thousands are parted: `30,000` but not `3,00`.
    private static func whole(_ text: Substring) -> Int64? {
        let groups = text.split(separator: ",", omittingEmptySubsequences: false)
        if groups.count > 1 {
            guard (1...3).contains(groups[0].utf8.count), groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
            else { return nil }
        }
        guard let value = Int(digits: groups.joined().utf8) else { return nil }
        return Int64(value)
    }

    /// Whether a text is written as ISO 4217 writes currencies: three capital letters.
    static func isCode(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    static let symbols: [Character: String] = ["£": "GBP", "€": "EUR"]
}

extension Money: CustomStringConvertible {
    /// The form that records hold: `30000.00 GBP`.
    public var description: String {
        let magnitude = minorUnits.magnitude
        let sign = minorUnits < 0 ? "-" : ""
        return "\(sign)\(magnitude / 100).\(Int(magnitude % 100).padded(to: 2)) \(currency)"
    }
}
