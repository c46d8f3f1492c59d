import Foundation
import Testing

@Suite(.onOwnThreads) struct CheckFixTests {
    @Test(arguments: ["json", "gitlab", "sarif"], [false, true])
    func `what is mended is told beside the document, never in it`(format: String, isRehearsal: Bool) throws {
        let network = try TestNetwork()
        try network.write("network/members/untidy.md", "---\nname: Untidy\ntown:Leeds\n---\n")
        try network.commit("Untidy", in: "network")
        let answer = network.run(
            ["check", "--fix", "--format", format] + (isRehearsal ? ["--dry-run"] : []))
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) }
        #expect(answer.error.contains(isRehearsal ? "+town: Leeds" : "Wrong? cotech undo"), "\(answer)")
    }

    @Test func `a tab below a line that cannot be read is mended with it`() throws {
        let network = try TestNetwork()
        try network.write("network/members/hen.md", "---\nname: Hen\ntelephone:01904 555 0101\n\ttown: York\n---\n")
        try network.commit("Hen", in: "network")
        let fixed = network.cotech("check", "--fix")
        #expect(fixed.status == 0 && fixed.output.hasPrefix("Mend members/hen.md.\n"), "\(fixed)")
        let page = "---\nname: Hen\ntelephone: 01904 555 0101\ntown: York\n---\n"
        #expect(network.read("network/members/hen.md") == page)
    }

    @Test(arguments: [[], ["--dry-run"]])
    func `a file that a mending would leave with a new error stays as it is, and that is said`(
        options: [String]
    ) throws {
        let network = try TestNetwork()
        try network.write("network/members/hen.md", "---\nname: Hen\nheadcount:@twelve\n---\n")
        try network.commit("Hen", in: "network")
        let left = network.run(["check", "--fix"] + options)
        let reason = "since mended it would have a new error, on line 3: headcount: \"@twelve\" is not a whole number"
        #expect(left.error.contains("note: members/hen.md is left as it is, \(reason)"), "\(left)")
        #expect(left.status == 1 && left.error.contains("help: mend it by hand: cotech members edit hen\n"), "\(left)")
        // What else can be mended is mended all the same, in other files and in the same one.
        try network.write("network/members/cock.md", "---\nname: Cock\ntown:Leeds\n---\n")
        try network.commit("Cock", in: "network")
        let both = network.run(["check", "--fix"] + options)
        #expect(both.error.contains("hen.md is left as it is") && both.output.contains("cock.md"), "\(both)")
        try network.write("network/members/hen.md", "---\nname: Hen\nheadcount:@twelve\ntown:York\n---\n")
        try network.commit("York", in: "network")
        let line = network.run(["check", "--fix", "members/hen.md"] + options)
        #expect(line.error.contains("note: line 3 of members/hen.md is left as it is, since mended"), "\(line)")
        let isRehearsal = !options.isEmpty
        #expect(network.read("network/members/hen.md")?.contains("headcount:@twelve\ntown: York") == !isRehearsal)
    }

    @Test(arguments: [false, true])
    func `what editors go by is made anew in passing only where nothing is shared`(isShared: Bool) throws {
        let network = try TestNetwork()
        if isShared { try network.git("remote", "add", "origin", "../origin.git") }
        let path = ".cotech/schema/members.json"
        try network.write("network/\(path)", "{}\n")
        try network.write("network/members/hen.md", "---\nname: Hen\ntown:York\n---\n")
        try network.commit("Hen", in: "network")
        let fixed = network.cotech("check", "--fix")
        let changed = try network.git("show", "--format=", "--name-only", "HEAD").split(separator: "\n")
        #expect(fixed.status == 0 && changed.contains("members/hen.md"), "\(fixed)")
        #expect(changed.contains { $0.hasPrefix(".cotech/") } != isShared, "\(changed)")
        guard isShared else { return }
        #expect(fixed.output.contains("help: A coordinator makes it anew: cotech check --fix \(path)\n"), "\(fixed)")
        #expect(network.cotech("check", "--fix", path).status == 0)
        #expect(try network.git("show", "--format=", "--name-only", "HEAD") == path)
    }

    @Test(arguments: ["CODEOWNERS", ".github/CODEOWNERS"])
    func `whom a host asks is made anew in passing only where nothing is shared`(path: String) throws {
        for isShared in [false, true] {
            let network = try TestNetwork()
            if isShared { try network.git("remote", "add", "origin", "../origin.git") }
            try network.write("network/\(path)", "# Made by: cotech owners --codeowners gitlab\n")
            try network.write("network/members/hen.md", "---\nname: Hen\ntown:York\n---\n")
            try network.commit("Hen", in: "network")
            let fixed = network.cotech("check", "--fix")
            let changed = try network.git("show", "--format=", "--name-only", "HEAD").split(separator: "\n")
            #expect(fixed.status == 0 && changed.contains("members/hen.md"), "\(fixed)")
            #expect(changed.contains { $0 == path } != isShared, "\(changed)")
            guard isShared else { continue }
            #expect(fixed.output.contains("\(path): warning: This file is made from the records"), "\(fixed)")
            #expect(
                fixed.output.contains("help: A coordinator makes it anew: cotech check --fix \(path)\n"), "\(fixed)")
            #expect(network.cotech("check", "--fix", path).status == 0)
            #expect(try network.git("show", "--format=", "--name-only", "HEAD") == path)
            #expect(!network.cotech("check").output.contains("outdated-copy"))
            // A branch that puts it out of date takes it along.
            try network.git("switch", "-qc", "logins")
            #expect(network.cotech("memberships", "set", "ty-gwydr", "logins+=gitlab:mair").status == 0)
            let judged = network.cotech("check", "--base", "main", "--actor", "gitlab:mair")
            #expect(judged.output.contains("\(path): error: This file is made from the records"), "\(judged)")
            #expect(judged.output.contains("help: Make it anew: cotech check --fix \(path)\n"), "\(judged)")
            #expect(network.cotech("check", "--base", "main", "--fix").output.contains("Mend \(path).\n"))
        }
    }

    @Test func `an edit by hand of what editors go by is saved by the command that is told`() throws {
        let network = try TestNetwork()
        let path = ".cotech/schema/members.json"
        try network.write("network/\(path)", "{}\n")
        try network.commit("A schema", in: "network")
        try network.write("network/\(path)", "{ }\n")
        let refused = network.cotech("check", "--fix")
        #expect(
            refused.status == 75 && refused.error.contains("help: save them first: cotech save \(path)\n"), "\(refused)"
        )
        #expect(network.cotech("save", path).output.hasPrefix("Edit \(path).\n"))
        #expect(network.cotech("check", "--fix").status == 0)
        #expect(network.read("network/\(path)")?.contains("headcount") == true)
    }
}
