import Testing

@testable import RecordStore

@Suite struct SecretTests {
    private func found(_ form: Secret.Form, _ text: String, in bytes: String) -> [String] {
        let all = Array(bytes.utf8)
        return Secret(form, text)?.ranges(in: all).map { String(decoding: all[$0], as: UTF8.self) } ?? []
    }

    @Test(arguments: [
        ("Write to SIAN@x.example.", 1), ("<sian@x.example>", 1), ("mailto:sian@x.example", 1), ("ian@x.example", 0),
        ("mair.sian@x.example", 0), ("sian@x.example-two", 0), ("sian@x.examples", 0),
        ("_sian@x.example_ or *sian@x.example*", 2), ("see...sian@x.example...", 1), ("-sian@x.example-", 1),
        ("+sian@x.example. Or", 1), ("x_sian@x.example", 0), ("x+sian@x.example", 0), ("sian@x.example.org", 0),
        ("SIAN@X.EXAMPLE.ORG", 0), ("--sian@x.example--", 1), ("x*sian@x.example", 1), ("写信sian@x.example写", 1),
    ])
    func `an address is found in any case and never as a part of another`(text: String, count: Int) {
        #expect(found(.address, "sian@x.example", in: text).count == count)
    }

    @Test(arguments: [
        ("see--sian@x.example", false), ("x__sian@x.example", false), ("sian@x.example--or", false),
        ("sian@x.example.Ring her", false), ("a\\nsian@x.example", false), ("%20sian@x.example", false),
        ("sian@x.example.md", true),
    ])
    func `an address that may be a part of another is found in doubt`(text: String, isName: Bool) throws {
        let secret = try #require(Secret(.address, "sian@x.example"))
        #expect(secret.hits(in: Array(text.utf8), areNames: isName).map(\.isCertain) == [false])
        #expect(secret.ranges(in: Array(text.utf8)).isEmpty)
    }

    @Test(arguments: ["01970\n555 0142", "01970, 555 0142", "01970 -  - 555 0142", "01970 *555* 0142"])
    func `what may be a number is found in doubt`(text: String) throws {
        let secret = try #require(Secret(.number, "01970 555 0142"))
        #expect(secret.hits(in: Array(text.utf8)).map(\.isCertain) == [false])
    }

    @Test(arguments: [
        ("01970\u{A0}555\u{202F}0142", "01970\u{A0}555\u{202F}0142"),
        ("01970–555\u{2011}0142", "01970–555\u{2011}0142"),
        ("01970\t555 - 0142", "01970\t555 - 0142"), ("on +44\u{A0}1970–555–0142!", "+44\u{A0}1970–555–0142"),
        ("01970\u{AD}5550142", "01970\u{AD}5550142"),
        ("01970 555 0142", "01970 555 0142"), ("call +44 1970 555-0142!", "+44 1970 555-0142"),
        ("+44 (0)1970.5550142", "+44 (0)1970.5550142"),
        ("019705550142", "019705550142"), ("00441970 5550142", "00441970 5550142"),
    ])
    func `a number is found however it is parted`(text: String, number: String) {
        #expect(found(.number, "01970 555 0142", in: text) == [number])
    }

    @Test(arguments: [
        "01970 555 01423", "01970 555 0143", "1970-5550142x".replacing("0142", with: "014"), "2026-11-23",
    ])
    func `another number is not taken for it`(text: String) {
        #expect(found(.number, "01970 555 0142", in: text).isEmpty)
    }

    @Test(arguments: [
        ("Siân", 1), ("Siân’s", 1), ("Sia\u{302}n", 1), ("“Siân”—she", 1), ("Siâni", 0), ("siân", 0), ("SiânRees", 0),
        ("Sian", 0),
    ])
    func `a name is a whole word as it is written, in either form of its accents`(text: String, count: Int) {
        #expect(found(.name, "Siân", in: text).count == count)
    }

    @Test func `where words are not parted every place counts`() {
        #expect(found(.name, "はな", in: "今日ははなさんと").count == 1)
    }

    @Test func `what is too short to mean one thing is no secret`() {
        #expect(Secret(.words, "x") == nil)
        #expect(Secret(.number, "12345") == nil)
        #expect(Secret(.name, "Bo") != nil)
    }
}
