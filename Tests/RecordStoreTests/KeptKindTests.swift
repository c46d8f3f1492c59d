import CoopNetwork
import Git
import RecordModel
import RecordStore
import RecordText
import Testing

/// A kind whose records are kept for ever and change no more, under ids that are made of others', in the companion.
@Suite struct KeptKindTests {
    static let rounds = DeclaredKindTests.rounds
    static let pledges = Kind(
        "pledges", singular: "pledge", path: "pledges/{round:rounds}/{by:members}.yaml", home: .private,
        summary: "What co-ops promise.",
        fields: [
            Field("amount", .money, "How much."),
            Field("with", .reference(to: "members"), "Who helps.").required(),
            Field.table(
                "shares", keys: .slug,
                columns: [.init("of", ScalarType.reference(to: "members").form, "Whose it is.", required: true)],
                "Who has which share."),
        ], removal: .refused(reason: "A pledge is kept for ever.", instead: "cotech pledges set ID paid=today"),
        transitions: { before, after, _ in
            before == nil || after.part("round")?.text == "open"
                ? []
                : [RecordProblem("amount", ValueProblem("A pledge changes no more", code: "bad-transition"))]
        })

    private func network() throws -> StoreFixture {
        let fixture = try StoreFixture(kinds: Network.kinds + [Self.rounds, Self.pledges])
        try fixture.commit([
            "cotech.yaml": "name: Marches Tech\nprivate: ../network-private\n",
            "budget/2027/round.yaml": "title: Spring\n", "budget/open/round.yaml": "title: Autumn\n",
        ])
        try fixture.commit(
            [
                "cotech.yaml": "name: Marches Tech, in private\ncompanion-of: ../network\n",
                "pledges/2027/ash.yaml": "amount: 300.00 GBP\nwith: birch\n",
                "pledges/2027/birch.yaml": "amount: 5.00 GBP\nwith: ash\nshares:\n  half:\n    of: ash\n",
            ], in: .private)
        return fixture
    }

    private func write(_ fixture: StoreFixture, in home: Kind.Home = .public, _ plan: (Snapshot) throws -> Plan) throws
    {
        let hand = Hand(author: ("Ada", "ada@example.org"), committer: ("Ada", "ada@example.org"), now: fixture.now)
        _ = try fixture.store().write(in: home, by: hand) { try plan($0) }
    }

    @Test func `The parts of an id are values that rules read and lists ask for by name`() throws {
        let fixture = try network()
        let snapshot = try fixture.snapshot()
        let record = try #require(snapshot.record("pledges", recordID("2027/ash")))
        #expect(record.part("round")?.text == "2027" && record.part("by")?.text == "ash" && record.part("at") == nil)
        let parts = Self.pledges.derived.map { "\($0.name): \($0.text(record, snapshot.context) ?? "")" }
        #expect(parts == ["round: 2027", "by: ash"])
        #expect(Self.pledges.derived.map(\.form.reference) == ["rounds", "members"])
        func kept(under kind: Kind, _ id: String) throws -> [String] {
            try snapshot.records(about: kind, recordID(id)).filter { $0.record.kind.name == Self.pledges.name }.map(
                \.entry.id.text)
        }
        #expect(try kept(under: Members.kind, "ash") == ["2027/ash"] && kept(under: Members.kind, "2027").isEmpty)
        #expect(try kept(under: Self.rounds, "2027") == ["2027/ash", "2027/birch"])
        #expect(Self.rounds.derived.isEmpty && Memberships.kind.derived.map(\.name) == ["status"])
        withExtendedLifetime(fixture) {}
    }

    @Test func `What changes no more has another id all the same, and names those that it names by theirs`() throws {
        let fixture = try network()
        let refused = try storeFailure {
            try write(fixture, in: .private) { snapshot in
                let stored = try #require(try snapshot.stored(Self.pledges, recordID("2027/ash")))
                return try snapshot.planToSet(["amount=1 GBP"], of: stored)
            }
        }
        #expect(refused.diagnostics.map(\.message) == ["A pledge changes no more"])
        try write(fixture) { try $0.planToRename(Members.kind, recordID("ash"), to: recordID("elm")) }
        let snapshot = try fixture.snapshot()
        #expect(snapshot.ids("pledges") == [recordID("2027/birch"), recordID("2027/elm")])
        #expect(snapshot.record("pledges", recordID("2027/birch"))?.content(of: "with").scalar?.text == "elm")
    }

    @Test func `What is kept for ever keeps the record that it is under, and co-ops that both have one`() throws {
        let fixture = try network()
        let refused = try storeFailure {
            try write(fixture) { snapshot in
                try snapshot.planToRemove(#require(try snapshot.stored(Self.rounds, recordID("2027"))))
            }
        }
        #expect(
            refused.diagnostics.map(\.help)
                == Array(repeating: "A pledge is kept for ever. So the round stays as well.", count: 2))
        let merging = try storeFailure {
            try write(fixture) {
                try $0.planToMerge(Members.kind, recordID("ash"), into: recordID("birch"), taking: [:])
            }
        }
        #expect(merging.message == "pledges/2027/ash.yaml and pledges/2027/birch.yaml cannot be one")
        #expect(merging.help == ["A pledge is kept for ever. So the two stay two: cotech members leave ash"])
        let removing = try storeFailure {
            try write(fixture, in: .private) { snapshot in
                try snapshot.planToRemove(#require(try snapshot.stored(Self.pledges, recordID("2027/ash"))))
            }
        }
        #expect(removing.message == "a pledge is not removed. A pledge is kept for ever.")
        #expect(removing.help == ["cotech pledges set 2027/ash paid=today"])
    }

    @Test func `What may not be blank is given another where a record that it names goes`() throws {
        let fixture = try network()
        let snapshot = try fixture.snapshot()
        let references = try snapshot.references(to: "members", recordID("ash")).filter { $0.kind.name == "pledges" }
        #expect(
            references.map { $0.field.assignment(takingOut: recordID("ash"), from: $0.leaf) } == [
                "with=ID", "shares.half.of=ID",
            ])
        withExtendedLifetime(fixture) {}
    }
}
