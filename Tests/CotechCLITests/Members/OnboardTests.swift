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

    @Test func `a co-op becomes a member with the last of its steps, in both repositories`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "onboard", "osprey", "worker-owned", "--date", "2026-11-02").status == 0)
        #expect(network.read("network-private/enquiries/osprey.md")?.contains("stage: onboarding") == true)
        #expect(network.cotech("members", "onboard", "osprey", "introduced", "--by", "ty-gwydr").status == 0)
        #expect(network.cotech("enquiries", "set", "osprey", "skills.offered+=gis").status == 0)
        let answer = network.cotech("members", "onboard", "osprey")
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
        #expect(answer.status == 65)
        #expect(answer.error.contains("An enquiry does not go from visiting to member"))
        #expect(network.cotech("enquiries", "set", "osprey", "stage=onboarding").status == 0)
        let early = network.cotech("enquiries", "set", "osprey", "stage=member")
        #expect(early.status == 65 && early.error.contains("help: Joining does it: cotech members onboard osprey"))
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

    /// A network whose enquiry has every step done.
    private func ready() throws -> TestNetwork {
        let network = try TestNetwork()
        #expect(network.cotech("members", "onboard", "osprey", "worker-owned").status == 0)
        #expect(network.cotech("members", "onboard", "osprey", "introduced").status == 0)
        #expect(network.cotech("enquiries", "set", "osprey", "skills.offered+=gis").status == 0)
        return network
    }
}
