internal import CLibgit2

extension Repository {
    /// A setting of git's, such as `user.name`, from the environment, the repository, the user or the system in git's
    /// order.
    ///
    /// `nil` where it is unset or the settings cannot be read.
    public func config(_ name: String) -> String? {
        if let given = Repository.environmentValue(of: name) { return given }
        return unsafe withConfig { config in
            var value = unsafe git_buf()
            defer { unsafe git_buf_dispose(&value) }
            guard unsafe git_config_get_string_buf(&value, config, name) == 0, let start = unsafe value.ptr else {
                git_error_clear()
                return nil
            }
            return unsafe String(cString: start)
        }
    }

    /// A setting that is a path: `~` is the user's home.
    public func configPath(_ name: String) -> String? {
        if let given = Repository.environmentValue(of: name), !given.hasPrefix("~") { return given }
        return unsafe withConfig { config in
            var value = unsafe git_buf()
            defer { unsafe git_buf_dispose(&value) }
            guard unsafe git_config_get_path(&value, config, name) == 0, let start = unsafe value.ptr else {
                git_error_clear()
                return nil
            }
            return unsafe String(cString: start)
        }
    }

    /// A setting that is true or false in any of git's spellings. `nil` where it is unset or neither.
    public func configBool(_ name: String) -> Bool? {
        if let given = Repository.environmentValue(of: name) {
            var value: Int32 = 0
            return unsafe git_config_parse_bool(&value, given) == 0 ? value != 0 : nil
        }
        return unsafe withConfig { config in
            var value: Int32 = 0
            guard unsafe git_config_get_bool(&value, config, name) == 0 else {
                git_error_clear()
                return nil
            }
            return value != 0
        }
    }

    /// Writes a setting into the repository's own file.
    public func setConfig(_ name: String, _ value: String) throws(GitError) {
        try unsafe withOwnConfig { (local) throws(GitError) in
            try LibGit2.check(unsafe git_config_set_string(local, name, value), "set \(name)")
        }
    }

    /// Takes a setting out of the repository's own file; that it is not there is no failure.
    public func removeConfig(_ name: String) throws(GitError) {
        try unsafe withOwnConfig { (local) throws(GitError) in
            let code = unsafe git_config_delete_entry(local, name)
            guard code == GIT_ENOTFOUND.rawValue else { return try LibGit2.check(code, "unset \(name)") }
            git_error_clear()
        }
    }

    private func withOwnConfig(_ body: (OpaquePointer?) throws(GitError) -> Void) throws(GitError) {
        var config: OpaquePointer?
        var local: OpaquePointer?
        defer {
            unsafe git_config_free(local)
            unsafe git_config_free(config)
        }
        try LibGit2.check(unsafe git_repository_config(&config, handle), "read git's settings")
        try LibGit2.check(
            unsafe git_config_open_level(&local, config, GIT_CONFIG_LEVEL_LOCAL), "open the repository's settings")
        try unsafe body(local)
    }

    /// Whether the settings name another repository to fetch from or push to.
    public var hasRemote: Bool { !config(matching: "^remote\\..*\\.url$").isEmpty }

    /// The settings whose names match a regular expression, as git spells them, with their values.
    func config(matching expression: String) -> [(name: String, value: String)] {
        unsafe withConfig { config in
            var iterator: OpaquePointer?
            guard unsafe git_config_iterator_glob_new(&iterator, config, expression) == 0 else {
                git_error_clear()
                return []
            }
            defer { unsafe git_config_iterator_free(iterator) }
            var found: [(name: String, value: String)] = []
            var entry: UnsafeMutablePointer<git_config_entry>?
            while unsafe git_config_next(&entry, iterator) == 0, let entry = unsafe entry {
                guard let name = unsafe entry.pointee.name else { continue }
                let value = unsafe entry.pointee.value
                found.append((unsafe String(cString: name), unsafe value.map { unsafe String(cString: $0) } ?? "true"))
            }
            return found
        } ?? []
    }

    /// Runs something on the settings as they are now: libgit2 reads a file of theirs again when it has changed. Asked for
    /// a snapshot it would copy all of them for each question.
    private func withConfig<Value>(_ body: (OpaquePointer) -> Value?) -> Value? {
        var settings: OpaquePointer?
        guard unsafe git_repository_config(&settings, handle) == 0, let config = unsafe settings else {
            git_error_clear()
            return nil
        }
        defer { unsafe git_config_free(config) }
        return unsafe body(config)
    }
}
