internal import CLibgit2

extension Repository {
    /// What a reference pointed at before, as its log has it, the newest first and what it points at now among it;
    /// nothing where no log is kept, or none that can be read.
    ///
    /// - Parameter name: its full name, such as `refs/remotes/origin/main`.
    public func formerValues(of name: String) -> [ObjectID] {
        var log: OpaquePointer?
        guard unsafe git_reflog_read(&log, handle, name) == 0 else {
            git_error_clear()
            return []
        }
        defer { unsafe git_reflog_free(log) }
        var found: [ObjectID] = []
        for index in 0..<(unsafe git_reflog_entrycount(log)) {
            guard let entry = unsafe git_reflog_entry_byindex(log, index) else { continue }
            let new = unsafe git_reflog_entry_id_new(entry).map { unsafe ObjectID($0.pointee) }
            let old = unsafe git_reflog_entry_id_old(entry).map { unsafe ObjectID($0.pointee) }
            for case let value? in [new, old] where !value.isZero && found.last != value { found.append(value) }
        }
        return found
    }
}
