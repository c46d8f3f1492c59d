import RecordModel
import Testing

@Suite struct IdentityTests {
    @Test(arguments: [
        ("Tŷ Gwydr", "ty-gwydr"), ("O'Hara's", "oharas"), ("O’Hara’s Orchard", "oharas-orchard"),
        ("Bread & Roses", "bread-and-roses"), ("Nørdlys  Maps!", "nordlys-maps"), ("Łódź", "lodz"), ("Straße 7", "strasse-7"),
    ])
    func `an id folds accents and drops apostrophes`(name: String, id: String) {
        #expect(Folding.identifier(from: name) == id)
    }

    @Test(arguments: ["خان الحروف", "木かげ工房", "…", ""])
    func `a name without a letter for ids suggests none`(name: String) {
        #expect(Folding.identifier(from: name) == nil)
    }

    @Test func `an id has no more than 63 letters and ends in one`() {
        let id = Folding.identifier(from: String(repeating: "ab ", count: 40))
        #expect(id?.utf8.count ?? 0 <= 63)
        #expect(id?.hasSuffix("-") == false)
        #expect(id.flatMap { RecordID($0) } != nil)
    }

    @Test(arguments: [("a-b", "a-b"), ("O'Hara", "'O'\\''Hara'"), ("x y", "'x y'"), ("$(rm)", "'$(rm)'"), ("", "''"), ("~a", "'~a'")])
    func `a word of a command survives a shell`(text: String, word: String) {
        #expect(text.shellWord == word)
    }
}
