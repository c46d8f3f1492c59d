import Foundation
import Testing

/// What goes stale, and can be confirmed, follows from a kind's declaration and the settings; members are only the first.
@Suite(.onOwnThreads) struct AgeingKindTests {
    private static let later = ["--as-of", "2028-06-01"]

    private func later(_ network: TestNetwork, _ words: String...) -> TestNetwork.Answer {
        network.run(words + Self.later)
    }

    private func limit(_ line: String, in network: TestNetwork) throws {
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings + "limits:\n  \(line)\n")
        try network.commit("A limit", in: "network")
    }

    @Test func `what a kind declares to grow old has its report, and bare cotech counts it`() throws {
        let network = try TestNetwork()
        let report = later(network, "people", "stale", "--format", "csv")
        #expect(report.output.hasPrefix("id,age,date,state,set-by,reasons\n"), "\(report)")
        #expect(report.output.contains("sian,561,2026-11-18,stale,Mair Owen,"), "\(report)")
        #expect(report.output.contains("email: 561 days, limit 365"), "\(report)")
        #expect(later(network, "people", "stale", "--exit-code").status == 1)
        #expect(later(network, "people", "stale", "sian", "--explain").output.contains("\"Begin\""))
        let ages = later(network, "people", "stale", "--ages", "--format", "csv").output
        #expect(ages.contains("sian,telephone,561,2026-11-18,"), "\(ages)")
        let now = network.run(Self.later)
        #expect(now.output.contains("1 person to check"), "\(now)")
        #expect(now.output.contains("cotech people stale"), "\(now)")
    }

    @Test func `a stale record of any kind is answered by its own commands`() throws {
        let network = try TestNetwork()
        let answer = later(network, "people", "stale", "sian").output
        #expect(answer.contains("still right:  cotech people confirm sian telephone\n"), "\(answer)")
        // The pages of the private companion are not on the web that the settings name.
        #expect(!answer.contains("or edit"))
        try limit("skills.label: 365", in: network)
        let term = later(network, "skills", "stale", "gis").output
        #expect(term.contains("label Maps"), "\(term)")
        #expect(term.contains("answer:       cotech skills edit gis\n"), "\(term)")
        #expect(network.run(Self.later).output.contains("2 skills to check"))
    }

    @Test func `what cannot be confirmed is answered by a change, as its help says`() throws {
        let network = try TestNetwork()
        try limit("settings.name: 365", in: network)
        let first = network.run(["settings", "stale", "--as-of", "2027-11-20"])
        #expect(first.output.contains("answer:       cotech settings edit\n"), "\(first)")
        for (noun, answer) in [
            ("settings", "cotech settings edit or cotech settings set FIELD=VALUE."),
            ("skills", "cotech skills edit ID or cotech skills set ID FIELD=VALUE."),
            ("members", "cotech members confirm ID, and what is not by cotech members edit ID."),
        ] {
            let help = network.cotech(noun, "stale", "--help").output.split(whereSeparator: \.isWhitespace)
                .joined(separator: " ")
            #expect(help.contains(answer), "\(help)")
            #expect(help.contains("confirm ID") == (noun == "members"), "\(help)")
        }
    }

    @Test func `where the settings name a web address, the command that answers is told beside it`() throws {
        let network = try TestNetwork()
        try limit("skills.label: 365", in: network)
        #expect(network.cotech("settings", "set", "web=https://git.example/network").status == 0)
        let term = later(network, "skills", "stale", "gis").output
        #expect(term.contains("answer:       cotech skills edit gis\n"), "\(term)")
        #expect(term.contains("or edit:      https://git.example/network"), "\(term)")
    }

    @Test func `where nothing goes stale that is said, and help does not tell of it`() throws {
        let network = try TestNetwork()
        let answer = later(network, "skills", "stale", "--exit-code")
        #expect(answer.status == 0 && answer.output.isEmpty)
        #expect(answer.error.contains("no field of a skill has an age limit"), "\(answer)")
        // What cannot be confirmed would be stale for as long as it is right.
        #expect(!answer.error.contains("help:"), "\(answer)")
        #expect(!network.cotech("skills", "--help").output.contains("stale"))
        #expect(network.cotech("people", "--help").output.contains("stale"))
        #expect(!network.cotech("skills", "--help").output.contains("confirm"))
        #expect(!network.run(["help", "stale"]).output.contains("skills"))
    }

    @Test func `what is confirmed of a person is fresh, and a slip in it is found`() throws {
        let network = try TestNetwork()
        let said = network.cotech("people", "confirm", "sian", "email")
        #expect(said.output.contains("Siân Rees: email confirmed today. Other fields unchanged.\n"), "\(said)")
        #expect(network.cotech("people", "confirm", "sian").output.contains("Siân Rees: all of it confirmed today"))
        #expect(
            network.read("network-private/people/sian.yaml")?.hasSuffix(
                "confirmed: 2026-11-23\nconfirmed-fields:\n  email: 2026-11-23\n") == true)
        try network.write(
            "network-private/people/jory.yaml",
            "name: Jory\nconfirmed: 2030-01-01\nconfirmed-fields:\n  emial: 2026-11-23\n  wizardry: 2026-11-23\n")
        let found = network.cotech("check").output
        #expect(found.contains("[future-confirmation]"), "\(found)")
        #expect(found.contains("There is no field \"emial\" to confirm. Did you mean \"email\"?"), "\(found)")
        #expect(
            found.contains("help: Leave the line out, or name a field that is there: cotech people show jory\n"),
            "\(found)")
    }

    @Test func `who belongs to no co-op now, and what is over, are left in peace`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("people", "leave", "sian", "ty-gwydr").status == 0)
        try limit("town: 100", in: network)
        let people = later(network, "people", "stale", "--format", "csv").output
        #expect(people.contains("sian,") && people.contains(",left,"), "\(people)")
        #expect(later(network, "enquiries", "stale").output.contains("Osprey & Reed (town)"))
        #expect(network.cotech("enquiries", "set", "osprey", "stage=declined").status == 0)
        #expect(later(network, "enquiries", "stale").output.isEmpty)
        #expect(later(network, "enquiries", "stale", "osprey").output.contains("the enquiry is over"))
    }

    @Test func `a network's own fields and the settings themselves are told of where settings put limits on them`()
        throws
    {
        let network = try TestNetwork()
        network.cotech("settings", "set", "extra=skills.demand: number")
        network.cotech("skills", "set", "gis", "extra.demand=4")
        network.cotech(
            "settings", "set", "limits=skills.extra.demand: 100", "limits=settings.name: 100",
            "limits=memberships.joined: 100")
        #expect(later(network, "skills", "stale").output.contains("Still waiting: Maps (extra.demand)."))
        #expect(later(network, "settings", "stale").output.contains("Still waiting: Marches Tech (name)."))
        network.cotech("members", "leave", "plain-sail")
        let memberships = later(network, "memberships", "stale", "--format", "csv").output
        #expect(memberships.contains("ty-gwydr,561,2026-11-18,stale,"), "\(memberships)")
        #expect(memberships.contains(",left,"), "\(memberships)")
        let now = network.run(Self.later).output
        #expect(now.contains("The settings to check") && now.contains("1 membership to check"), "\(now)")
    }

    @Test func `beside the age of a field stands what that makes it`() throws {
        let network = try TestNetwork()
        let shown = later(network, "members", "show", "ty-gwydr", "--ages", "--plain").output
        #expect(shown.contains("telephone: 01970 555 0142 (1 year 6 months, stale)\n"), "\(shown)")
        let rows = later(network, "members", "show", "ty-gwydr", "--ages", "--format", "csv").output
        #expect(rows.hasPrefix("id,field,value,age,date,state\n"), "\(rows)")
        #expect(rows.contains(",561,2026-11-18,stale\n"))
        #expect(rows.contains("ty-gwydr,name,Tŷ Gwydr,561,2026-11-18,unlimited\n"), "\(rows)")
    }
}
