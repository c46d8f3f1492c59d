internal import CLibgit2

/// Texts merged line by line, as git merges them.
public enum TextMerge {
    /// A run of lines of the merged text.
    public enum Chunk: Hashable, Sendable {
        /// Lines that both sides have, or that one of them changed.
        case agreed([UInt8])
        /// Lines that the two sides changed differently.
        case conflict(ours: [UInt8], theirs: [UInt8])
    }

    /// The merged text, in chunks; nil where one of the texts is none, by git's measure: a NUL near its start.
    ///
    /// - Parameter base: what both come from; empty where they have nothing in common.
    public static func chunks(base: [UInt8], ours: [UInt8], theirs: [UInt8]) throws(GitError) -> [Chunk]? {
        if let failure = LibGit2.failureToStart { throw failure }
        if [base, ours, theirs].contains(where: isBinary) { return nil }
        // The library gives the text with marks in it. A mark longer than any run of its letters is nobody's text.
        let length = max(longestMark(in: base), longestMark(in: ours), longestMark(in: theirs), 7) + 1
        guard length <= UInt16.max else { return [.conflict(ours: ours, theirs: theirs)] }
        let merged = try merged(base, ours, theirs, markSize: UInt16(length))
        return parted(merged, by: length)
    }

    private static func isBinary(_ bytes: [UInt8]) -> Bool { bytes.prefix(8_000).contains(0) }

    /// The longest run of a mark's letter at the start of a line.
    private static func longestMark(in bytes: [UInt8]) -> Int {
        var longest = 0
        var start = 0
        while start < bytes.count {
            var end = start
            if marks.contains(bytes[start]) { while end < bytes.count, bytes[end] == bytes[start] { end += 1 } }
            longest = max(longest, end - start)
            start = (bytes[end...].firstIndex(of: newline) ?? bytes.count) + 1
        }
        return longest
    }

    private static let marks = Array("<=>".utf8)
    private static let newline = UInt8(ascii: "\n")

    private static func merged(
        _ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8], markSize: UInt16
    ) throws(GitError) -> [UInt8] {
        var options = unsafe git_merge_file_options()
        try LibGit2.check(
            unsafe git_merge_file_options_init(&options, UInt32(GIT_MERGE_FILE_OPTIONS_VERSION)), "prepare a merge")
        unsafe options.marker_size = markSize
        var result = unsafe git_merge_file_result()
        defer { unsafe git_merge_file_result_free(&result) }
        let code = unsafe withInput(base) { base in
            unsafe withInput(ours) { ours in
                unsafe withInput(theirs) { theirs in unsafe git_merge_file(&result, base, ours, theirs, &options) }
            }
        }
        try LibGit2.check(code, "merge two texts")
        return unsafe [UInt8](UnsafeRawBufferPointer(start: result.ptr, count: result.len))
    }

    @unsafe private static func withInput(
        _ bytes: [UInt8], _ body: (UnsafePointer<git_merge_file_input>) -> Int32
    ) -> Int32 {
        unsafe bytes.withUnsafeBytes { buffer in
            var input = unsafe git_merge_file_input()
            unsafe input.version = UInt32(GIT_MERGE_FILE_INPUT_VERSION)
            // An empty text has no address of its own.
            unsafe input.ptr = (buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1))?.assumingMemoryBound(
                to: CChar.self)
            unsafe input.size = buffer.count
            return unsafe body(&input)
        }
    }

    private static func parted(_ merged: [UInt8], by length: Int) -> [Chunk] {
        enum Place { case agreed, ours, theirs }
        var place = Place.agreed
        var chunks: [Chunk] = []
        var lines: [Place: [UInt8]] = [:]
        var start = 0
        while start < merged.count {
            let end = merged[start...].firstIndex(of: newline).map { $0 + 1 } ?? merged.count
            let line = merged[start..<end]
            start = end
            switch line.prefix(length).count == length && line.prefix(length).allSatisfy({ $0 == line.first })
                ? line.first : nil
            {
            case UInt8(ascii: "<"):
                if let agreed = lines[.agreed] { chunks.append(.agreed(agreed)) }
                lines = [:]
                place = .ours
            case UInt8(ascii: "="): place = .theirs
            case UInt8(ascii: ">"):
                chunks.append(.conflict(ours: lines[.ours] ?? [], theirs: lines[.theirs] ?? []))
                lines = [:]
                place = .agreed
            default: lines[place, default: []] += line
            }
        }
        if let agreed = lines[.agreed] { chunks.append(.agreed(agreed)) }
        return chunks
    }
}
