internal import CLibgit2

/// Objects read from packs directly.
///
/// libgit2 reads them as well, and has the last word: what is not found here, or not understood, it is asked for. But it
/// sets zlib up anew for each piece that an object is made of, most of them smaller than a hundred bytes, takes three
/// locks on the way, and shares one small cache among all handles of a process.
@safe final class PackReader {
    private let packs: [PackFile]
    private let inflater = Inflater()
    private var recent = RecentEntries()
    /// What was last unpacked of a delta.
    private var scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 1)
    private var deltas: [(start: Int, entry: PackFile.Entry)] = []
    /// Whether the index of some pack was found to have an object and no place for it. Libgit2 would read at that place.
    private(set) var isDamaged = false

    /// In bytes. Whatever is larger goes to libgit2, which is asked for its size first.
    private static let largest = 64 << 20
    /// Git makes chains of fifty, and of 250 where it is told to be thorough.
    private static let longestChain = 10_000

    /// - Parameter folder: where the packs are, `objects/pack`. One that comes later is not seen.
    init(_ folder: String) {
        // Most objects are in the largest.
        packs = Posix.names(in: folder).compactMap { PackFile(index: "\(folder)/\($0)") }
            .sorted { $0.count > $1.count }
    }

    deinit { unsafe scratch.deallocate() }

    /// An object; nil where libgit2 must be asked.
    ///
    /// - Parameters:
    ///   - place: where it stands, if that was asked for before, be it by another handle.
    ///   - maximumSize: nothing larger is unpacked, be it only to make this object from.
    func object(_ id: ObjectID, at place: PackPlace? = nil, maximumSize: Int = .max) -> RawObject? {
        let limit = min(maximumSize, PackReader.largest)
        guard let place = place.flatMap({ isHere($0) ? $0 : nil }) ?? self.place(of: id) else { return nil }
        return object(in: packs[place.pack], place.pack, at: place.start, limit)
    }

    /// Whether a place is one in these packs.
    private func isHere(_ place: PackPlace) -> Bool {
        packs.indices.contains(place.pack) && packs[place.pack].checksum == place.checksum
    }

    /// Where an object stands; nil where libgit2 must be asked.
    func place(of id: ObjectID) -> PackPlace? {
        for (number, pack) in packs.enumerated() {
            switch pack.place(of: id) {
            case .at(let start): return PackPlace(pack: number, checksum: pack.checksum, start: start)
            case .damaged: isDamaged = true
            case .absent: continue
            }
        }
        return nil
    }

    private func object(in pack: PackFile, _ number: Int, at start: Int, _ limit: Int) -> RawObject? {
        deltas.removeAll(keepingCapacity: true)
        var place = start
        var found = recent[number, place]
        while found == nil {
            guard let entry = pack.entry(at: place), entry.size <= limit else { return nil }
            if let base = entry.base {
                guard deltas.count < PackReader.longestChain else { return nil }
                deltas.append((place, entry))
                place = base
                found = recent[number, place]
            } else {
                found = unsafe RawObject(entry.type, count: entry.size) {
                    unsafe inflater.inflate(pack.bytes(of: entry), into: $0)
                }
                guard let found else { return nil }
                recent.keep(found, number, place)
            }
        }
        while let base = found, let (start, entry) = deltas.popLast() {
            found = applied(entry, of: pack, to: base, limit)
            if let found { recent.keep(found, number, start) }
        }
        return found
    }

    /// The object that a delta makes of its base; nil where either is damaged.
    private func applied(
        _ entry: PackFile.Entry, of pack: PackFile, to base: RawObject, _ limit: Int
    ) -> RawObject? {
        if unsafe scratch.count < entry.size {
            unsafe scratch.deallocate()
            unsafe scratch = .allocate(byteCount: entry.size * 2, alignment: 1)
        }
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[..<entry.size])
        guard unsafe inflater.inflate(pack.bytes(of: entry), into: room),
            let delta = unsafe Delta(UnsafeRawBufferPointer(room)),
            unsafe delta.count <= limit
        else { return nil }
        return unsafe RawObject(base.type, count: delta.count) { unsafe delta.apply(to: base.bytes, into: $0) }
    }
}

/// The objects unpacked last, each of which may be the base of the next: successive versions of a file or folder are
/// deltas of one another.
private struct RecentEntries {
    private var slots: [(pack: Int, start: Int, object: RawObject)?]
    /// As many slots as two to the power of this: few as long as little is read.
    private var bits = 8
    private static let mostBits = 16
    private var kept = 0
    private var byteCount = 0
    /// Where room is made next.
    private var hand = 0
    private let limit = 32 << 20

    init() { slots = Array(repeating: nil, count: 1 << bits) }

    private func slot(_ pack: Int, _ start: Int) -> Int {
        // The product's highest bits depend on all of the place.
        Int((UInt64(bitPattern: Int64(start &+ pack)) &* 0x9e37_79b9_7f4a_7c15) >> UInt64(64 - bits))
    }

    private mutating func grow() {
        let old = slots
        bits += 2
        slots = Array(repeating: nil, count: 1 << bits)
        for case let entry? in old { slots[slot(entry.pack, entry.start)] = entry }
    }

    subscript(pack: Int, start: Int) -> RawObject? {
        guard let kept = slots[slot(pack, start)], kept.start == start, kept.pack == pack else { return nil }
        return kept.object
    }

    mutating func keep(_ object: RawObject, _ pack: Int, _ start: Int) {
        // A commit is hardly ever made from another.
        guard object.type != GIT_OBJECT_COMMIT, object.count <= limit / 8 else { return }
        kept += 1
        if kept > slots.count, bits < RecentEntries.mostBits { grow() }
        empty(slot(pack, start))
        while byteCount + object.count > limit {
            empty(hand)
            hand = (hand + 1) % slots.count
        }
        slots[slot(pack, start)] = (pack, start, object)
        byteCount += object.count
    }

    private mutating func empty(_ slot: Int) {
        byteCount -= slots[slot]?.object.count ?? 0
        slots[slot] = nil
    }
}
