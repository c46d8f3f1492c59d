// In what one text differs from another, as far as its bytes tell.
extension Document {
    /// The keys of the entries of the top mapping whose bytes are not those of the entry of that key in an older text, and
    /// of those that only one of the two has.
    public func topKeys(differingFrom old: Document) -> [String] {
        var position = 1
        let (end, oldEnd) = (Int(nodes[0].subtreeEnd), Int(old.nodes[0].subtreeEnd))
        // Up to where something was changed, everything stands where it stood.
        let same = lengthOfCommonStart(bytes, old.bytes)
        var oldPosition = 1
        while position < end, oldPosition < oldEnd {
            let entry = entryRange(of: Node(position))
            guard entry.upperBound <= same, entry == old.entryRange(of: Node(oldPosition)) else { break }
            position = Int(nodes[position].subtreeEnd)
            oldPosition = Int(old.nodes[oldPosition].subtreeEnd)
        }
        var others = Array(NodeChildren(nodes: old.nodes, from: oldPosition, to: oldEnd))[...]
        var differing: [String] = []
        for node in NodeChildren(nodes: nodes, from: position, to: end) {
            guard let key = keyRange(of: node) else { continue }
            // Keys are mostly in the same order, so the first one left is mostly the one.
            let match = others.firstIndex { old.keyRange(of: $0).map { old.bytes[$0] == bytes[key] } ?? false }
            if let match {
                let other = others[match]
                if match == others.startIndex { others.removeFirst() } else { others.remove(at: match) }
                if old.bytes[old.entryRange(of: other)] == bytes[entryRange(of: node)] { continue }
            }
            differing.append(String(decoding: bytes[key], as: UTF8.self))
        }
        return differing + others.compactMap { old.key(of: $0) }
    }
}

/// How many bytes two texts have in common from their start on.
private func lengthOfCommonStart(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var length = 0
    unsafe one.withUnsafeBytes { one in
        unsafe other.withUnsafeBytes { other in
            let limit = min(one.count, other.count)
            while length + 8 <= limit {
                let word = unsafe one.loadUnaligned(fromByteOffset: length, as: UInt64.self)
                guard unsafe word == other.loadUnaligned(fromByteOffset: length, as: UInt64.self) else { break }
                length += 8
            }
            while length < limit, unsafe one[length] == other[length] { length += 1 }
        }
    }
    return length
}
