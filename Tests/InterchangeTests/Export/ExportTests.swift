import CoopNetwork
import RecordModel
import RecordStore
import RecordText
import Testing

@testable import Interchange

@Suite("Profiles for other programs")
struct ExportTests {
    private func record(_ text: String) -> Record {
        let document = Document(parsing: text, form: .markdown)
        return Record(
            kind: Members.kind, id: .only, contents: DocumentContents(document: document, kind: Members.kind))
    }

    // MARK: - vCard

    private func organisation(_ random: inout SeededRandom) -> Organisation {
        let texts = [
            "Tŷ Gwydr", "a;b,c\\d", "two\nlines", "خان الحروف", String(repeating: "wide 好 ", count: 40), "\u{202E}evil",
            "END:VCARD\r\nBEGIN:VCARD", "\"quoted^\"", "", "x",
        ]
        func pick() -> String { texts.randomElement(using: &random) ?? "" }
        var organisation = Organisation(key: "members/\(pick())", name: pick())
        organisation.email = pick()
        organisation.telephone = pick()
        organisation.address = pick()
        organisation.town = pick()
        organisation.website = "https://a.example/\(pick())"
        organisation.description = pick() + pick()
        organisation.social = [(pick(), pick())]
        organisation.skills = [.init(label: pick(), level: "expert"), .init(label: pick())]
        organisation.categories = [pick(), pick()]
        organisation.location = Coordinates("51.5, -0.1")
        organisation.revised = Instant(seconds: 1_795_424_400)
        return organisation
    }

    @Test(
        "vCard lines are folded under 75 octets, end in CRLF, and nothing in them begins another line",
        arguments: 0..<40)
    func folding(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let card = VCard.card(organisation(&random))
        let lines = card.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.last == "")
        for line in lines {
            #expect(line.utf8.count <= 75)
            #expect(!line.unicodeScalars.contains("\n") && !line.unicodeScalars.contains("\r"))
        }
        let unfolded = card.replacing("\r\n ", with: "").split(separator: "\r\n")
        #expect(unfolded.first == "BEGIN:VCARD" && unfolded.last == "END:VCARD")
        #expect(unfolded.count { $0.hasPrefix("BEGIN:") || $0.hasPrefix("END:") } == 2)
        #expect(unfolded.map { Safe.contentLine(String($0)) }.joined() == card)
    }

    @Test("a card says what RFC 6350 and RFC 6715 want said")
    func card() {
        var bees = Organisation(key: "members/tidy-bees", name: "Tidy, Bees")
        bees.skills = [.init(label: "Swift", level: "expert"), .init(label: "Hives")]
        bees.town = "Leeds"
        bees.address = "1 \"Hive\" Way, Leeds"
        bees.location = Coordinates("53.8, -1.55")
        bees.website = "https://bees.example/a b"
        bees.revised = Instant(seconds: 0)
        #expect(
            VCard.card(bees) == """
                BEGIN:VCARD\r
                VERSION:4.0\r
                KIND:org\r
                UID;VALUE=text:members/tidy-bees\r
                FN:Tidy\\, Bees\r
                ORG:Tidy\\, Bees\r
                ADR;LABEL="1 ^'Hive^' Way, Leeds":;;;Leeds;;;\r
                GEO:geo:53.8,-1.55\r
                EXPERTISE;LEVEL=expert:Swift\r
                EXPERTISE:Hives\r
                REV:19700101T000000Z\r
                END:VCARD\r

                """)
    }

    // MARK: - CSV

    @Test("what is exported as CSV is read back as the same", arguments: 0..<60)
    func roundTrip(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let words = ["a;b", "c: d", "e\\f", "g, h", "=1+1", "'x", "Ŵy", "\"q\"", "-", "k\\;l", "+44 20", "m:n"]
        func elements() -> [String] {
            Array(words.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random)))
        }
        let clients = elements().filter { $0 != "-" }
        let accounts = elements().filter { $0 != "-" }
        let cell = CSVExport.cell(clients.map { Leaf(entry: $0, value: .text("")) }, Members.clients.declaration.shape)
        let map = CSVExport.cell(accounts.map { Leaf(entry: $0, value: .text($0)) }, Members.social.declaration.shape)
        let file = CSVWriter.document(headings: ["clients", "social"], rows: [[cell, map]])
        let row = try #require(CSVTable(Array(file.utf8)).rows.first)
        let read = ListCell.elements(row["clients"] ?? "", separator: ";", escapes: true)
        #expect(read.map { ListCell.plain($0, escapes: true) } == clients)
        let pairs = ListCell.elements(row["social"] ?? "", separator: ";", escapes: true)
            .compactMap { ListCell.pair($0, escapes: true) }
        #expect(pairs.map(\.key) == accounts)
        #expect(pairs.map(\.value) == accounts)
    }

    @Test("no cell of an export is run as a formula")
    func formulas() {
        let bees = record("---\nname: =HYPERLINK(1)\ntelephone: +44 1970 555\nlogo: '@SUM'\n---\n\n=cmd\n")
        let text = CSVExport.document([bees], of: Members.kind)
        let row = CSVTable(Array(text.utf8)).rows[0]
        #expect(row["name"] == "=HYPERLINK(1)" && row["description"] == "=cmd")
        #expect(
            text.contains("'=HYPERLINK") && text.contains("'+44") && text.contains("'@SUM") && text.contains("'=cmd"))
    }

    // MARK: - Murmurations

    @Test("a profile holds what its schema requires, and web addresses only with their scheme")
    func profile() {
        var bees = Organisation(key: "members/tidy-bees", name: "Tidy Bees")
        bees.website = "bees.example"
        bees.social = [("mastodon", "https://social.example/@bees"), ("github", "bees")]
        bees.location = Coordinates("53.8, -1.55")
        bees.email = "hive@bees.example"
        bees.exchanges = [.init(isOffer: false, title: "A roof", expires: Day(iso: "2027-01-31"))]
        #expect(
            Murmurations.organisation(bees).compact
                == #"{"linked_schemas":["organizations_schema-v1.0.0"],"name":"Tidy Bees","urls":[{"name":"mastodon","url":"https://social.example/@bees"}],"geolocation":{"lat":53.8,"lon":-1.55},"contact_details":{"email":"hive@bees.example"}}"#
        )
        let wants = Murmurations.offersAndWants(bees) { Instant(seconds: $0.number * 86_400) }
        #expect(wants.count == 1)
        for key in [
            "linked_schemas", "exchange_type", "transaction_type", "tags", "title", "description", "geographic_scope",
            "contact_details",
        ] {
            #expect(wants[0].compact.contains("\"\(key)\":"))
        }
        #expect(wants[0].compact.contains(#""exchange_type":"want""#))
        #expect(wants[0].compact.contains(#""expires_at":1801353600"#))
    }

    @Test("without an address to answer to there is no offer")
    func unanswerable() {
        var bees = Organisation(key: "members/tidy-bees", name: "Tidy Bees")
        bees.exchanges = [.init(isOffer: true, title: "Honey")]
        #expect(Murmurations.offersAndWants(bees) { _ in Instant(seconds: 0) }.isEmpty)
    }
}
