import Foundation

/// A stream for `git fast-import`, on standard output.
struct FastImport {
    private var buffer: [UInt8] = []
    private(set) var commits = 0

    /// Begins a commit.
    ///
    /// - Parameters:
    ///   - from: the mark it follows; nil for the branch's newest.
    ///   - merging: the mark of a second parent.
    /// - Returns: its mark.
    @discardableResult
    mutating func commit(
        on branch: String, _ message: String, author: (name: String, seconds: Int), committed: Int, from: Int? = nil,
        merging: Int? = nil
    ) -> Int {
        commits += 1
        let address = author.name.split(separator: " ")[0].lowercased().filter(\.isASCII) + "@example.coop"
        put("commit refs/heads/\(branch)\nmark :\(commits)\nauthor \(author.name) <\(address)> \(author.seconds) +0000\n")
        put("committer \(author.name) <\(address)> \(committed) +0000\n")
        data(message + "\n")
        if let from { put("from :\(from)\n") }
        if let merging { put("merge :\(merging)\n") }
        return commits
    }

    mutating func write(_ path: String, _ text: String) {
        put("M 100644 inline \(path)\n")
        data(text)
    }

    mutating func remove(_ path: String) { put("D \(path)\n") }

    mutating func finish() {
        put("done\n")
        flush()
    }

    private mutating func data(_ text: String) {
        put("data \(text.utf8.count)\n")
        put(text)
        put("\n")
    }

    private mutating func put(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count > 1 << 20 { flush() }
    }

    private mutating func flush() {
        FileHandle.standardOutput.write(Data(buffer))
        buffer.removeAll(keepingCapacity: true)
    }
}
