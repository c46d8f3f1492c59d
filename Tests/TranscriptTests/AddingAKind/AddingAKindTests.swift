import ArgumentParser
import CoopNetwork
import Foundation
import Git
import Interchange
import RecordModel
import RecordStore
import RecordText
import Testing

@testable import CotechCLI

/// `docs/adding-a-kind.md` walks through `Partners`; here it is used.
@Suite("Adding a kind")
struct AddingAKindTests {
    @Test("The page shows the declaration that is compiled here, which stays under 60 lines")
    func isShown() throws {
        let source = try #require(
            FileManager.default.contents(
                atPath: "\(Transcript.checkout)/Tests/TranscriptTests/AddingAKind/Partners.swift"))
        let page = try #require(FileManager.default.contents(atPath: "\(Transcript.checkout)/docs/adding-a-kind.md"))
        let declaration = String(decoding: source, as: UTF8.self)
        #expect(String(decoding: page, as: UTF8.self).contains("```swift\n\(declaration)```\n"))
        #expect(declaration.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
    }

    @Test("One declaration gives the verbs")
    func verbs() {
        let configuration = NounCommand<Partners>.configuration
        #expect(configuration.commandName == "partners")
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        for verb in ["list", "show", "add", "set", "edit", "rename", "remove", "history", "stale", "confirm"] {
            #expect(names.contains(verb))
        }
    }

    @Test("It gives a schema and a reference page")
    func schema() {
        let schema = JSONSchema.document(for: Partners.kind).compact
        #expect(schema.contains("\"next-talk\":{\"description\":\"When we mean to talk next.\""))
        #expect(schema.contains("\"required\":[\"name\"]"))
        #expect(KindReference.markdown(of: Partners.kind).contains("### works-on\n\nWhat we do together."))
    }

    @Test("It gives validation, references, a rule, a derived value and dues")
    func records() throws {
        let folder = "\(NSTemporaryDirectory())/cotech-kind-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = [
            StoreFounding.File("cotech.yaml", "name: Ours\n"),
            StoreFounding.File("members/tidy-bees.md", "---\nname: Tidy Bees\n---\n"),
            StoreFounding.File(
                "partners/union.md", "---\nname: Union\nkeeper: tidy-bees\nnext-talk: 2026-11-27\n---\n"),
            StoreFounding.File(
                "partners/fund.md", "---\nname: Fund\nkind: bank\nworks-on: [roofs]\nnext-talk: 2026-12-01\n---\n"),
        ]
        let now = Instant(seconds: 1_795_424_400)
        let hand = Hand(committer: (name: "Mair Owen", email: "mair@ty-gwydr.example"), now: now)
        try StoreFounding.write(files, at: folder, message: "Begin", by: hand)
        let snapshot = try Store.open(folder, kinds: Network.kinds + [Partners.kind]).snapshot(Moment(now: now))
        let found = try snapshot.check(clock: now).diagnostics.map { "\($0.file) \($0.code)" }
        #expect(
            found == ["partners/fund.md bad-value", "partners/fund.md unknown-reference", "partners/fund.md bad-value"])
        let union = try #require(RecordID("union"))
        let record = try #require(snapshot.record("partners", union))
        #expect(Partners.isKept.rule(record, snapshot.context) == true)
        let due = Today.items(of: snapshot.kinds, until: snapshot.today.advanced(byDays: 6), in: snapshot.context)
        #expect(due.map(\.due.sentence) == ["Talk to Union"])
    }

    @Test("A kind under the ids of others is listed by them, said whose it is, and merged in a folder that it shares")
    func below() throws {
        func kind(_ name: Kind.Name, _ path: String, _ ownership: Ownership = .coordinators) -> Kind {
            Kind(
                name, singular: String(name.rawValue.dropLast()), path: path, summary: "Kept under others.",
                fields: [Field("note", .text, "A note.")], ownership: ownership)
        }
        let talks = kind("talks", "contacts/{id}/talk.yaml")
        let words = kind("words", "contacts/{talk:talks}/words/{by:members}.yaml", .placeholder("by", .refuses))
        #expect([talks, words].mergeAttributes.count == 2)
        #expect(words.ownership.words == "Only the co-op that stands for {by} in its id may change it")
        let folder = "\(NSTemporaryDirectory())/cotech-kind-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = [
            StoreFounding.File("cotech.yaml", "name: Ours\n"),
            StoreFounding.File("contacts/may/talk.yaml", "note: x\n"),
        ]
        let now = Instant(seconds: 1_795_424_400)
        let hand = Hand(committer: (name: "Mair Owen", email: "mair@ty-gwydr.example"), now: now)
        try StoreFounding.write(files, at: folder, message: "Begin", by: hand)
        let snapshot = try Store.open(folder, kinds: Network.kinds + [talks, words]).snapshot(Moment(now: now))
        #expect(
            try snapshot.isOfAnotherKind(than: words, "may")?.help == [
                "the words of it: cotech words list --where talk=may",
                "its commands are those of talks: cotech talks show may",
            ])
    }
}
