import Foundation
import Testing

/// Edits of files of which git was told to take no notice: they are somebody's own.
@Suite(.onOwnThreads) struct HiddenEditTests {
    @Test(arguments: ["assume-unchanged", "skip-worktree"])
    func `they are neither saved nor written over`(flag: String) throws {
        let network = try TestNetwork()
        let path = "members/plain-sail.md"
        let mine = try #require(network.read("network/\(path)")).replacing("Falmouth", with: "Bath")
        try network.git("update-index", "--\(flag)", path)
        try network.write("network/\(path)", mine)
        try network.write("network/skills/gis.yaml", "label: Mapping\n")
        #expect(network.cotech("check").error.contains("skills/gis.yaml is not saved"))
        #expect(network.cotech("save").status == 0)
        #expect(try network.git("show", "--format=", "--name-only", "HEAD") == "skills/gis.yaml")
        let git = "git update-index --no-\(flag) \(path)"
        let way = "help: have it take notice, and then save the edit or throw it away: \(git)\n"
        for words in [["save"], ["save", path], ["save", "members"]] {
            let saved = network.run(words)
            #expect(
                saved.status == 0
                    && saved.error
                        == "note: \(path) has an edit by hand of which git was told to take no notice, so it was not saved\n\(way)",
                "\(saved)")
        }
        #expect(network.cotech("save", "skills").error == "note: nothing was edited by hand\n")
        let answer = network.cotech("members", "set", "plain-sail", "headcount=4")
        #expect(
            answer.status == 75
                && answer.error
                    == "error: \(path) has an edit by hand of which git was told to take no notice, so nothing was written\n\(way)",
            "\(answer)")
        #expect(network.read("network/\(path)") == mine)
        // The same file as it was committed is written, and stays as git was told.
        try network.shell("git show HEAD:\(path) > \(path)")
        #expect(network.cotech("members", "set", "plain-sail", "headcount=4").status == 0)
        #expect(try network.git("ls-files", "-v", path).hasPrefix(flag == "skip-worktree" ? "S " : "h "))
        try network.write("network/\(path)", mine)
        try network.git(git.split(separator: " ").dropFirst().map(String.init))
        #expect(network.cotech("save").status == 0)
        #expect(try network.complaints() == "")
    }
}
