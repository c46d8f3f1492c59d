import CoopNetwork
import RecordModel
import Testing

/// A kind that others than the owner are refused: an agreement, one file a party.
private enum Agreements: KindDeclaration {
    static let answer = Field("agreed", .flag, "Whether it agrees.")
    static let kind = Kind(
        "agreements", singular: "agreement", path: "exchanges/{exchange:exchanges}/agreements/{by:members}.yaml",
        summary: "What each party says.", fields: [answer], ownership: .placeholder("by", .refuses))
}

/// A kind whose owners stand in a field.
private enum Buckets: KindDeclaration {
    static let proposers = Field.set("proposers", of: .reference(to: "members"), "Who proposes it.")
    static let kind = Kind(
        "buckets", singular: "bucket", path: "buckets/{id}.yaml", summary: "Buckets.", fields: [proposers],
        ownership: .field("proposers", .refuses))
}

private func identity(_ text: String) -> HostIdentity {
    guard let identity = HostIdentity(text) else { preconditionFailure("\(text) is no identity") }
    return identity
}

private func set(_ elements: String...) -> Content { elements.map { Leaf(entry: $0, value: .text("")) } }

/// The base: ash and birch speak for themselves, elder has nobody, and one person coordinates.
private var base: RuleContext {
    let settings = Record(Settings.kind, "", ["name": value("Marches Tech"), "coordinators": set("gitlab:mair")])
    let records = [
        Record(Members.kind, "ash", ["name": value("Ash")]), Record(Members.kind, "birch", ["name": value("Birch")]),
        Record(Memberships.kind, "ash", ["logins": set("gitlab:ann", "github:ann-at-ash")]),
        Record(Memberships.kind, "birch", ["logins": set("gitlab:bob"), "addresses": set("bob@birch.example")]),
        Record(Memberships.kind, "elder"), Record(Buckets.kind, "heating", ["proposers": set("ash", "birch")]),
    ]
    return RuleContext(today: day("2026-11-23"), settings: settings, records: Records(all: records))
}

private func change(
    _ kind: Kind?, _ id: String = "", _ action: ProposedChange.Action = .changed, before: [String: Content] = [:],
    after: [String: Content] = [:], path: String? = nil, movedTo: String? = nil, isStray: Bool = false
) -> ProposedChange {
    let id = RecordID(id) ?? .only
    return ProposedChange(
        path: path ?? kind?.path.path(of: id) ?? "", kind: kind, id: kind == nil ? nil : id,
        before: action == .added ? nil : kind.map { Record($0, id.text, before) },
        after: action == .removed ? nil : kind.map { Record($0, id.text, after) }, action: action, movedTo: movedTo,
        isStray: isStray)
}

private func objection(
    to change: ProposedChange, by actor: String?, approvedBy approvers: String...
) -> Objection? {
    Owners(in: base).objections(to: [change], by: actor.map(identity), approvedBy: approvers.map(identity)).first
}

@Suite struct OwnershipTests {
    @Test func `A co-op changes its own profile, by any of its accounts`() {
        #expect(objection(to: change(Members.kind, "ash"), by: "gitlab:ann") == nil)
        #expect(objection(to: change(Members.kind, "ash"), by: "github:ann-at-ash") == nil)
        #expect(objection(to: change(Members.kind, "ash", .removed), by: "gitlab:ann") == nil)
    }

    @Test func `An account of the same name at another host is somebody else`() {
        #expect(objection(to: change(Members.kind, "ash"), by: "github:ann")?.problem.code == Objection.needsYes)
    }

    @Test func `A coordinator changes anything`() {
        for changed in [
            change(Members.kind, "ash"), change(Settings.kind), change(nil, path: ".gitlab-ci.yml"),
            change(Agreements.kind, "loan/ash"), change(Members.kind, "ash", .removed),
        ] {
            #expect(objection(to: changed, by: "gitlab:mair") == nil)
        }
    }

