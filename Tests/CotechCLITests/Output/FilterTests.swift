import CotechCLI
import RecordModel
import Testing

extension OutputTests {
    @Suite("--where")
    struct FilterTests {
        private let fields: [Filter.Field] = [
            .init("name", ScalarType<String>.text.form), .init("town", ScalarType<String>.text.form),
            .init("headcount", ScalarType<Int>.integer().form), .init("rate", ScalarType<Quantity>.quantity.form),
            .init("left", ScalarType<Day>.day.form), .init("price", ScalarType<Money>.money.form),
            .init("skills.offered", ScalarType<String>.text.form),
            .init("status", ScalarType<String>.choice("member", "left").form),
            .init("telephone", nil),
        ]
        private let today = Day(number: 20_780)
        private let tyGwydr: [String: [String]] = [
            "name": ["Tŷ Gwydr"], "town": ["Aberystwyth"], "headcount": ["9"], "rate": ["2.5"], "left": ["2026-11-22"],
            "price": ["30000.00 GBP"], "skills.offered": ["swift", "accessibility"], "status": ["member"],
        ]

        private func holds(_ expressions: String...) throws -> Bool {
            try Filter(expressions, fields: fields, today: today).matches { tyGwydr[$0] ?? [] }
        }

        @Test(
            "holds",
            arguments: [
                "name=Tŷ Gwydr", "name=ty gwydr", "name=TY GWYDR", "name!=Brackenfold", "name~gwy", "name~tŷ",
                "headcount=9", "headcount>8", "headcount>=9", "headcount<10", "headcount<=9", "headcount!=12",
                "rate>2.25",
                "rate=2.50", "left<today", "left=yesterday", "left>=2026-11-22", "price=£30,000", "price>20000 GBP",
                "price!=€30,000",
                "skills.offered=swift", "skills.offered~access", "skills.offered!=devops", "telephone=", "telephone!=0",
                "name!=", "status=member", " town = aberystwyth ", "town>a", "town<b",
            ])
        func holding(expression: String) throws {
            #expect(try holds(expression))
        }

        @Test(
            "does not hold",
            arguments: [
                "name=gwydr", "name!=ty gwydr", "name~bees", "headcount>9", "headcount<9", "headcount=90", "rate>2.5",
                "left>today", "price<1 GBP", "price>1 EUR", "price<99999 USD", "price=30000 EUR",
                "skills.offered!=swift", "telephone!=", "telephone>0", "telephone~0",
                "name=", "skills.offered=", "status=left",
            ])
        func notHolding(expression: String) throws {
            #expect(try !holds(expression))
        }

        @Test("several conditions hold together")
        func several() throws {
            #expect(try holds("town=aberystwyth", "headcount>5"))
            #expect(try !holds("town=aberystwyth", "headcount>50"))
            #expect(try holds())
        }

        @Test("numbers compare as numbers, whatever their digits", arguments: 0..<100 as Range<Int>)
        func numbers(number: Int) throws {
            let filter = try Filter(["headcount>9"], fields: fields, today: today)
            #expect(filter.matches { _ in [String(number)] } == (number > 9))
        }

        @Test("a value that its type cannot read is neither above nor below")
        func invalid() throws {
            for expression in ["headcount>0", "headcount<0", "headcount=1"] {
                #expect(try !Filter([expression], fields: fields, today: today).matches { _ in ["many"] })
            }
            #expect(try Filter(["headcount=???"], fields: fields, today: today).matches { _ in ["???"] })
        }

        @Test("an unknown field lists the fields, nearest first")
        func unknownField() throws {
            let failure = #expect(throws: CommandFailure.self) { try holds("headcont>3") }
            #expect(failure?.message == "there is no field \"headcont\"")
            #expect(failure?.help.first?.hasPrefix("did you mean \"headcount\"? The fields are headcount, ") == true)
        }

        @Test(
            "what cannot be read says what to write",
            arguments: [
                ("town", "compares nothing"), ("headcount>", "nothing to compare with"),
                ("name~", "nothing to compare with"),
                ("headcount>many", "many"), ("left<01/12/2026", "two days"), ("status=gone", "gone"),
                ("price>lots", "lots"),
            ])
        func problems(expression: String, expected: String) throws {
            let failure = #expect(throws: CommandFailure.self) { try holds(expression) }
            #expect(failure?.message.contains(expected) == true)
            #expect(failure?.help.isEmpty == false)
            #expect(failure?.status == .usage)
        }

        @Test("tells which fields it asks about")
        func names() throws {
            let filter = try Filter(["town=Leeds", "headcount>3", "town!=Hull"], fields: fields, today: today)
            #expect(filter.names == ["town", "headcount"])
        }

        @Test("fields are chosen by name, each once and in the order asked")
        func choice() throws {
            #expect(try FieldChoice.read("town, id,town", valid: ["id", "town"]) == ["town", "id"])
            let failure = #expect(throws: CommandFailure.self) { try FieldChoice.read("twon", valid: ["id", "town"]) }
            #expect(failure?.help == ["did you mean \"town\"? The fields are town, id."])
        }
    }
}
