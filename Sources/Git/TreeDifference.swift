#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

extension Tree {
    /// Gives each entry that is in one tree and not, or not the same, in the other, in one pass.
    ///
    /// A file that became a folder, or the other way round, is given twice: once gone and once new, since
    /// git sorts the two apart. Nothing is compared inside folders: compare their trees in turn.
    ///
    /// A walk over a long history does this for each commit, and in most of them one entry of many differs.
    /// So what the trees have in common at the start and after each difference is compared as plain bytes,
    /// and only the entries before a difference are parsed, once.
    ///
    /// - Parameter body: takes the name, valid only while it runs, the old entry (`nil` where it is new) and
    ///   the new one (`nil` where it is gone).
    /// - Throws: `corrupt`, or what `body` throws.
    public static func forEachDifference(
        from old: borrowing Tree, to new: borrowing Tree,
        _ body: (_ name: RawSpan, _ old: TreeEntry?, _ new: TreeEntry?) throws(GitError) -> Void
    ) throws(GitError) {
        var left = unsafe old.cursor
        var right = unsafe new.cursor
        try unsafe skipCommon(&left, &right)
        while unsafe left.hasEntry || right.hasEntry {
            if unsafe !right.hasEntry {
                try unsafe left.read()
                try unsafe body(left.name.bytes, left.entry, nil)
                unsafe left.advance()
                continue
            }
            if unsafe !left.hasEntry {
                try unsafe right.read()
                try unsafe body(right.name.bytes, nil, right.entry)
                unsafe right.advance()
                continue
            }
            try unsafe left.read()
            try unsafe right.read()
            if unsafe left.isOrdered(before: right) {
                try unsafe body(left.name.bytes, left.entry, nil)
                unsafe left.advance()
            } else if unsafe right.isOrdered(before: left) {
                try unsafe body(right.name.bytes, nil, right.entry)
                unsafe right.advance()
            } else {
                let (before, after) = unsafe (left.entry, right.entry)
                if before != after { try unsafe body(left.name.bytes, before, after) }
                unsafe left.advance()
                unsafe right.advance()
                try unsafe skipCommon(&left, &right)
            }
        }
    }

    /// Moves both past the entries that they begin with and share.
    @unsafe private static func skipCommon(_ left: inout TreeCursor, _ right: inout TreeCursor) throws(GitError) {
        let common = unsafe commonPrefix(left, right)
        if unsafe common == left.remaining && common == right.remaining {
            unsafe left.skip(common)
            unsafe right.skip(common)
            return
        }
        guard let start = unsafe left.start else { return }
        var skipped = 0
        while skipped < common {
            // An entry is a mode, a name, a zero and twenty bytes.
            let rest = unsafe left.remaining - skipped
            guard let end = unsafe memchr(start + skipped, 0, rest) else { throw GitError.damagedFolder }
            let length = unsafe UnsafeRawPointer(end) - (start + skipped) + 21
            // This entry ends after the first byte that differs, so it is the one that differs.
            guard skipped + length <= common else { break }
            skipped += length
        }
        unsafe left.skip(skipped)
        unsafe right.skip(skipped)
    }

    /// How many bytes are the same from here on.
    @unsafe private static func commonPrefix(_ left: TreeCursor, _ right: TreeCursor) -> Int {
        guard let one = unsafe left.start, let other = unsafe right.start else { return 0 }
        let limit = unsafe min(left.remaining, right.remaining)
        if unsafe left.remaining == right.remaining, unsafe memcmp(one, other, limit) == 0 { return limit }
        var index = 0
        while index + 8 <= limit {
            let difference =
                unsafe one.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                ^ other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if difference != 0 {
                return index + UInt64(littleEndian: difference).trailingZeroBitCount / 8
            }
            index += 8
        }
        while index < limit {
            if unsafe one.load(fromByteOffset: index, as: UInt8.self)
                != other.load(fromByteOffset: index, as: UInt8.self)
            {
                return index
            }
            index += 1
        }
        return limit
    }
}
