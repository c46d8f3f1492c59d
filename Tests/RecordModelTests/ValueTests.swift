import Testing

@testable import RecordModel

@Suite struct MoneyTests {
    @Test(arguments: [
        ("30000.00 GBP", 3_000_000), ("30000 GBP", 3_000_000), ("£30,000", 3_000_000), ("£1,071.43", 107_143),
        ("GBP 0.5", 50), ("-3.05 GBP", -305), ("-£3", -300),
    ])
    func `money is read to the penny`(text: String, pence: Int64) {
        #expect(Money(text) == Money(minorUnits: pence, currency: "GBP"))
    }

    @Test(arguments: [
        "30000", "£30,00", "£1.234", "1e3 GBP", "£", "GBP", "1.5abc GBP", "£99999999999999999999", "1 gbp",
    ])
    func `what is not exactly an amount is refused`(text: String) {
        #expect(Money(text) == nil)
    }

    @Test func `every amount is read as it is written`() {
        var random = SplitMix(seed: 7)
        for _ in 0..<5_000 {
            let money = Money(minorUnits: Int64(truncatingIfNeeded: random.next()) / 1_000, currency: "EUR")
            #expect(Money(money.description) == money)
        }
    }
}

@Suite struct OtherValueTests {
    @Test(arguments: [("3", "3"), ("2.50", "2.5"), ("0.25", "0.25"), ("10.00", "10")])
    func `a quantity is written as short as it can be`(text: String, normal: String) {
        #expect(Quantity(text)?.description == normal)
    }

    @Test func `a mark that combines with a space is kept`() {
        #expect(normalisedLine(" a  \u{301}b\u{A0} ") == "a \u{301}b")
    }

    @Test(arguments: ["a@b..coop", "a@.b.coop", "a@b.coop.", "a@coop", "a@b@c.coop"])
    func `what is no address is refused`(text: String) {
        guard case .invalid = ScalarType.email.form.read(text) else {
            Issue.record("\(text) was read")
            return
        }
    }

    @Test(arguments: ["", "-1", "1.234", "1,5", "x", "1."])
    func `what is not a quantity is refused`(text: String) {
        #expect(Quantity(text) == nil)
    }

    @Test(arguments: ["1.42256E+09", "4,93056E+11", "1.42256e9", "-4.9E+11", "4E+11"])
    func `a telephone number that a spreadsheet shortened is refused and told`(text: String) {
        guard case .failure(let problem) = ScalarType.telephone.form.normalise(text) else {
            Issue.record("\(text) is taken")
            return
        }
        #expect(problem.message.contains("spreadsheet") && problem.help != nil)
    }

    @Test(arguments: ["01970 555 0142", "+44 1970 555 0142 ext. 12E3", "12345E6", "0800 E4E 1234"])
    func `letters in a telephone number stay`(text: String) {
        #expect(ScalarType.telephone.form.read(text) == .text(text))
    }

    @Test func `coordinates are rounded to a millionth of a degree`() {
        #expect(Coordinates("51.56372160000001, -0.1077572000000373")?.description == "51.563722, -0.107757")
        #expect(Coordinates("52, 0.5")?.description == "52, 0.5")
        #expect(Coordinates("91, 0") == nil)
        #expect(Coordinates("51.5") == nil)
    }

    @Test(arguments: [
        ("Tŷ Gwydr", "ty-gwydr"), ("O'Hara's", "oharas"), ("O’Hara’s", "oharas"), ("Larch & Loom", "larch-and-loom"),
        ("Ærøskøbing Straße", "aeroskobing-strasse"), ("  --A  b--", "a-b"), ("Zoë's Café Ltd.", "zoes-cafe-ltd"),
    ])
    func `an id folds accents and drops apostrophes`(name: String, id: String) {
        #expect(Folding.identifier(from: name) == id)
    }

    @Test func `a name without Latin letters suggests no id`() {
        #expect(Folding.identifier(from: "שלום") == nil)
    }

