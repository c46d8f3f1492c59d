import CoopNetwork
import Git
import RecordModel
import RecordStore
import RecordText
import Testing

/// Kinds that keep their records under the ids of others, in the public store and beside it.
@Suite struct DeclaredKindTests {
    static let rounds = Kind(
        "rounds", singular: "round", path: "budget/{id}/round.yaml", summary: "Rounds of a budget.",
        fields: [Field("title", .text, "What it is called.")])
    static let pledges = Kind(
        "pledges", singular: "pledge", path: "budget/{round:rounds}/pledges/{by:members}.md", home: .private,
        summary: "What co-ops promise.",
        fields: [
            Field("amount", .money, "How much."), Field("with", .reference(to: "members"), "Who helps."),
        ], ownership: .placeholder("by", .refuses))
    static let shop = Kind(
        "shop-members", singular: "shop member", path: "shop/{member:members}.yaml", summary: "What co-ops sell.",
        fields: [
            Field("fee", .money, "What it pays a year."),
            Field.table(
                "products", keys: .slug,
                columns: [
                    .init("price", ScalarType.money.form, "What it costs."),
                    .init("maker", ScalarType.reference(to: "members").form, "Who makes it."),
                ], "What it sells."),
        ])

    private func network() throws -> StoreFixture {
        let fixture = try StoreFixture(kinds: Network.kinds + [Self.rounds, Self.pledges, Self.shop])
        try fixture.commit([
            "cotech.yaml": "name: Marches Tech\nprivate: ../network-private\n",
            "budget/2027/round.yaml": "title: Spring\n", "budget/README.md": "What a round is.\n",
            "shop/ash.yaml": "fee: 30.00 GBP\nproducts:\n  bag:\n    price: 5.00 GBP\n    maker: birch\n",
            "shop/birch.yaml": "fee: 40.00 GBP\n",
        ])
        try fixture.commit(
            [
                "cotech.yaml": "name: Marches Tech, in private\ncompanion-of: ../network\n",
                "budget/2027/pledges/ash.md": "---\namount: 300.00 GBP\n---\n",
                "budget/2027/pledges/birch.md": "---\namount: 5.00 GBP\nwith: ash\n---\n",
            ], in: .private)
        return fixture
    }

    private func check(_ fixture: StoreFixture) throws -> [String] {
        try fixture.snapshot().check(clock: fixture.now).diagnostics.map { "\($0.file) \($0.code)" }
    }

    @Test func `A private kind may keep its records where a public one has folders`() throws {
        let fixture = try network()
        #expect(try check(fixture) == [])
        #expect(try fixture.snapshot().ids("pledges") == [recordID("2027/ash"), recordID("2027/birch")])
    }

    @Test func `A file where two kinds keep theirs is told once, by the kind that it seems to be meant for`() throws {
        let fixture = try network()
        let text = "title: X\n"
        try fixture.commit([
            "budget/2027/other/x.yaml": text, "budget/2027/pledges/Not An Id.md": text,
            "budget/2027/pledges/ash.md": text, "budget/notes.yaml": text,
        ])
        try fixture.commit(["budget/2027/pledge/ash.md": text], in: .private)
        let found = try fixture.snapshot().check(clock: fixture.now).diagnostics
        #expect(
            found.map { "\($0.file) \($0.code)" } == [
                "budget/2027/other/x.yaml bad-path", "budget/2027/pledge/ash.md bad-path",
                "budget/2027/pledges/Not An Id.md private-in-public", "budget/2027/pledges/ash.md private-in-public",
                "budget/notes.yaml bad-path",
            ])
        #expect(
            found.first?.help == "Its place is budget/{id}/round.yaml, where an id is written in a-z, 0-9 and -.")
    }

    @Test func `A folder is sharded only where the id is the last part of a path`() {
        let path = Self.rounds.path
        #expect(path.path(of: recordID("2027"), sharded: true) == "budget/2027/round.yaml")
        #expect(path.everyPath(of: recordID("2027")) == ["budget/2027/round.yaml", "budget/2027/round.md"])
        #expect(path.id(at: "budget/2027/_ro/round.yaml") == nil)
    }

    @Test func `A rename tells the public history nothing of what the companion keeps under the id`() throws {
        let fixture = try network()
        let plan = try fixture.snapshot().planToRename(Members.kind, recordID("ash"), to: recordID("elm"))
        #expect(
            plan.trailers.map(\.value) == [
                "rename members/ash members/elm", "rename memberships/ash memberships/elm",
                "rename shop-members/ash shop-members/elm",
            ])
        let sequel = try #require(plan.sequel)
        #expect(
            sequel.trailers.map(\.value) == [
                "rename pledges/2027/ash pledges/2027/elm", "rename members/ash members/elm",
            ])
        let hand = Hand(author: ("Ada", "ada@example.org"), committer: ("Ada", "ada@example.org"), now: fixture.now)
        func ages(_ id: String, _ field: String) throws -> AgeAnswer {
            let ages = try fixture.snapshot().ages(in: .private).ages(of: "pledges", recordID(id))
            return try #require(ages?.leaf(field))
        }
        let (amount, with) = (try ages("2027/ash", "amount"), try ages("2027/birch", "with"))
        _ = try fixture.store().write(by: hand) {
            try $0.planToRename(Members.kind, recordID("ash"), to: recordID("elm"))
        }
        #expect(try ages("2027/elm", "amount") == amount && ages("2027/birch", "with") == with)
    }

    @Test func `Every record that goes in a merge because the other has one is in the way`() throws {
        let fixture = try network()
        try fixture.commit(["memberships/birch.yaml": "joined: 2021-01-01\n"])
        let pairs = try fixture.snapshot().recordsInTheWay(
            ofMerging: Members.kind, recordID("ash"), into: recordID("birch"))
        #expect(
            pairs.map { "\($0.gone.entry.path) \($0.kept.entry.path)" } == [
                "members/ash.md members/birch.md", "memberships/ash.yaml memberships/birch.yaml",
                "shop/ash.yaml shop/birch.yaml",
            ])
    }

    @Test func `What is kept under a record is to be removed before it, and no other record is proposed for it`() throws
    {
        let fixture = try network()
        try fixture.commit(["budget/2028/round.yaml": "title: Autumn\n"])
        let hand = Hand(author: ("Ada", "ada@example.org"), committer: ("Ada", "ada@example.org"), now: fixture.now)
        let refused = try storeFailure {
            try fixture.store().write(by: hand) { _ in
                var plan = Plan("Remove the round")
                plan.files["budget/2027/round.yaml"] = .some(nil)
                return plan
            }
        }
        #expect(
            refused.diagnostics.map(\.message) == [
                "This pledge is kept under the round \"2027\"", "This pledge is kept under the round \"2027\"",
            ])
        #expect(
            refused.diagnostics.map(\.help) == [
                "Remove it first: cotech pledges remove 2027/ash", "Remove it first: cotech pledges remove 2027/birch",
            ])
    }

    @Test func `A column that names a record is cleared, and its row stays`() throws {
        let fixture = try network()
        let snapshot = try fixture.snapshot()
        let reference = try #require(
            try snapshot.references(to: "members", recordID("birch")).first { $0.kind.name == "shop-members" })
        let assignment = reference.field.assignment(takingOut: recordID("birch"), from: reference.leaf)
        #expect(assignment == "products.bag.maker=")
        let plan = try snapshot.planToSet([assignment], of: reference.stored)
        let bytes = try #require(plan.files["shop/ash.yaml"] ?? nil)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "fee: 30.00 GBP\nproducts:\n  bag:\n    price: 5.00 GBP\n")
    }
}
