import Foundation
import Testing

@Suite(.onOwnThreads) struct OnboardTests {
    @Test func `what is missing is listed with its command, and nothing is written`() throws {
        let network = try TestNetwork()
        let head = try network.git("rev-parse", "HEAD", in: "network-private")
        let answer = network.cotech("members", "onboard", "osprey")
        #expect(
            answer.output == """
                Cannot become a member yet. 0 of 3 steps are done. Missing:
                  worker-owned              cotech members onboard osprey worker-owned
                  introduced by a member    cotech members onboard osprey introduced --by ID
                  profile complete          skills.offered is blank: cotech enquiries edit osprey

                """)
        #expect(try network.git("rev-parse", "HEAD", in: "network-private") == head)
    }

    @Test func `a step that is dated with a day to come is refused, whoever dates it`() throws {
        let network = try TestNetwork()
        for words in [
            ["enquiries", "set", "osprey", "steps.worker-owned=2099-01-01"],
            ["memberships", "set", "ty-gwydr", "steps.worker-owned=+3d"],
            ["members", "onboard", "osprey", "worker-owned", "--date", "+3d"],
        ] {
            let answer = network.run(words)
            #expect(answer.status == 64 && answer.error.contains("a step is dated once it is done"), "\(answer)")
        }
        try network.write(
            "network-private/enquiries/osprey.md", "---\nname: Osprey\nsteps:\n  worker-owned: 2099-01-01\n---\n")
        #expect(network.cotech("save", "-m", "By hand").error.contains("a step is dated once it is done"))
        try network.commit("By hand", in: "network-private")
        #expect(network.cotech("check").output.contains("[future-day]"))
    }

    @Test func `what was missing on a day that is past is told as well, and only then is nothing written`() throws {
        let network = try TestNetwork()
        let before = network.cotech("members", "onboard", "osprey")
        #expect(network.cotech("members", "onboard", "osprey", "worker-owned").status == 0)
        #expect(network.cotech("enquiries", "set", "osprey", "skills.offered+=gis").status == 0)
        let head = try network.git("rev-parse", "HEAD", in: "network-private")
        let then = network.cotech("members", "onboard", "osprey", "--as-of", "2026-11-22")
        #expect(then.status == 0 && then.output == before.output && then.error == "", "\(then)")
        #expect(network.cotech("members", "onboard", "osprey").output.hasPrefix("Cannot become a member yet. 2 of 3"))
        let step = network.cotech("members", "onboard", "osprey", "introduced", "--by", "ty-gwydr", "--at", "HEAD")
        #expect(step.status == 64 && step.error.contains("the past can be read but not written"), "\(step)")
        #expect(try network.git("rev-parse", "HEAD", in: "network-private") == head)
        // All steps are dated by then, and still nobody joins.
        #expect(network.cotech("members", "onboard", "osprey", "introduced", "--by", "ty-gwydr").status == 0)
        let joined = network.cotech("members", "onboard", "osprey", "--as-of", "today")
        #expect(joined.status == 64 && joined.error.contains("is a member already"), "\(joined)")
    }

    @Test func `no other way makes the profile of a co-op that is still an enquiry`() throws {
        let network = try TestNetwork()
        let said = "Osprey & Reed is an enquiry, and becomes a member by: cotech members onboard osprey"
        func refused(_ words: [String], _ status: Int32, where place: KeyPath<TestNetwork.Answer, String>) throws {
            let answer = network.run(words)
            #expect(answer.status == status && answer[keyPath: place].contains(said), "\(words): \(answer)")
            #expect(try network.git("ls-files", "members/osprey.md") == "")
        }
        try refused(["members", "add", "osprey"], 64, where: \.error)
        try refused(["members", "add", "Osprey and Co", "--id", "osprey"], 64, where: \.error)
        try refused(["members", "rename", "plain-sail", "osprey"], 64, where: \.error)
        try network.write("rows.csv", "id,name\nosprey,Osprey\nelm,Elm\n")
        try refused(["members", "import", "../rows.csv", "--preview"], 65, where: \.output)
        try refused(["members", "import", "../rows.csv"], 65, where: \.output)
        #expect(try network.git("ls-files", "members/elm.md") != "")
        try network.write("network/members/osprey.md", "---\nname: Osprey\n---\n")
        try refused(["save"], 65, where: \.error)
        try network.shell("rm members/osprey.md")
        // Nor the other way round.
        let again = network.cotech("enquiries", "add", "ty-gwydr")
        #expect(
            again.status == 64 && again.error.contains("\"ty-gwydr\" is in the network's directory already"), "\(again)"
        )
        // Once it is a member, its profile is one like any other.
        for step in [["worker-owned"], ["introduced", "--by", "ty-gwydr"]] {
            #expect(network.run(["members", "onboard", "osprey"] + step).status == 0)
        }
        #expect(network.cotech("enquiries", "set", "osprey", "skills.offered+=gis").status == 0)
        #expect(network.cotech("members", "onboard", "osprey").status == 0)
        #expect(network.cotech("members", "set", "osprey", "town=Lincoln").status == 0)
    }

    @Test func `who introduced it is asked for, unless the enquiry says so`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "enquire", "Moon & Mill", "stage=visiting").status == 0)
        let head = try network.git("rev-parse", "HEAD", in: "network-private")
        let answer = network.cotech("members", "onboard", "moon-and-mill", "introduced")
        #expect(
            answer.error == """
                error: "introduced" needs the member that introduces it
                help: Say which: cotech members onboard moon-and-mill introduced --by ID

                """)
        #expect(answer.status == 64)
        #expect(try network.git("rev-parse", "HEAD", in: "network-private") == head)
        #expect(network.cotech("members", "onboard", "moon-and-mill", "introduced", "--by", "ty-gwydr").status == 0)
        #expect(network.cotech("members", "onboard", "osprey", "introduced").status == 0)
    }

    @Test func `a co-op becomes a member with the last of its steps, in both repositories`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "onboard", "osprey", "worker-owned", "--date", "2026-11-02").status == 0)
        #expect(network.read("network-private/enquiries/osprey.md")?.contains("stage: onboarding") == true)
        #expect(network.cotech("members", "onboard", "osprey", "introduced", "--by", "ty-gwydr").status == 0)
        #expect(
            network.cotech("enquiries", "set", "osprey", "skills.offered+=gis", "next=ring", "due=2026-12-01").status
                == 0)
        let answer = network.cotech("members", "onboard", "osprey")
        #expect(answer.output.contains("what the enquiry had next: ring, due 2026-12-01\n"), "\(answer)")
        #expect(answer.output.hasPrefix("Osprey & Reed is a member from today.\n"), "\(answer)")
        #expect(
            network.read("network/members/osprey.md") == """
                ---
                name: Osprey & Reed
                town: Lincoln
                skills:
                  offered:
                    - gis
                ---

                Drainage boards and river levels.

                """)
        #expect(
            network.read("network/memberships/osprey.yaml") == """
                joined: 2026-11-23
                introduced-by: ty-gwydr
                steps:
                  worker-owned: 2026-11-02
                  introduced: 2026-11-23
                  profile-complete: 2026-11-23

                """)
        #expect(try network.git("log", "-1", "--format=%s") == "Osprey & Reed joins the network")
        #expect(try network.git("show", "--stat", "--format=", "HEAD").contains("2 files changed"))
        #expect(
            try network.git("log", "-1", "--format=%s", in: "network-private") == "Osprey & Reed: onboarding → member")
        #expect(network.cotech("members", "onboard", "osprey").error.contains("is a member already"))
        #expect(network.cotech("check").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test func `a join whose second half failed is finished by the same command`() throws {
        let network = try ready()
        // The companion's branch is locked, as by a git that died.
        try network.write("network-private/.git/refs/heads/main.lock", "")
        let failed = network.cotech("members", "onboard", "osprey", "--quiet")
        #expect(failed.status == 75)
        #expect(failed.error.contains("run the same command again: it finishes"), "\(failed.error)")
        #expect(network.read("network/memberships/osprey.yaml") != nil)
        #expect(network.read("network-private/enquiries/osprey.md")?.contains("stage: onboarding") == true)
        try FileManager.default.removeItem(atPath: "\(network.companion)/.git/refs/heads/main.lock")
        let head = try network.git("rev-parse", "HEAD")
        #expect(network.cotech("members", "onboard", "osprey").status == 0)
        #expect(network.read("network-private/enquiries/osprey.md")?.contains("stage: member") == true)
        #expect(try network.git("rev-parse", "HEAD") == head)
        #expect(try network.complaints() == "")
    }

    @Test func `joining is taken back in both repositories at once`() throws {
        let network = try ready()
        #expect(network.cotech("members", "onboard", "osprey").status == 0)
        let answer = network.cotech("undo")
        #expect(answer.status == 0, "\(answer.error)")
        #expect(network.read("network/members/osprey.md") == nil)
        #expect(network.read("network-private/enquiries/osprey.md")?.contains("stage: onboarding") == true)
        #expect(try network.complaints() == "")
    }

    @Test func `a wrong step, a step twice and a step of nobody are refused`() throws {
        let network = try TestNetwork()
        #expect(
            network.cotech("members", "onboard", "osprey", "worker-ownd").error.contains(
                "did you mean \"worker-owned\"?"))
        #expect(network.cotech("members", "onboard", "osprey", "worker-owned").status == 0)
        #expect(
            network.cotech("members", "onboard", "osprey", "worker-owned").error.contains(
                "was done on 23 November 2026"))
        #expect(network.cotech("members", "onboard", "osprey", "profile-complete").status == 64)
        #expect(
            network.cotech("members", "onboard", "osprey", "introduced", "--by", "plain-sale").error.contains(
                "did you mean plain-sail?"))
        #expect(network.cotech("members", "onboard", "osprei").error.contains("did you mean osprey?"))
        #expect(network.cotech("members", "onboard", "osprey", "--by", "plain-sail").status == 64)
        #expect(network.cotech("members", "onboard", "osprey", "worker-owned", "--undo-step").status == 0)
        #expect(network.read("network-private/enquiries/osprey.md")?.contains("worker-owned") == false)
    }

    @Test func `one that declined has to come back first`() throws {
        let network = try TestNetwork()
        network.cotech("enquiries", "set", "osprey", "stage=declined")
        let answer = network.cotech("members", "onboard", "osprey", "worker-owned")
        #expect(answer.status == 64)
        #expect(answer.error.contains("From declined it goes to enquiry, contacted."))
    }

    @Test func `a rehearsal shows both halves and writes neither`() throws {
        let network = try ready()
        let answer = network.cotech("members", "onboard", "osprey", "--dry-run")
        #expect(answer.output.contains("+++ b/members/osprey.md"))
        #expect(answer.output.contains("+stage: member"))
        #expect(network.read("network/members/osprey.md") == nil)
    }

    @Test func `the pipeline allows only its moves from the generic verbs as well`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("enquiries", "set", "osprey", "stage=member")
        #expect(answer.status == 64)
        #expect(answer.error.contains("An enquiry does not go from visiting to member"))
        #expect(network.cotech("enquiries", "set", "osprey", "stage=onboarding").status == 0)
        let early = network.cotech("enquiries", "set", "osprey", "stage=member")
        #expect(early.status == 64 && early.error.contains("help: Joining does it: cotech members onboard osprey"))
        #expect(network.read("network-private/enquiries/osprey.md")?.contains("stage: onboarding") == true)
        #expect(network.cotech("members", "onboard", "osprey", "worker-owned", "--date", "tomorrow").status == 64)
    }

    @Test func `showing a member finds one that might join`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "show", "osprey").output.hasPrefix("Osprey & Reed   enquiry osprey\n"))
        #expect(network.cotech("members", "show", "ty-gwydr").output.hasPrefix("Tŷ Gwydr   member ty-gwydr\n"))
        #expect(network.cotech("members", "show", "slow-boat").error.contains("it is called plain-sail now"))
        #expect(network.cotech("members", "enquiries").output == network.cotech("enquiries").output)
    }

    @Test func `nobody becomes a member by another door without the required steps, and founders are told as they are`()
        throws
    {
        let network = try TestNetwork()
        network.cotech("members", "add", "Shortcut Ltd")
        let refused = network.cotech("memberships", "add", "shortcut-ltd", "joined=today")
        #expect(refused.status == 64, "\(refused)")
        #expect(
            refused.error.contains(
                "It is no member before its required steps are done: worker-owned, introduced, profile-complete"))
        #expect(
            refused.error.contains(
                "help: Say when each was done: steps.worker-owned=DAY; steps.introduced=DAY. Fill in its profile, where description and skills.offered are blank: cotech members edit shortcut-ltd\n"
            ), "\(refused.error)")
        let done = ["steps.worker-owned=2026-11-02", "steps.introduced=2026-11-03"]
        let blank = network.run(["memberships", "add", "shortcut-ltd", "joined=today"] + done)
        #expect(
            blank.status == 64 && blank.error.contains("help: Fill in its profile, where description and "), "\(blank)")
        #expect(network.read("network/memberships/shortcut-ltd.yaml") == nil)
        network.cotech("members", "set", "shortcut-ltd", "description=Ours.", "skills.offered+=gis")
        let joined = network.cotech(
            "memberships", "add", "shortcut-ltd", "joined=today", "steps.worker-owned=2026-11-02",
            "steps.introduced=2026-11-03")
        #expect(joined.status == 0, "\(joined.error)")
        // An old day first and a new one then is no way round it, nor is a network without days of grace.
        network.cotech("members", "add", "Roundabout Ltd")
        #expect(network.cotech("memberships", "add", "roundabout-ltd", "joined=2020-01-01").status == 0)
        #expect(network.cotech("memberships", "set", "roundabout-ltd", "joined=today").status == 64)
        #expect(network.cotech("settings", "set", "grace=0").status == 0)
        network.cotech("members", "add", "Graceless Ltd")
        #expect(network.cotech("memberships", "add", "graceless-ltd", "joined=today").status == 64)
        #expect(network.cotech("settings", "set", "grace=").status == 0)
        // What was so long before there was a checklist is only told.
        network.cotech("members", "add", "Founders Ltd")
        #expect(network.cotech("memberships", "add", "founders-ltd", "joined=2016-10-28").status == 0)
        // And no step of a member is undone again.
        let undone = network.cotech("memberships", "set", "shortcut-ltd", "steps=")
        #expect(undone.status == 64 && undone.error.contains("done: worker-owned, introduced"), "\(undone.error)")
        #expect(network.cotech("memberships", "set", "shortcut-ltd", "cell=North").status == 0)
        #expect(network.cotech("memberships", "set", "plain-sail", "cell=North").status == 0)
        #expect(network.cotech("check").status == 0)
    }

    @Test func `a membership does not end before it began, and one of a co-op that came back did`() throws {
        let network = try TestNetwork()
        for field in ["left", "suspended", "emeritus"] {
            let answer = network.cotech("memberships", "set", "ty-gwydr", "\(field)=2015-01-01")
            #expect(
                answer.status == 64 && answer.error.contains("2015-01-01 is before it joined, on 2016-10-28"),
                "\(answer)")
        }
        let both = network.cotech("memberships", "set", "plain-sail", "joined=2020-01-01", "left=2019-12-31")
        #expect(both.status == 0, "\(both.error)")
        #expect(network.cotech("members", "leave", "ty-gwydr", "--date", "2026-11-01").status == 0)
        #expect(network.cotech("members", "rejoin", "ty-gwydr").status == 0)
    }

    @Test func `an enquiry does not take the id that a member had before`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "rename", "ty-gwydr", "glass-house").status == 0)
        let answer = network.cotech("members", "enquire", "Tŷ Gwydr")
        #expect(
            answer.status == 64 && answer.error.contains("\"ty-gwydr\" is a former name of glass-house"), "\(answer)")
        #expect(network.cotech("members", "enquire", "Tŷ Gwydr", "--id", "ty-gwydr-two").status == 0)
    }

    /// A network whose enquiry has every step done.
    private func ready() throws -> TestNetwork {
        let network = try TestNetwork()
        #expect(network.cotech("members", "onboard", "osprey", "worker-owned").status == 0)
        #expect(network.cotech("members", "onboard", "osprey", "introduced").status == 0)
        #expect(network.cotech("enquiries", "set", "osprey", "skills.offered+=gis").status == 0)
        return network
    }
}
