import Foundation
import TestSupport
import Testing

/// A change by which an id goes leaves no reference to it behind that could not be seen.
@Suite(.onOwnThreads) struct UnseenReferenceTests {
    /// Puts a file in the place of a folder.
    private func block(_ folder: String, in home: String, of network: TestNetwork) throws {
        try network.git("rm", "-rq", folder, in: home)
        try network.write("\(home)/\(folder)", "A note\n")
        try network.commit("A slip", in: home)
    }

    @Test(arguments: [("people", "network-private"), ("memberships", "network")])
    func `it is refused where something stands in the place of a folder of records that may name it`(
        folder: String, home: String
    ) throws {
        let network = try TestNetwork()
        try network.write("network/skills/zinc.yaml", "label: Zinc\n")
        try network.commit("Zinc", in: "network")
        try block(folder, in: home, of: network)
        let heads = try ["network", "network-private"].map { try network.git("rev-parse", "HEAD", in: $0) }
        var commands = [
            ["members", "rename", "plain-sail", "fair-wind"], ["members", "merge", "plain-sail", "--into", "ty-gwydr"],
            ["members", "leave", "plain-sail"],
        ]
        if folder == "people" { commands += [["skills", "rename", "gis", "maps"], ["skills", "remove", "zinc"]] }
        for words in commands {
            let answer = network.run(words)
            #expect(
                answer.status == 65
                    && answer.error.contains(
                        "error: \(folder) is a file, where \(folder) are kept in a folder, so none")
                    && answer.error.contains("help: put the folder back: git "), "\(words): \(answer)")
        }
        #expect(try ["network", "network-private"].map { try network.git("rev-parse", "HEAD", in: $0) } == heads)
    }

    @Test func `no folder is asked for whose records cannot name it`() throws {
        let network = try TestNetwork()
        try block("memberships", in: "network", of: network)
        let answer = network.cotech("skills", "rename", "gis", "maps")
        #expect(answer.status == 0, "\(answer)")
    }

    @Test func `a record that names it and cannot be read is named, with what shows its fault`() throws {
        let network = try TestNetwork()
        try network.write("network-private/people/jory.yaml", "name: Jory\ncoops:\n  plain-sail:\n\trole: writer\n")
        try network.commit("A slip", in: "network-private")
        let answer = network.cotech("members", "rename", "plain-sail", "fair-wind")
        #expect(answer.status == 65, "\(answer)")
        #expect(
            answer.error.hasSuffix(
                """
                error: people/jory.yaml names "plain-sail" and cannot be read, so it cannot be rewritten
                help: see what is wrong: cotech check people/jory.yaml

                """), "\(answer)")
        #expect(network.cotech("check", "people/jory.yaml").output.contains("people/jory.yaml:4:"))
    }

    @Test func `where the companion is not here, that its references stay as they are is said once`() throws {
        let network = try TestNetwork()
        try network.write("network/skills/zinc.yaml", "label: Zinc\n")
        try network.commit("Zinc", in: "network")
        try network.shell("mv ../network-private ../elsewhere")
        let note = "note: the private companion is not here, so references in it are not rewritten\n"
        for words in [
            ["members", "rename", "plain-sail", "fair-wind"], ["undo"], ["skills", "remove", "zinc"],
            ["members", "merge", "plain-sail", "--into", "ty-gwydr", "--dry-run"],
            ["members", "merge", "plain-sail", "--into", "ty-gwydr"],
        ] {
            let answer = network.run(words)
            #expect(answer.status == 0 && answer.error.components(separatedBy: note).count == 2, "\(words): \(answer)")
        }
        #expect(network.cotech("members", "set", "ty-gwydr", "town=Rye").error == "")
    }
}
