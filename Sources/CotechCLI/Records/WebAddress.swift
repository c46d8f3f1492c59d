import Interchange
import RecordModel
import RecordStore

/// Addresses of pages on the host that keeps the repository, made from the setting `web`.
enum WebAddress {
    /// Where a record can be edited in a browser; nil where settings name no host, or the record is not public.
    static func editing(_ record: Record, _ snapshot: Snapshot) -> String? {
        guard record.kind.home == .public, let web = snapshot.settings[StoreSettings.web],
            let kind = snapshot.kind(record.kind.name), let entry = (try? snapshot.entry(of: kind, record.id)) ?? nil
        else { return nil }
        return editing(entry.path, on: snapshot.branch ?? "main", web: web)
    }

    /// Where a file can be edited in a browser, at a line where that is said.
    ///
    /// - Parameter web: the address of the repository, or a pattern with `{path}` in it.
    static func editing(_ path: String, on branch: String, web: String, line: Int? = nil) -> String {
        let (path, branch) = (encoded(path), encoded(branch))
        let place = line.map { "#L\($0)" } ?? ""
        if web.contains("{path}") {
            return web.replacing("{path}", with: path).replacing("{branch}", with: branch)
        }
        let base = web.hasSuffix("/") ? String(web.dropLast()) : web
        // GitHub has its own form; GitLab's is that of the others.
        return base.hasPrefix("https://github.com/")
            ? "\(base)/edit/\(branch)/\(path)\(place)" : "\(base)/-/edit/\(branch)/\(path)\(place)"
    }

    /// The page on which a request to merge a branch is made by hand; nil where it is not known.
    ///
    /// - Parameter web: the address of the repository's own page.
    static func proposing(_ branch: String, into target: String, on host: RequestHost, web: String) -> String? {
        guard !web.contains("{") else { return nil }
        let base = web.hasSuffix("/") ? String(web.dropLast()) : web
        let (branch, target) = (encoded(branch), encoded(target))
        switch host {
        case .gitlab: return "\(base)/-/merge_requests/new?merge_request%5Bsource_branch%5D=\(branch)"
        case .github, .forgejo: return "\(base)/compare/\(target)...\(branch)"
        case .plain: return nil
        }
    }

    /// A path whose names can stand in an address, whatever somebody called a file or a branch.
    private static func encoded(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-._~/".utf8.contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            result += isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
        }
        return result
    }
}
