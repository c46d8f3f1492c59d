internal import Git
internal import RecordModel

/// Ages as bytes, as one file of the cache holds them: of everything, or of what a few later commits changed.
final class AgeLayer: Sendable {
    /// The commit whose records these are.
    let commit: ObjectID
    /// The kinds' names, and those of the fields, by which entries number them.
    let kinds: [String]
    let fields: [String]
    let bytes: MappedFile
    /// Where each entry begins, in the order of kind and id.
    let starts: [Int]
    /// The commits behind: all, or those that the layer below does not know.
    let ancestorCount: Int
    private let ancestorsStart: Int

    /// Nil where the bytes are no layer.
    init?(_ bytes: MappedFile, from start: Int = 0) {
        var reader = ByteReader(bytes, at: start)
        guard let commit = reader.id(), let kinds = reader.strings(), let fields = reader.strings(),
            let ancestorCount = reader.number(), ancestorCount <= bytes.count / 20
        else { return nil }
        ancestorsStart = reader.offset
        guard reader.skip(ancestorCount * 20), let count = reader.number(), count <= bytes.count / 8 else {
            return nil
        }
        let first = reader.offset + count * 8
        var starts: [Int] = []
        starts.reserveCapacity(count)
        for _ in 0..<count {
            guard let place = reader.fixed(), place >= 0, place <= bytes.count - first else { return nil }
            starts.append(first + place)
        }
        self.bytes = bytes
        self.commit = commit
        self.kinds = kinds
        self.fields = fields
        self.starts = starts
        self.ancestorCount = ancestorCount
    }

    /// Where an entry ends.
    func end(of entry: Int) -> Int { entry + 1 < starts.count ? starts[entry + 1] : bytes.count }

    /// Whether a commit is this layer's, or one that it knows to lie behind.
    func hasBehind(_ id: ObjectID) -> Bool {
        let place = place(of: id)
        return place < ancestorCount && ancestor(place) == id
    }

    /// The commits behind together with others, in order.
    func ancestors(adding others: [ObjectID]) -> [ObjectID] {
        var all: [ObjectID] = []
        all.reserveCapacity(ancestorCount + others.count)
        var place = 0
        for other in others.sorted() {
            while place < ancestorCount, let mine = ancestor(place), mine < other {
                all.append(mine)
                place += 1
            }
            if all.last != other { all.append(other) }
            if place < ancestorCount, ancestor(place) == other { place += 1 }
        }
        while place < ancestorCount, let mine = ancestor(place) {
            all.append(mine)
            place += 1
        }
        return all
    }

    private func place(of id: ObjectID) -> Int {
        var (low, high) = (0, ancestorCount)
        while low < high {
            let middle = (low + high) / 2
            if let other = ancestor(middle), other < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func ancestor(_ place: Int) -> ObjectID? {
        var reader = ByteReader(bytes, at: ancestorsStart + place * 20)
        return reader.id()
    }
}
