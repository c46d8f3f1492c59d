import RecordModel
import Testing

@Suite struct HostIdentityTests {
    @Test(arguments: ["gitlab:mair", "github:O-Hara", "gitlab.example:a.b_c", "http:mair@ty-gwydr.example"])
    func `An account of a host is read, in lower case`(text: String) throws {
        let identity = try #require(HostIdentity(text))
        #expect(identity.description == text.lowercased())
        #expect(identity == HostIdentity(text.uppercased()))
    }

    @Test(
        arguments: [
            "mair", "gitlab:", ":mair", "gitlab:ma ir", "gitlab:mair\n", "git lab:mair", "gitlab:m\u{430}ir",
            "gitlab:\u{212A}ate", "Mair <gitlab:mair>", "gitlab:a:b", "gitlab:a/b", "",
        ])
    func `What only looks like an account is none`(text: String) {
        #expect(HostIdentity(text) == nil)
    }

    @Test func `Records hold accounts in one form, and say what is wrong with others`() {
        let form = ScalarType.identity.form
        #expect(form.read("GitLab:Mair") == .text("gitlab:mair"))
        #expect(form.read("mair@ty-gwydr.example") == .invalid("mair@ty-gwydr.example"))
    }
}
