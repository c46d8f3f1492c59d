internal import CLibgit2
internal import Synchronization

/// What git takes from the environment and libgit2 1.5 does not: other files of settings, and settings one by one.
///
/// Without them a commit would carry another person than git's own in the same shell.
public struct EnvironmentSettings: Sendable {
    /// The file that stands for the user's (`GIT_CONFIG_GLOBAL`).
    let userFile: String?
    /// The file that stands for the system's (`GIT_CONFIG_SYSTEM`); an empty one with `GIT_CONFIG_NOSYSTEM`.
    let systemFile: String?
    /// `GIT_CONFIG_KEY_n` and `GIT_CONFIG_VALUE_n`, which come before every file. The last of a name counts.
    private let values: [String: String]

    /// No file and no value.
    init() { (userFile, systemFile, values) = (nil, nil, [:]) }

    /// What an environment says.
    public init(_ environment: [String: String]) {
        userFile = environment["GIT_CONFIG_GLOBAL"]
        let without = ["1", "true", "yes", "on"].contains(environment["GIT_CONFIG_NOSYSTEM"]?.lowercased() ?? "")
        systemFile = without ? EnvironmentSettings.empty : environment["GIT_CONFIG_SYSTEM"]
        var values: [String: String] = [:]
        let count = environment["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
        for number in 0..<max(0, min(count, 10_000)) {
            guard let key = environment["GIT_CONFIG_KEY_\(number)"],
                let value = environment["GIT_CONFIG_VALUE_\(number)"]
            else { continue }
            values[EnvironmentSettings.name(key)] = value
        }
        self.values = values
    }

    static let empty = "/dev/null"

    /// Letter case counts only between the first dot and the last.
    private static func name(_ key: String) -> String {
        guard let first = key.firstIndex(of: "."), let last = key.lastIndex(of: ".") else { return key.lowercased() }
        return key[..<first].lowercased() + key[first..<last] + key[last...].lowercased()
    }

    func value(of name: String) -> String? { values[EnvironmentSettings.name(name)] }
}

extension Repository {
    private static let followed = Mutex(EnvironmentSettings())

    /// Has every repository that is opened from now on follow these settings; once for the process, as libgit2's own
    /// options are.
    public static func follow(_ settings: EnvironmentSettings) { followed.withLock { $0 = settings } }

    /// What the environment sets a name to, which comes before what any file says.
    static func environmentValue(of name: String) -> String? { followed.withLock { $0.value(of: name) } }

    /// Has a repository read the files that the environment names instead of the usual ones.
    @unsafe static func readEnvironmentFiles(for handle: OpaquePointer) throws(GitError) {
        let settings = followed.withLock { $0 }
        var files: [(git_config_level_t, String)] = []
        if let file = settings.systemFile { files.append((GIT_CONFIG_LEVEL_SYSTEM, file)) }
        if let file = settings.userFile {
            files += [(GIT_CONFIG_LEVEL_XDG, EnvironmentSettings.empty), (GIT_CONFIG_LEVEL_GLOBAL, file)]
        }
        guard !files.isEmpty else { return }
        var config: OpaquePointer?
        try LibGit2.check(unsafe git_repository_config(&config, handle), "read git's settings")
        defer { unsafe git_config_free(config) }
        for (level, file) in files {
            try LibGit2.check(
                unsafe git_config_add_file_ondisk(config, file, level, handle, 1), "read git's settings in \(file)")
        }
    }
}
