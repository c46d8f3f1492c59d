import Interchange
import RecordModel
import Testing

@Suite("Who pushes")
struct PusherTests {
    @Test(
        "Each host's word counts",
        arguments: [
            (["GL_USERNAME": "mair", "GL_ID": "key-7"], "gitlab:mair"), (["GITEA_PUSHER_NAME": "Mair"], "forgejo:mair"),
            (["GITEA_PUSHER_NAME": "mair", "GITEA_DEPLOY_KEY_ID": "0"], "forgejo:mair"),
            (["GITHUB_USER_LOGIN": "mair"], "github:mair"), (["GL_USER": "mair"], "gitolite:mair"),
            (["REMOTE_USER": "mair"], "http:mair"),
            (["COTECH_ACTOR": "ssh:mair", "GL_USERNAME": "other"], "ssh:mair"),
        ])
    func hosts(_ environment: [String: String], _ identity: String) {
        #expect(Pusher.identity(in: environment)?.description == identity)
    }

    @Test(
        "What is no host's word says nothing",
        arguments: [
            [:], ["USER": "mair", "LOGNAME": "mair", "GIT_AUTHOR_EMAIL": "mair@ty-gwydr.example"], ["GL_USERNAME": ""],
            ["GITEA_PUSHER_NAME": "mair", "GITEA_DEPLOY_KEY_ID": "3"], ["COTECH_ACTOR": "mair"],
            ["COTECH_ACTOR": "nonsense", "GL_USERNAME": "mair"],
            ["COTECH_ACTOR": "", "GL_USERNAME": "mair"], ["GL_USERNAME": "ma ir"],
        ])
    func others(_ environment: [String: String]) {
        #expect(Pusher.identity(in: environment) == nil)
    }
}
