import Foundation
import TestSupport
import Git
import RecordModel

/// A record as plain data: what a text says, not how.
struct SyntheticRecord: Hashable {
    /// `name`, `email`, `confirmed`, `x-note`, unknown keys.
    var scalars: [String: String] = [:]
    /// `skills`, `formerly`.
    var sets: [String: Set<String>] = [:]
    /// `contacts`.
    var contacts: [String: String] = [:]
    /// The text of the file.
    var about = ""
    /// Whether the file does not parse.
    var isBroken = false

    /// The text of a file that says this; `style` chooses among the ways of saying it.
    func text(style: Int, isMarkdown: Bool) -> String {
        var lines: [String] = []
        let keys = style % 2 == 0 ? scalars.keys.sorted() : scalars.keys.sorted().reversed()
        for key in keys {
            let value = scalars[key] ?? ""
            lines.append(style % 3 == 0 ? "\(key): \"\(value)\"" : "\(key): \(value)")
        }
        if style % 5 == 1 { lines.append("# restyled \(style)") }
        for (key, elements) in sets.sorted(by: { $0.key < $1.key }) where !elements.isEmpty {
            let sorted = style % 2 == 0 ? elements.sorted() : elements.sorted().reversed()
            if style % 4 == 3 {
                lines.append("\(key): [\(sorted.joined(separator: ", "))]")
            } else {
                lines.append("\(key):")
                lines += sorted.map { style % 2 == 0 ? "- \($0)" : "  - \($0)" }
            }
        }
        if !contacts.isEmpty {
            lines.append("contacts:")
            lines += contacts.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
        }
        // A key twice is refused, whatever else the file says.
        if isBroken { lines += ["name: one", "name: two"] }
        let front = lines.map { $0 + "\n" }.joined()
        guard isMarkdown else { return front }
        let words = about.split(separator: " ")
        let body = style % 3 == 1 ? words.joined(separator: "\n") : words.joined(separator: " ")
        return "---\n\(front)---\n" + (about.isEmpty ? "" : "\n\(body)\n")
    }
}

/// A commit as plain data.
struct SyntheticCommit {
    var parents: [Int]
    var author: Int
    var committer: Int
    var message = "A commit"
    /// The records of each kind, by id.
    var coops: [String: SyntheticRecord]
    /// How the text of each is laid out: style, and where: bit 0 the other format, bit 1 a sharded folder.
    var layout: [String: Int] = [:]
    /// The commits that the message says it undoes, and how.
    var undoes: [Int] = []
    var renames: [(old: String, new: String)] = []
    /// `-x` mode for these files.
    var executable: Set<String> = []

    func path(of id: String) -> String {
        let place = layout[id, default: 0] / 100
        let isYAML = place & 1 != 0 && coops[id]?.about.isEmpty ?? true
        return "coops/" + (place & 2 != 0 ? "_\(id.prefix(2))/" : "") + id + (isYAML ? ".yaml" : ".md")
    }
}

/// A history as plain data, and the git objects that say the same.
struct SyntheticHistory {
    var commits: [SyntheticCommit] = []

    /// The kind that synthetic records are of.
    static let kind = Kind(
        "coops", singular: "coop", path: "coops/{id}.md", summary: "Co-ops.",
        fields: [
            Field("name", .text, "The name."), Field("email", .text, "The address.").formerly("mail"),
            Field<[String]>.set("skills", of: .text, "Skills."), Field<[String]>.set("formerly", of: .text, "Ids."),
            Field<[(key: String, value: String)]>.map("contacts", from: .text, to: .text, "People."),
            Field("confirmed", .text, "Confirmed.").notSubstantive(), Field<String>.body("about", "The text."),
        ] as [any FieldOfKind], ownership: .placeholder("id", .asks))

    /// Adds a commit that changes the records of its first parent.
    @discardableResult
    mutating func commit(
        _ message: String = "A commit", on parents: [Int]? = nil, at seconds: Int? = nil,
        _ change: (inout SyntheticCommit) -> Void = { _ in }
    ) -> Int {
        let parents = parents ?? (commits.isEmpty ? [] : [commits.count - 1])
        let seconds = seconds ?? 1_500_000_000 + commits.count * 86_400
        var commit =
            parents.first.map { commits[$0] }
            ?? SyntheticCommit(parents: [], author: 0, committer: 0, coops: [:])
        commit.parents = parents
        commit.author = seconds
        commit.committer = seconds
        commit.message = message
        commit.undoes = []
        commit.renames = []
        change(&commit)
        commits.append(commit)
        return commits.count - 1
    }

    /// Writes the history; gives the id of each commit.
    func write(to repository: Repository) throws -> [ObjectID] {
        var ids: [ObjectID] = []
        for commit in commits {
            var changes: [String: TreeEntry?] = ["README": .file(try repository.writeBlob(Array("text".utf8)))]
            for (id, record) in commit.coops {
                let path = commit.path(of: id)
                let text = record.text(style: commit.layout[id, default: 0] % 100, isMarkdown: path.hasSuffix(".md"))
                let mode: FileMode = commit.executable.contains(id) ? .executable : .file
                changes[path] = TreeEntry(mode: mode, id: try repository.writeBlob(Array(text.utf8)))
            }
            let tree = try repository.updatingTree(nil, changes: changes)
            func person(_ seconds: Int) -> Signature {
                Signature(name: "Ann", email: "ann@example.org", seconds: Int64(seconds))
            }
            ids.append(
                try repository.createCommit(
                    tree: tree, parents: commit.parents.map { ids[$0] }, author: person(commit.author),
                    committer: person(commit.committer), message: message(of: commit, ids), signing: .never))
        }
        for id in ids { try repository.storeObjects(of: id) }
        return ids
    }

    private func message(of commit: SyntheticCommit, _ ids: [ObjectID]) -> String {
        var message = commit.message
        var trailers: [String] = []
        for (place, undone) in commit.undoes.enumerated() {
            if place == 0 {
                message += "\n\nThis reverts commit \(ids[undone])."
            } else {
                trailers.append("Cotech-Undo: \(ids[undone])")
            }
        }
        trailers += commit.renames.map { "Cotech-Mechanical: rename coops/\($0.old) coops/\($0.new)" }
        return trailers.isEmpty ? message : message + "\n\n" + trailers.joined(separator: "\n")
    }
}

/// A repository that is gone after the test.
final class TemporaryRepository {
    let path: String
    let repository: Repository

    init() throws {
        // In memory where there is such a place: hundreds of histories are written, each object synced.
        let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        path = "\(base)/cotech-history-\(UUID().uuidString)"
        repository = try Repository.initialise(path, bare: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Runs git in the repository and gives what it prints.
    func git(_ arguments: String...) throws -> String { try TemporaryRepository.git(in: path, arguments) }

    static func git(in path: String, _ arguments: [String]) throws -> String {
        let environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin", "HOME": "/nonexistent",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": "*",
        ]
        return try Program.run("git", arguments, in: path, environment: environment).trimmed
    }
}
