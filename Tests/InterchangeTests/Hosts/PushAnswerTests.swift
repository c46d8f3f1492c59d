import Interchange
import Testing

@Suite("What a push was answered")
struct PushAnswerTests {
    private func fate(_ line: String) -> PushAnswer.Fate? {
        PushAnswer(output: "To ../origin.git\n\(line)\nDone\n", error: "").fates["refs/heads/main"]
    }

    @Test(
        "What was taken is told from what came too late and what is not wanted",
        arguments: [
            (" \tabc:refs/heads/main\ta..b", PushAnswer.Fate.taken), ("*\tabc:refs/heads/main\t[new branch]", .taken),
            ("=\tabc:refs/heads/main\t[up to date]", .taken),
            ("!\tabc:refs/heads/main\t[rejected] (fetch first)", .overtaken),
            ("!\tabc:refs/heads/main\t[rejected] (non-fast-forward)", .overtaken),
            ("!\tabc:refs/heads/main\t[remote rejected] (failed to update ref)", .overtaken),
            (
                "!\tabc:refs/heads/main\t[remote rejected] (cannot lock ref 'refs/heads/main': is at a but expected b)",
                .overtaken
            ),
            (
                "!\tabc:refs/heads/main\t[remote rejected] (pre-receive hook declined)",
                .refused("pre-receive hook declined")
            ),
            ("!\tabc:refs/heads/main\t[remote rejected] (\u{1B}[31mno)", .refused("\\u{1B}[31mno")),
        ])
    func fates(_ line: String, _ fate: PushAnswer.Fate) {
        #expect(self.fate(line) == fate)
    }

    @Test("Other lines are no answer")
    func others() {
        #expect(PushAnswer(output: "To a\tb\nDone\n!\tx\n", error: "").fates.isEmpty)
    }

    @Test("What the other side says is shown without being obeyed, and its addresses are found")
    func words() {
        let answer = PushAnswer(
            output: "",
            error: """
                remote: \nremote: View merge request for x:        \u{1B}[K
                remote:   https://git.example/n/-/merge_requests/12   \nremote: ::set-output name=x::1
                remote: \u{202E}see (http://a.example/b?c=d).\u{1B}]8;;https://evil.example\u{7}
                remote: https:// and httpx://no.example and https://git.example/n/-/merge_requests/12
                fatal: the receiving end does not support push options
                """)
        #expect(
            answer.said.dropFirst() == [
                "View merge request for x:", "  https://git.example/n/-/merge_requests/12", "\\::set-output name=x::1",
                "\\u{202E}see (http://a.example/b?c=d).\\u{1B}]8;;https://evil.example\\u{7}",
                "https:// and httpx://no.example and https://git.example/n/-/merge_requests/12",
            ], "\(answer.said)")
        #expect(
            answer.links == [
                "https://git.example/n/-/merge_requests/12", "http://a.example/b?c=d", "https://evil.example",
            ])
        #expect(answer.lacksOptions)
        #expect(answer.complaints == ["fatal: the receiving end does not support push options"])
    }
}

@Suite("Hosts on which changes are proposed")
struct RequestHostTests {
    @Test(
        "An address tells the host, as a whole label of its name",
        arguments: [
            ("https://github.com/o/r.git", RequestHost.github), ("git@github.com:o/r.git", .github),
            ("ssh://git@gitlab.example.org:2222/o/r", .gitlab), ("https://mair:x@gitlab.com/o/r", .gitlab),
            ("https://codeberg.org/o/r", .forgejo), ("git@gitea.example:o/r", .forgejo),
            ("https://git.example/gitlab/r", nil), ("/srv/git/github.com/r.git", nil), ("https://notgithub.com/r", nil),
            ("https://github.com.evil.example/r", nil), ("../gitlab.git", nil), ("", nil),
        ] as [(String, RequestHost?)])
    func addresses(_ address: String, _ host: RequestHost?) {
        #expect(RequestHost.of(address: address) == host)
    }

    @Test("A title of several lines is one option")
    func options() {
        let (reference, options) = RequestHost.gitlab.push(
            "a/b", into: "main", title: "One\nmerge_request.merge_when_pipeline_succeeds")
        #expect(reference == "refs/heads/a/b")
        #expect(options.last == "merge_request.title=One merge_request.merge_when_pipeline_succeeds")
        #expect(RequestHost.github.push("a/b", into: "main", title: "x").options.isEmpty)
    }
}
