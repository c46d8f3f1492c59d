internal import CLibgit2

/// A pack with its index, as `git help gitformat-pack` describes them: packs of version 2 or 3, indexes of version 2.
final class PackFile {
    private let index: MappedFile
    private let data: MappedFile
    /// How many objects it has.
    let count: Int
    /// The first bytes of its checksum, which tell it from any other.
    let checksum: Int

    /// What stands before an object's compressed bytes.
    struct Entry {
        /// What it is; of a delta, only its base can say.
        let type: git_object_t
        /// How many bytes come out: of the object, or of the delta.
        let size: Int
        /// Where the entry begins from which a delta makes its object; nil where this is no delta.
        let base: Int?
        /// Where the compressed bytes begin.
        let body: Int
    }

    /// Where things stand in the index.
    private enum Layout {
        static let fanout = 8
        static let ids = fanout + 256 * 4
        /// Of the pack and of the index itself.
        static let checksums = 40
    }

    /// Opens the pack whose index is at `path`; nil where it is of another format or the two do not belong together.
    init?(index path: String) {
        guard path.hasSuffix(".idx"), let index = MappedFile(path), index.count >= Layout.ids + Layout.checksums,
            index.word(at: 0) == 0xff74_4f63, index.word(at: 4) == 2
        else { return nil }
        let count = Int(index.word(at: Layout.ids - 4))
        guard index.count >= Layout.ids + count * 28 + Layout.checksums,
            let data = MappedFile(path.dropLast(4) + ".pack"), data.count >= 32, data.word(at: 0) == 0x5041_434b,
            (2...3).contains(data.word(at: 4)), Int(data.word(at: 8)) == count
        else { return nil }
        self.index = index
        self.data = data
        self.count = count
        checksum = Int(truncatingIfNeeded: data.longWord(at: data.count - 20))
    }

    /// What an index says of an object.
    enum Place {
        case absent
        /// Its entry begins here.
        case at(Int)
        /// The index has the object, and no place in the pack for it.
        case damaged
    }

    /// Where an object's entry begins.
    func place(of id: ObjectID) -> Place {
        let first = Int(id.high >> 56)
        var low = first == 0 ? 0 : Int(index.word(at: Layout.fanout + (first - 1) * 4))
        var high = min(count, Int(index.word(at: Layout.fanout + first * 4)))
        // Ids are spread evenly, so where one stands can be reckoned: a few looks instead of a dozen, each of which waits
        // for memory. An index that is made to mislead is searched by halves from the eighth on.
        let wanted = PackFile.position(of: id)
        var (lowest, highest) = (0, 1 << 32)
        var looks = 0
        while low < high {
            var middle = (low + high) / 2
            if looks < 8 { middle = min(low + (high - low) * (wanted - lowest) / max(1, highest - lowest), high - 1) }
            looks += 1
            let found = index.id(at: Layout.ids + middle * 20)
            if found == id { return offset(at: middle).map { .at($0) } ?? .damaged }
            if found < id {
                (low, lowest) = (middle + 1, min(PackFile.position(of: found), wanted))
            } else {
                (high, highest) = (middle, max(PackFile.position(of: found), wanted))
            }
        }
        return .absent
    }

    /// How far behind the first of those that share its first byte an id is, in parts of two to the power of 32.
    private static func position(of id: ObjectID) -> Int { Int(UInt32(truncatingIfNeeded: id.high >> 24)) }

    private func offset(at place: Int) -> Int? {
        let short = Int(index.word(at: Layout.ids + count * 24 + place * 4))
        guard short >= 0x8000_0000 else { return short < data.count ? short : nil }
        // In a pack of more than two gigabytes it stands in a table of its own.
        let long = Layout.ids + count * 28 + (short - 0x8000_0000) * 8
        guard long + 8 + Layout.checksums <= index.count else { return nil }
        return Int(exactly: index.longWord(at: long)).flatMap { $0 < data.count ? $0 : nil }
    }

    /// What stands at a place; nil where that is no entry.
    func entry(at start: Int) -> Entry? {
        var offset = start
        guard var byte = data.byte(at: offset) else { return nil }
        let type = Int(byte >> 4 & 7)
        var size = Int(byte & 15)
        var shift = 4
        while byte & 0x80 != 0 {
            offset += 1
            guard let next = data.byte(at: offset), shift < 56 else { return nil }
            byte = next
            size |= Int(byte & 0x7f) << shift
            shift += 7
        }
        offset += 1
        switch type {
        case 1...4: return Entry(type: git_object_t(Int32(type)), size: size, base: nil, body: offset)
        case 6:
            guard let distance = data.distance(at: &offset), distance > 0, distance < start else { return nil }
            return Entry(type: GIT_OBJECT_INVALID, size: size, base: start - distance, body: offset)
        case 7:
            guard offset <= data.count - 20, case .at(let base) = place(of: data.id(at: offset)) else { return nil }
            return Entry(type: GIT_OBJECT_INVALID, size: size, base: base, body: offset + 20)
        default: return nil
        }
    }

    /// The compressed bytes of an entry, and whatever follows; valid while this value lives.
    func bytes(of entry: Entry) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: data.bytes.dropFirst(entry.body))
    }
}
