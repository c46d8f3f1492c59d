import RecordStore
import Testing

@Suite struct SecretTests {
    private func found(_ form: Secret.Form, _ text: String, in bytes: String) -> [String] {
        let all = Array(bytes.utf8)
        return Secret(form, text)?.ranges(in: all).map { String(decoding: all[$0], as: UTF8.self) } ?? []
    }

    @Test(arguments: [
        ("Write to SIAN@x.example.", 1), ("<sian@x.example>", 1), ("mailto:sian@x.example", 1), ("ian@x.example", 0),
        ("mair.sian@x.example", 0), ("sian@x.example-two", 0), ("sian@x.examples", 0),
    ])
    func `an address is found in any case and never as a part of another`(text: String, count: Int) {
        #expect(found(.address, "sian@x.example", in: text).count == count)
    }

    @Test(arguments: [
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
