/// Two revisions as git writes them: `A..B`, or `A` for what has happened since.
struct Revisions {
    let from: String
    let to: String
    /// Whether the first is only where the two parted: `A...B`.
    let isSincePartingOnly: Bool

    /// - Parameter tip: the second one where the text names the first alone; nil for what is checked out.
    init(_ text: String, to tip: String? = nil) throws {
        var ends = text.components(parting: "...")
        isSincePartingOnly = ends.count == 2
        if !isSincePartingOnly { ends = text.components(parting: "..") }
        guard ends.count <= 2, ends.contains(where: { !$0.isEmpty }) else {
            throw CommandFailure(
                "\"\(text)\" is no pair of revisions", help: "write it as main..HEAD", status: .usage)
        }
        from = ends[0].isEmpty ? "HEAD" : ends[0]
        to = ends.count < 2 ? tip ?? "HEAD" : ends[1].isEmpty ? "HEAD" : ends[1]
    }
}

extension String {
    /// The text before and after the first `separator`; the whole text where it has none.
    fileprivate func components(parting separator: String) -> [String] {
        guard let range = firstRange(of: separator) else { return [self] }
        return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
    }
}