    @Test func `A helper's edit to a profile asks for a yes, of an owner or a coordinator`() throws {
        let found = try #require(objection(to: change(Members.kind, "birch"), by: "gitlab:ann"))
        #expect(found.problem.code == "needs-yes")
        #expect(found.problem.message.contains("birch") && found.problem.message.contains("gitlab:ann"))
        #expect(
            found.problem.help?.contains("gitlab:bob") == true && found.problem.help?.contains("gitlab:mair") == true)
        #expect(objection(to: change(Members.kind, "birch"), by: "gitlab:ann", approvedBy: "gitlab:bob") == nil)
        #expect(objection(to: change(Members.kind, "birch"), by: "gitlab:ann", approvedBy: "gitlab:mair") == nil)
        #expect(objection(to: change(Members.kind, "birch"), by: "gitlab:ann", approvedBy: "gitlab:ann") != nil)
        #expect(objection(to: change(Members.kind, "birch"), by: "gitlab:ann", approvedBy: "github:bob") != nil)
    }

    @Test func `A profile that nobody speaks for needs a coordinator's yes`() throws {
        let found = try #require(objection(to: change(Members.kind, "elder"), by: "gitlab:ann"))
        #expect(
            found.problem.code == Objection.needsYes
                && found.problem.help?.contains("Nobody speaks for elder yet") == true)
        #expect(
            objection(to: change(Members.kind, "fig", .added), by: "gitlab:fig")?.problem.code == Objection.needsYes)
    }

    @Test func `Another co-op's agreement is refused, whoever says yes`() throws {
        let found = try #require(
            objection(to: change(Agreements.kind, "loan/birch"), by: "gitlab:ann", approvedBy: "gitlab:bob"))
        #expect(found.problem.code == "not-yours")
        #expect(found.problem.message.contains("Only birch may change this agreement"))
        #expect(
            objection(to: change(Agreements.kind, "loan/birch", .added), by: "gitlab:ann")?.problem.code
                == Objection.refused)
        #expect(objection(to: change(Agreements.kind, "loan/ash"), by: "gitlab:ann") == nil)
        // The exchange is called like a co-op: the part of the id that counts is the party.
        #expect(
            objection(to: change(Agreements.kind, "ash/birch"), by: "gitlab:ann")?.problem.code == Objection.refused)
    }

    @Test func `Its own membership is not a co-op's to change, and so nobody gives an account a right`() throws {
        let login = change(Memberships.kind, "birch", after: ["logins": set("gitlab:bob", "gitlab:ann")])
        for found in [
            objection(to: change(Memberships.kind, "ash"), by: "gitlab:ann"), objection(to: login, by: "gitlab:ann"),
            objection(to: change(Memberships.kind, "fig", .added), by: "gitlab:fig"),
        ] {
            #expect(found?.problem.code == Objection.refused)
            #expect(found?.problem.message == "Only the coordinators change a membership")
        }
    }

    @Test(
        arguments: [
            "cotech.yaml", ".git-blame-ignore-revs", ".gitattributes", ".gitlab-ci.yml", ".github/workflows/check.yml",
            ".forgejo/workflows/check.yml", "CODEOWNERS", "members/README.md", "README.md",
            ".cotech/schema/members.json",
        ])
    func `What no rule names is the coordinators'`(path: String) {
        let kind = path == "cotech.yaml" ? Settings.kind : nil
        #expect(objection(to: change(kind, path: path), by: "gitlab:ann")?.problem.code == Objection.refused)
        #expect(
            objection(to: change(kind, path: path), by: "gitlab:ann", approvedBy: "gitlab:mair")?.problem.code
                == Objection.refused)
    }

    @Test func `Another's file is not renamed onto one's own`() throws {
        let taken = change(Members.kind, "birch", .removed, movedTo: "members/ash.md")
        let found = try #require(objection(to: taken, by: "gitlab:ann"))
        #expect(found.problem.code == Objection.refused && found.problem.message.contains("members/ash.md"))
        // The yes of its owner does not make it right: the owner removes it, or a coordinator does.
        #expect(objection(to: taken, by: "gitlab:ann", approvedBy: "gitlab:bob")?.problem.code == Objection.refused)
        #expect(objection(to: taken, by: "gitlab:bob") == nil)
    }

    @Test func `A record whose owners stand in a field is theirs who stood there before`() {
        let takeover = change(
            Buckets.kind, "heating", before: ["proposers": set("birch")], after: ["proposers": set("ash")])
        #expect(objection(to: takeover, by: "gitlab:ann")?.problem.code == Objection.refused)
        #expect(objection(to: takeover, by: "gitlab:bob") == nil)
        let shared = change(Buckets.kind, "heating", before: ["proposers": set("ash", "birch")])
        #expect(objection(to: shared, by: "gitlab:ann") == nil)
    }

    @Test func `A new record is theirs who name only themselves in it`() {
        func new(_ proposers: String...) -> ProposedChange {
            change(
                Buckets.kind, "roof", .added, after: ["proposers": proposers.map { Leaf(entry: $0, value: .text("")) }])
        }
        #expect(objection(to: new("ash"), by: "gitlab:ann") == nil)
        #expect(objection(to: new("ash", "birch"), by: "gitlab:ann")?.problem.code == Objection.refused)
        #expect(objection(to: new("birch"), by: "gitlab:ann")?.problem.code == Objection.refused)
        #expect(objection(to: new(), by: "gitlab:ann")?.problem.code == Objection.refused)
    }

    @Test func `What is everybody's is added by any co-op, and changed with a coordinator's yes`() {
        #expect(objection(to: change(Skills.kind, "roofing", .added), by: "gitlab:ann") == nil)
        #expect(
            objection(to: change(Skills.kind, "roofing", .added), by: "gitlab:stranger")?.problem.code
                == Objection.needsYes)
        #expect(objection(to: change(Skills.kind, "swift"), by: "gitlab:ann")?.problem.code == Objection.needsYes)
        #expect(objection(to: change(Skills.kind, "swift"), by: "gitlab:ann", approvedBy: "gitlab:mair") == nil)
        #expect(objection(to: change(Skills.kind, "swift"), by: "gitlab:ann", approvedBy: "gitlab:bob") != nil)
        #expect(
            objection(to: change(Skills.kind, "swift", .removed), by: "gitlab:ann")?.problem.code == Objection.refused)
    }

    @Test func `Nobody whom the host does not vouch for changes anything`() {
        #expect(objection(to: change(Members.kind, "ash"), by: nil)?.problem.code == Objection.needsYes)
        #expect(
            objection(to: change(Settings.kind), by: nil)?.problem.help?.contains("does not say who you are") == true)
        #expect(objection(to: change(Skills.kind, "new", .added), by: nil) != nil)
    }

    @Test func `A file whose place alone is an error is not refused as well`() {
        #expect(
            objection(to: change(nil, "", .added, path: "members/Tidy Bees.md", isStray: true), by: "gitlab:ann") == nil
        )
    }

    @Test func `Only the coordinators move references that no rule leaves to everybody`() {
        let owners = Owners(in: base)
        #expect(owners.objection(toMoving: "refs/cotech/reminders", by: identity("gitlab:mair")) == nil)
        #expect(
            owners.objection(toMoving: "refs/cotech/reminders", by: identity("gitlab:ann"))?.problem.code
                == Objection.refused)
        #expect(owners.objection(toMoving: "refs/replace/x", by: nil)?.problem.code == Objection.refused)
    }

    @Test func `Without a coordinator in the base nobody has their rights`() {
        let context = RuleContext(today: base.today, settings: Record(Settings.kind, ""), records: base.records)
        let found = Owners(in: context).objections(to: [change(Settings.kind)], by: identity("gitlab:mair"))
        #expect(found.first?.problem.help?.contains("name no coordinator yet") == true)
    }

    @Test func `What landed without a word of its owners is told`() {
        let owners = Owners(in: base)
        let changes = [change(Members.kind, "birch"), change(Settings.kind)]
        func paths(_ words: Landing.Word...) -> [String] {
            Landing.unowned(among: changes, by: owners, words).map(\.path)
        }
        #expect(paths(.identity(identity("gitlab:mair"))) == [])
        #expect(paths(.identity(identity("gitlab:bob"))) == ["cotech.yaml"])
        #expect(paths(.identity(identity("gitlab:ann")), .identity(identity("gitlab:bob"))) == ["cotech.yaml"])
        #expect(paths(.identity(identity("gitlab:ann"))) == ["members/birch.md", "cotech.yaml"])
        // An address tells whose word it is; it gives no right to the settings.
        #expect(paths(.address("Bob@birch.example")) == ["cotech.yaml"])
        #expect(paths(.address("ann@ash.example")) == ["members/birch.md", "cotech.yaml"])
        #expect(paths() == ["members/birch.md", "cotech.yaml"])
    }

    @Test func `What coordinators write from an address that the settings name is not told`() {
        let settings = Record(Settings.kind, "", ["addresses": set("office@network.example")])
        let owners = Owners(in: RuleContext(today: base.today, settings: settings, records: base.records))
        let changes = [change(Members.kind, "birch"), change(Settings.kind)]
        #expect(Landing.unowned(among: changes, by: owners, [.address("Office@Network.example")]).isEmpty)
        #expect(Landing.unowned(among: changes, by: owners, [.address("mair@network.example")]).count == 2)
        // It permits nothing.
        #expect(owners.objections(to: changes, by: nil).count == 2)
        #expect(owners.speakers.knowCoordinatorsAddresses && !Owners(in: base).speakers.knowCoordinatorsAddresses)
    }

    @Test func `Settings that cannot be read are not said to name nobody`() {
        struct Faulty: RecordSource {
            let records: Records
            func record(_ kind: Kind.Name, _ id: RecordID) -> Record? { records.record(kind, id) }
            func records(_ kind: Kind.Name) -> [Record] { records.records(kind) }
            func ids(_ kind: Kind.Name) -> [RecordID] { records.ids(kind) }
            func exists(_ kind: Kind.Name, _ id: RecordID) -> Bool { records.exists(kind, id) }
            func canSee(_ kind: Kind.Name) -> Bool { true }
            func placeOfFault(_ kind: Kind.Name, _ id: RecordID) -> String? {
                kind == Settings.kind.name ? "cotech.yaml:1" : nil
            }
        }
        let context = RuleContext(
            today: base.today, settings: Record(Settings.kind, ""), records: Faulty(records: Records()))
        let help = Owners(in: context).objections(to: [change(Settings.kind)], by: identity("gitlab:mair")).first?
            .problem
            .help
        #expect(help == "The settings of the base, which say who coordinates, cannot be read: cotech.yaml:1.")
    }

    @Test func `Every declared kind says whose it is`() {
        let rows = Owners.rules(of: Network.kinds)
        #expect(rows.count == Network.kinds.count + 1)
        #expect(rows.last?.path == "every other file" && rows.last?.others == "are refused")
        func others(_ kind: Kind) -> String? { rows.first { $0.path.hasPrefix(kind.path.text) }?.others }
        #expect(others(Members.kind) == "wait for a yes of theirs, or a coordinator's")
        #expect(others(Memberships.kind) == "are refused" && others(Settings.kind) == "are refused")
        #expect(others(Skills.kind) == "add one; a change waits for a coordinator's yes")
    }

    @Test func `Reviewers are found for what co-ops with an account own`() {
        let paths = Owners(in: base).paths(of: [Members.kind, Memberships.kind, Agreements.kind, Buckets.kind]) {
            kind, id in kind.path.path(of: id)
        }
        #expect(
            paths.map(\.pattern) == [
                "buckets/heating.yaml", "exchanges/*/agreements/ash.yaml", "exchanges/*/agreements/birch.yaml",
                "members/ash.md", "members/birch.md",
            ])
        #expect(paths[0].owners.map(\.description) == ["github:ann-at-ash", "gitlab:ann", "gitlab:bob"])
        #expect(paths[4].owners.map(\.description) == ["gitlab:bob"])
    }
}
