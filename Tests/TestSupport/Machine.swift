import CLibgit2

/// The machine that tests run on.
public enum Machine {
    /// Points the search for the user's and the system's settings elsewhere, once for the process: tests must not depend on
    /// the machine's. To read it is to do it.
    public static let settingsAreHidden: Void = {
        guard git_libgit2_init() > 0 else { return }
        for level in [
            GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_PROGRAMDATA,
        ] {
            _ = unsafe cotech_git_opt_set_search_path(Int32(level.rawValue), "/nonexistent")
        }
    }()
}
