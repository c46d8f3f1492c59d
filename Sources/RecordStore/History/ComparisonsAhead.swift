internal import Git

/// The comparisons that a walk is going to ask for, made many at a time: texts are read fastest together, and a second
/// thread goes ahead of the walk.
final class ComparisonsAhead {
    private let versions: VersionStore
    private let comparisons: [VersionComparison]
    private let sharing: WorkSharing
    private var windows: [Window] = []
    private var parts: [Part]
    private var next = 0
    private let shared: SharedParts<Part, Found, GitError>?

    /// A version that the walk begins with, and its place among them.
    private struct Head: Sendable {
        let place: Int
        let kind: Int
        let version: Int
    }

    /// What is done at once.
    private struct Part: Sendable {
        var heads: [Head] = []
        var pairs: [VersionPair] = []
    }

    private struct Found: Sendable {
        let leaves: [(place: Int, leaves: [FieldLeaf]?)]
        let compared: [VersionStore.Comparison]
        var learnt: [VersionStore.Learnt] = []
    }

    /// Rows that are compared together.
    private struct Window {
        let rows: Range<Int>
        let parts: Range<Int>
    }

    /// A record's versions are compared with their neighbours, so each record is in the same part of every window, and
    /// mostly one thread's alone.
    private static let partsOfWindow = 8

    /// How many windows the second thread may be ahead, since what it finds has to be kept.
    private static let windowsAhead = 3

    /// - Parameters:
    ///   - commits: the rows of each commit, in the order of the walk.
    ///   - heads: the versions that the walk begins with.
    init(
        of commits: [Range<Int>], from heads: [(record: Int, version: Int)], in reader: RowReader,
        _ versions: VersionStore, by comparisons: [VersionComparison], _ sharing: WorkSharing
    ) {
        self.versions = versions
        self.comparisons = comparisons
        self.sharing = sharing
        parts = Array(repeating: Part(), count: ComparisonsAhead.partsOfWindow)
        for (place, head) in heads.enumerated() {
            let kind = reader.records.kindOf[head.record]
            parts[head.record % ComparisonsAhead.partsOfWindow].heads.append(
                Head(place: place, kind: kind, version: head.version))
        }
        var pairs = 0
        var start = commits.first?.lowerBound ?? 0
        for (place, commit) in commits.enumerated()
        where commit.upperBound >= start + sharing.window || place == commits.count - 1 {
            // A commit's rows are asked for together.
            let first = parts.count
            parts += Array(repeating: Part(), count: ComparisonsAhead.partsOfWindow)
            for row in reader.rows[start..<commit.upperBound] {
                guard let pair = reader.pair(row) else { continue }
                parts[first + Int(row.record) % ComparisonsAhead.partsOfWindow].pairs.append(pair)
                pairs += 1
            }
            windows.append(Window(rows: start..<commit.upperBound, parts: first..<parts.count))
            start = commit.upperBound
        }
        guard pairs > sharing.comparisons, versions.repository.canBeSharedOut else {
            shared = nil
            return
        }
        shared = SharedParts(limit: (ComparisonsAhead.windowsAhead + 1) * ComparisonsAhead.partsOfWindow) {
            [keys = versions.keys.all, path = versions.repository.gitDirectory, comparisons] () throws(GitError) in
            let versions = VersionStore(
                try Repository.open(path, discovering: false), keys: VersionKeys(all: keys), isForAnother: true)
            return { (part) throws(GitError) in
                var found = try ComparisonsAhead.work(on: part, versions, comparisons)
                found.learnt = versions.takeLearnt()
                return found
            }
        }
        shared?.addAll(parts)
    }

    private static func work(
        on part: Part, _ versions: VersionStore, _ comparisons: [VersionComparison]
    ) throws(GitError) -> Found {
        var leaves: [(place: Int, leaves: [FieldLeaf]?)] = []
        try versions.read(ahead: part.heads.map(\.version))
        for head in part.heads {
            let content = try versions.content(of: head.version)
            if case .readable(let document) = content {
                leaves.append((head.place, comparisons[head.kind].leaves(of: document)))
            } else {
                leaves.append((head.place, nil))
            }
        }
        return Found(leaves: leaves, compared: try versions.compare(part.pairs, by: comparisons))
    }

    /// Gives the leaves of the versions that the walk begins with, by their places; nil where one cannot be read.
    func readHeads(_ body: (Int, [FieldLeaf]?) -> Void) throws(GitError) {
        try work(on: 0..<ComparisonsAhead.partsOfWindow) { found in
            for (place, leaves) in found.leaves { body(place, leaves) }
        }
    }

    /// Whether a row is in one of the windows.
    func covers(_ row: Int) -> Bool { row < windows.last?.rows.upperBound ?? 0 }

    /// Whether a row's comparison has been made, or is not to be made ahead.
    func hasReached(_ row: Int) -> Bool { next == windows.count || row < windows[next].rows.lowerBound }

    /// Compares the next window.
    func compareNext(_ body: ([VersionStore.Comparison]) -> Void) throws(GitError) {
        let window = windows[next]
        next += 1
        // A few are compared when they are asked for.
        if shared == nil, parts[window.parts].reduce(0, { $0 + $1.pairs.count }) <= sharing.comparisons { return }
        try work(on: window.parts) { body($0.compared) }
    }

    private func work(on range: Range<Int>, _ body: (Found) -> Void) throws(GitError) {
        guard let shared else {
            let all = Part(heads: parts[range].flatMap(\.heads), pairs: parts[range].flatMap(\.pairs))
            return body(try ComparisonsAhead.work(on: all, versions, comparisons))
        }
        shared.allow(upTo: range.upperBound + ComparisonsAhead.windowsAhead * ComparisonsAhead.partsOfWindow)
        try shared.complete(range) { (_, part) throws(GitError) in
            body(try ComparisonsAhead.work(on: part, versions, comparisons))
        } theirs: { (_, found) throws(GitError) in
            versions.learn(found.learnt)
            body(found)
        }
    }
}
