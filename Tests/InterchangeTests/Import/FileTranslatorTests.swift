import CoopNetwork
import RecordModel
import RecordStore
import RecordText
import Testing

@testable import Interchange

@Suite("Front matter becomes records")
struct FileTranslatorTests {
    private static let text = """
        format: front-matter
        mend:
          - ambiguous-colon
          - unclosed-front-matter
          - missing-front-matter
        terms:
          services: service
        blank:
          - none
        folders:
          _coops:
            kind: members
            body: description
            fields:
              name: name
              title: name
              members: headcount
              email: email
              latitude: location.latitude
              longitude: location.longitude
              twitter: social.twitter
              services: services
              clients: clients
            ignore:
              layout: how the page is drawn
          _services:
            kind: skills
            body: x-text
            set:
              kind: service
            fields:
              title: label

        """

    private func translated(_ source: String, folder: Int = 0) throws -> (text: String, notes: FileTranslator.Notes) {
        let mapping = try ImportMapping.read(Array(Self.text.utf8), file: "map.yaml", kinds: Network.kinds)
        guard case .files(let files) = mapping.source else { throw Failure(description: "not a mapping of files") }
        let translator = FileTranslator(mapping: mapping, files: files)
        switch translator.translate(Array(source.utf8), in: files.folders[folder], path: "a.md") {
        case .record(let bytes, let notes): return (String(decoding: bytes, as: UTF8.self), notes)
        case .unreadable(let faults): throw Failure(description: faults.map(\.code).joined(separator: " "))
        }
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }

    @Test("keys are renamed where they stand, and comments and style stay")
    func shape() throws {
        let source = """
            ---
            # who we are
            title: 'Tidy Bees'
            members: 4 # since May
            clients:
            - a
            - b # old friends
            email: hive@bees.example
            ---

            We tidy.

            """
        #expect(
            try translated(source).text
                == source.replacing("title:", with: "name:").replacing("members:", with: "headcount:"))
    }

    @Test("two halves make a place; a half alone is kept")
    func places() throws {
        let both = try translated("---\nname: A\nlatitude: 51.5 # roof\nlongitude: -0.1\n---\n")
        #expect(both.text == "---\nname: A\nlocation: 51.5, -0.1 # roof\n---\n")
        let half = try translated("---\nname: A\nlatitude: 51.5\nlongitude:\n---\n")
        #expect(half.text == "---\nname: A\nx-latitude: 51.5\n---\n")
        let wrong = try translated("---\nname: A\nlatitude: north\nlongitude: 2\n---\n")
        #expect(wrong.text == "---\nname: A\nx-latitude: north\nx-longitude: 2\n---\n")
    }

    @Test("the first key that says something has the field; another that says something else is kept")
    func severalKeys() throws {
        #expect(try translated("---\ntitle: A\nname: A\n---\n").text == "---\nname: A\n---\n")
        #expect(try translated("---\ntitle: A\nname:\n---\n").text == "---\nname: A\n---\n")
        let other = try translated("---\ntitle: Long A\nname: A\n---\n")
        #expect(other.text == "---\nx-title: Long A\nname: A\n---\n")
        #expect(other.notes.kept == ["title": "x-title"])
    }

    @Test("an unknown key is kept under a name that is free, and one that the mapping ignores is listed")
    func unknownKeys() throws {
        let result = try translated("---\nname: A\nlayout: page\nOpening Hours: nine\nx-opening-hours: ten\n---\n")
        #expect(result.text == "---\nname: A\nx-opening-hours-2: nine\nx-opening-hours: ten\n---\n")
        #expect(result.notes.ignored == ["layout"])
    }

    @Test("a source's word for another field does not meet our own of that name")
    func collidingNames() throws {
        let result = try translated("---\nname: A\nheadcount: nine\nmembers: 9\n---\n")
        #expect(result.text == "---\nname: A\nx-headcount: nine\nheadcount: 9\n---\n")
    }

    @Test("accounts go below their group, and blank ones nowhere")
    func groups() throws {
        let result = try translated("---\nname: A\ntwitter: bees\nservices: []\n---\n")
        #expect(result.text.contains("social:\n  twitter: bees\n"))
        #expect(!(try translated("---\nname: A\ntwitter: none\n---\n")).text.contains("twitter"))
    }

    @Test("elements that are no ids become ids, once each")
    func elements() throws {
        let result = try translated("---\nname: A\nservices:\n- Web Apps\n- web-apps\n- hosting\n---\n")
        #expect(result.text == "---\nname: A\nservices:\n- web-apps\n- hosting\n---\n")
        #expect(result.notes.elements == ["Web Apps": "web-apps"])
    }

    @Test("a kind without a long text takes the front matter alone")
    func terms() throws {
        let result = try translated("---\ntitle: Web apps\n---\nAll of them.\n", folder: 1)
        #expect(result.text.hasPrefix("label: Web apps\n"))
        #expect(result.text.contains("kind: service\n"))
        #expect(result.text.contains("x-text: All of them.\n"))
    }

    @Test("a fault with one remedy is mended; one without leaves the version unread")
    func mending() throws {
        let mended = try translated("---\nname: DEV: The Society\n---\n")
        #expect(mended.text == "---\nname: 'DEV: The Society'\n---\n")
        #expect(mended.notes.mended.map(\.code) == ["ambiguous-colon"])
        #expect(throws: Failure.self) { try translated("---\nname: 'open\n---\n") }
        #expect(throws: Failure.self) { try translated("---\nname: A\nname: B\n---\n") }
    }

    @Test("a record that cannot be read stays as it was, with the text beside it")
    func keeping() throws {
        let mapping = try ImportMapping.read(Array(Self.text.utf8), file: "map.yaml", kinds: Network.kinds)
        guard case .files(let files) = mapping.source else { return }
        let translator = FileTranslator(mapping: mapping, files: files)
        let raw = "---\nname: 'open\tquote\u{1B}[31m\n---\nWords: more\n"
        let kept = try #require(
            translator.keeping(Array(raw.utf8), in: Array("---\nname: A\n---\n\nText\n".utf8), Members.kind))
        let text = String(decoding: kept, as: UTF8.self)
        let document = Document(parsing: kept, form: .markdown)
        #expect(document.isReadable)
        #expect(text.hasPrefix("---\nname: A\nx-unparsed: |"))
        #expect(document.bodyText == "Text")
        #expect(!text.contains("\u{1B}"))
    }

    @Test("whatever the source says, the result reads, and a second look gives the same", arguments: 0..<60)
    func neverLoses(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let keys = [
            "name", "title", "members", "email", "latitude", "longitude", "twitter", "Odd Key", "x-own", "layout",
        ]
        let values = ["", "A", "51.5", "'quoted: yes'", "none", "\"a\\tb\"", "[a, b]", "{a: b}", "???", "Ŵy"]
        var lines = keys.shuffled(using: &random).prefix(Int.random(in: 0...8, using: &random)).map { key in
            "\(key): \(values.randomElement(using: &random) ?? "")"
        }
        lines.append("services:\n- one\n- Two Words\n-")
        let source = "---\n" + lines.joined(separator: "\n") + "\n---\nText\n"
        let result = try translated(source)
        let document = Document(parsing: result.text, form: .markdown)
        #expect(document.isReadable)
        #expect(try translated(source).text == result.text)
    }
}
