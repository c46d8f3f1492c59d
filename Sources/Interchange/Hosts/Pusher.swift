public import RecordModel

/// Who pushes, as a host tells its `pre-receive` hooks in the environment.
///
/// Each name is set by the host's own program after it has asked for a password or a key, so that nobody who pushes can
/// choose it; where no such program stands in front of git, nothing here can be believed (`docs/ownership.md`).
public enum Pusher {
    /// Whoever pushes; nil where the environment does not say, or names a key that is nobody's.
    public static func identity(in environment: [String: String]) -> HostIdentity? {
        func named(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        // Whoever sets it says who it is: an empty one is nobody, and not whom another variable names.
        if let own = environment["COTECH_ACTOR"] { return HostIdentity(own) }
        if let login = named("GL_USERNAME") { return HostIdentity("gitlab:\(login)") }
        if let login = named("GITEA_PUSHER_NAME") {
            // A deploy key pushes in the name of the repository's owner, who may know nothing of it.
            let isDeployKey = named("GITEA_DEPLOY_KEY_ID").map { $0 != "0" } ?? false
            return isDeployKey ? nil : HostIdentity("forgejo:\(login)")
        }
        if let login = named("GITHUB_USER_LOGIN") { return HostIdentity("github:\(login)") }
        if let login = named("GL_USER") { return HostIdentity("gitolite:\(login)") }
        if let login = named("REMOTE_USER") { return HostIdentity("http:\(login)") }
        return nil
    }

    /// Whether the host shows a line that begins with `GL-HOOK-ERR:` on its own pages, as GitLab does.
    public static func showsMarkedLines(in environment: [String: String]) -> Bool { environment["GL_ID"] != nil }
}
