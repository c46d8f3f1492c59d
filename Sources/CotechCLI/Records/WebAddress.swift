import RecordModel
import RecordStore

/// Addresses of pages on the host that keeps the repository, made from the setting `web`.
enum WebAddress {
    /// Where a record can be edited in a browser; nil where settings name no host, or the record is not public.
    static func editing(_ record: Record, _ snapshot: Snapshot) -> String? {
        guard record.kind.home == .public, let web = snapshot.settings[StoreSettings.web],
            let kind = snapshot.kind(record.kind.name), let entry = (try? snapshot.entry(of: kind, record.id)) ?? nil
        else { return nil }
        let branch = snapshot.branch ?? "main"
        if web.contains("{path}") {
            return web.replacing("{path}", with: entry.path).replacing("{branch}", with: branch)
        }
        let base = web.hasSuffix("/") ? String(web.dropLast()) : web
        // GitHub has its own form; GitLab's is that of the others.
        return base.hasPrefix("https://github.com/")
            ? "\(base)/edit/\(branch)/\(entry.path)" : "\(base)/-/edit/\(branch)/\(entry.path)"
    }
}
