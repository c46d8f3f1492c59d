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
}
