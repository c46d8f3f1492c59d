/// Reads the bytes of a commit object line by line.
///
/// Real histories hold commits that git itself would no longer write, so whatever can be made out is: a
/// person without a name or a date, a header that nobody knows, a message in Latin-1.
@unsafe struct CommitParser {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

    mutating func header() throws(GitError) -> CommitHeader {
        guard let tree = unsafe idLine("tree ") else { throw GitError.damagedCommit }
        var parents: [ObjectID] = []
        while let parent = unsafe idLine("parent ") { parents.append(parent) }
        var author: Int64?
        var committer: Int64?
        while let line = unsafe nextLine() {
            if unsafe has(line, "author ") {
                author = unsafe author ?? time(line).seconds
            } else if unsafe has(line, "committer ") {
                committer = unsafe committer ?? time(line).seconds
                break
            }
        }
        return CommitHeader(
            tree: tree, parents: parents, authorSeconds: author ?? committer ?? 0,
            committerSeconds: committer ?? author ?? 0)
    }

    /// Whether a line from here on begins with one of the texts.
    func hasLine(beginningWith beginnings: [StaticString]) -> Bool {
        guard !beginnings.isEmpty else { return false }
        var start = unsafe position
        while unsafe start < bytes.count {
            for beginning in beginnings where unsafe has(start..<bytes.count, beginning) { return true }
            while unsafe start < bytes.count && bytes[start] != 0x0a && bytes[start] != 0x0d { start += 1 }
            start += 1
        }
        return false
    }

    mutating func commit(_ id: ObjectID) throws(GitError) -> Commit {
        guard let tree = unsafe idLine("tree ") else { throw GitError.damagedCommit }
        var parents: [ObjectID] = []
        while let parent = unsafe idLine("parent ") { parents.append(parent) }
        var author: Range<Int>?
        var committer: Range<Int>?
        var encoding = ""
        var isSigned = false
        while let line = unsafe nextLine() {
            if unsafe has(line, "author ") {
                author = author ?? line.dropFirst(7)
            } else if unsafe has(line, "committer ") {
                committer = committer ?? line.dropFirst(10)
            } else if unsafe has(line, "encoding ") {
                encoding = unsafe text(line.dropFirst(9), "").lowercased()
            } else if unsafe has(line, "gpgsig") {
                isSigned = true
            }
        }
        return unsafe Commit(
            id: id, tree: tree, parents: parents,
            author: signature(author ?? committer, encoding), committer: signature(committer ?? author, encoding),
            message: text(position..<bytes.count, encoding), isSigned: isSigned)
    }

    /// The next line of the header without its newline, or `nil` after the blank line that ends it.
    private mutating func nextLine() -> Range<Int>? {
        let start = unsafe position
        var end = start
        while unsafe end < bytes.count && bytes[end] != 0x0a { end += 1 }
        unsafe position = min(end + 1, bytes.count)
        return end > start ? start..<end : nil
    }

    private mutating func idLine(_ key: StaticString) -> ObjectID? {
        let start = unsafe position
        guard unsafe has(start..<bytes.count, key) else { return nil }
        let first = start + key.utf8CodeUnitCount
        guard unsafe first + 40 < bytes.count && bytes[first + 40] == 0x0a else { return nil }
        var digits = HexDigits()
        for index in first..<(first + 40) where unsafe !digits.append(bytes[index]) { return nil }
        unsafe position = first + 41
        return digits.id
    }

    private func has(_ line: Range<Int>, _ key: StaticString) -> Bool {
        guard line.count >= key.utf8CodeUnitCount else { return false }
        for index in 0..<key.utf8CodeUnitCount
        where unsafe bytes[line.lowerBound + index] != key.utf8Start[index] {
            return false
        }
        return true
    }

    /// The seconds and the offset at the end of a person's line: what follows the last `>`.
    private func time(_ line: Range<Int>) -> (seconds: Int64, offset: Int) {
        var index = line.upperBound
        while index > line.lowerBound, unsafe bytes[index - 1] != UInt8(ascii: ">") { index -= 1 }
        guard index > line.lowerBound else { return (0, 0) }
        func number() -> (value: Int64, isNegative: Bool)? {
            while index < line.upperBound, unsafe bytes[index] == 0x20 { index += 1 }
            var isNegative = false
            if index < line.upperBound, unsafe bytes[index] == 0x2d || bytes[index] == 0x2b {
                isNegative = unsafe bytes[index] == 0x2d
                index += 1
            }
            var value: Int64 = 0
            var digits = 0
            while index < line.upperBound, case let digit = unsafe bytes[index], digit >= 0x30, digit <= 0x39 {
                let (product, over) = value.multipliedReportingOverflow(by: 10)
                let (sum, overAgain) = product.addingReportingOverflow(Int64(digit - 0x30))
                // A time beyond the range is as far away as any other.
                value = over || overAgain ? .max : sum
                digits += 1
                index += 1
            }
            return digits == 0 ? nil : (value, isNegative)
        }
        guard let seconds = number() else { return (0, 0) }
        var offset = 0
        if let zone = number() {
            let minutes = Int(zone.value % 100) + 60 * Int((zone.value / 100) % 100)
            offset = zone.isNegative ? -minutes : minutes
        }
        return (seconds.isNegative ? -seconds.value : seconds.value, offset)
    }

    private func signature(_ line: Range<Int>?, _ encoding: String) -> Signature {
        guard let line else { return Signature(name: "", email: "", seconds: 0) }
        let when = unsafe time(line)
        var open = line.lowerBound
        while open < line.upperBound, unsafe bytes[open] != UInt8(ascii: "<") { open += 1 }
        var close = line.upperBound
        while close > open, unsafe bytes[close - 1] != UInt8(ascii: ">") { close -= 1 }
        var nameEnd = open
        while nameEnd > line.lowerBound, unsafe bytes[nameEnd - 1] == 0x20 { nameEnd -= 1 }
        let email = open < close ? (open + 1)..<max(open + 1, close - 1) : open..<open
        return unsafe Signature(
            name: text(line.lowerBound..<nameEnd, encoding), email: text(email, encoding), seconds: when.seconds,
            offset: when.offset)
    }

    /// UTF-8 unless the commit says Latin-1, the one other encoding that is still met.
    private func text(_ range: Range<Int>, _ encoding: String) -> String {
        let slice = unsafe bytes[range]
        switch encoding {
        case "iso-8859-1", "iso8859-1", "latin1", "latin-1":
            var scalars = String.UnicodeScalarView()
            for index in range { scalars.append(Unicode.Scalar(unsafe bytes[index])) }
            return String(scalars)
        default:
            return unsafe String(decoding: slice, as: UTF8.self)
        }
    }
}

extension Range<Int> {
    fileprivate func dropFirst(_ count: Int) -> Range<Int> { (lowerBound + count)..<upperBound }
}