    @Test func `a text has its own key and no other's`() {
        let texts = [
            "", "a", "A", "ab", "Tŷ Gwydr", "TY GWYDR", "ty gwydr", "Zoe\u{308}", "ZOË", "zoe", "O'Hara", "ohara",
            "A & B",
            "a and b", "Straße", "strasse", "e\u{301}x", "ex", "\u{FF21}b", "naïve sets", "naive set", "a\u{338}",
            "=\u{338}",
        ]
        for one in texts {
            for other in texts {
                let key = Folding.key(other)
                #expect(Folding.isKey(key, of: one) == (Folding.key(one) == key), "\(one) and \(other)")
            }
        }
    }

    @Test func `search folds both spellings of one accent alike`() {
        #expect(Folding.key("Zoe\u{308}") == Folding.key("ZOË"))
    }

    @Test func `a near name is suggested and a far one is not`() {
        let names = ["headcount", "telephone", "town", "website"]
        #expect(Suggestion.nearest(to: "headcont", among: names) == "headcount")
        #expect(Suggestion.nearest(to: "telehpone", among: names) == "telephone")
        #expect(Suggestion.nearest(to: "zzzz", among: names) == nil)
        #expect(Suggestion.ranked("design", among: ["debian", "web-design"]).first == "web-design")
        #expect(Suggestion.isSlip("desgin", for: "design") && !Suggestion.isSlip("design", for: "debian"))
        #expect(Suggestion.ranked("size", among: ["extra.size", "sizes", "extra.size"]) == ["extra.size", "sizes"])
    }

    /// By its definition, and far too slowly.
    private func distance(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        guard let last = left.last, let other = right.last else { return left.count + right.count }
        let (shorter, less) = (left.dropLast(), right.dropLast())
        var least = min(
            distance(shorter, less) + (last == other ? 0 : 1), distance(shorter, right) + 1, distance(left, less) + 1)
        if let before = shorter.last, let beforeOther = less.last, last == beforeOther, before == other {
            least = min(least, distance(shorter.dropLast(), less.dropLast()) + 1)
        }
        return least
    }

    @Test func `the distance of two words is what its definition says, up to a limit`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<400 {
            let words = (0..<2).map { _ in
                (0..<Int.random(in: 0...6, using: &random)).map { _ in UInt8.random(in: 97...99, using: &random) }
            }
            let real = distance(words[0][...], words[1][...])
            for limit in 0...6 {
                #expect(
                    Suggestion.editDistance(words[0], words[1], limit: limit) == min(real, limit + 1),
                    "\(words), at most \(limit)")
            }
        }
    }
}

@Suite struct PathTemplateTests {
    let members = Kind("members", singular: "member", path: "members/{id}.md", summary: "", fields: []).path
    let pledges = Kind(
        "pledges", singular: "pledge", path: "budget/{round:rounds}/pledges/{by:members}.yaml", summary: "", fields: []
    ).path

    @Test func `a path and its id name each other`() throws {
        let id = try #require(RecordID("2027/ty-gwydr"))
        #expect(pledges.path(of: id) == "budget/2027/pledges/ty-gwydr.yaml")
        #expect(pledges.id(at: "budget/2027/pledges/ty-gwydr.yaml") == id)
        #expect(pledges.folder == "budget/")
    }

    @Test func `a sharded and a flat path are the same record`() throws {
        let id = try #require(RecordID("abacus"))
        #expect(members.path(of: id, sharded: true) == "members/_ab/abacus.md")
        #expect(members.id(at: "members/_ab/abacus.md") == id)
        #expect(members.id(at: "members/_xy/abacus.md") == nil)
    }

    @Test(arguments: [
        "members/../x.md", "members/.x.md", "members/A.md", "members/x.txt", "members/x/y.md", "other/x.md",
        "members/x",
        "members/x_y.md", "members/-x.md", "members/.md",
    ])
    func `a path that is no record's is nobody's`(path: String) {
        #expect(members.id(at: path) == nil)
    }

    @Test func `an id is letters, digits and dashes, at most 63 of them`() {
        #expect(RecordID(String(repeating: "a", count: 63)) != nil)
        #expect(RecordID(String(repeating: "a", count: 64)) == nil)
        #expect(RecordID("a//b") == nil)
    }
}

/// A small generator of the same numbers from the same seed, for properties.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
