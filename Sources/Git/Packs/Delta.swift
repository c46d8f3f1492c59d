/// What makes one object from another: pieces to copy from it, and new bytes. See `git help gitformat-pack`.
@unsafe struct Delta {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0
    /// The size that the base must have.
    let baseCount: Int
    /// The size of what comes out.
    let count: Int

    /// Nil where the bytes begin with no two sizes.
    init?(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.bytes = bytes
        var offset = 0
        guard let baseCount = unsafe Delta.size(bytes, &offset), let count = unsafe Delta.size(bytes, &offset)
        else { return nil }
        unsafe self.offset = offset
        unsafe self.baseCount = baseCount
        unsafe self.count = count
    }

    private static func size(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> Int? {
        var size = 0
        var shift = 0
        while offset < bytes.count, shift < 56 {
            let byte = unsafe bytes[offset]
            offset += 1
            size |= Int(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return size }
            shift += 7
        }
        return nil
    }

    /// Makes the object.
    ///
    /// - Parameter output: at least ``count`` bytes.
    /// - Returns: whether base and delta belong together and gave exactly that many.
    func apply(to base: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Bool {
        guard unsafe base.count == baseCount && output.count >= count, let target = output.baseAddress,
            let source = base.baseAddress, let delta = unsafe bytes.baseAddress
        else { return false }
        var offset = unsafe self.offset
        var filled = 0
        while unsafe offset < bytes.count {
            let command = unsafe bytes[offset]
            offset += 1
            if command & 0x80 != 0 {
                // Which of four bytes of a place, and of three of a length, follow.
                var (place, length) = (0, 0)
                for bit in 0..<7 where command & 1 << bit != 0 {
                    guard unsafe offset < bytes.count else { return false }
                    let byte = unsafe Int(bytes[offset])
                    offset += 1
                    if bit < 4 { place |= byte << (8 * bit) } else { length |= byte << (8 * (bit - 4)) }
                }
                if length == 0 { length = 0x10000 }
                guard unsafe place <= base.count - length && length <= count - filled else { return false }
                unsafe (target + filled).copyMemory(from: source + place, byteCount: length)
                filled += length
            } else {
                let length = Int(command)
                guard length > 0, unsafe length <= bytes.count - offset && length <= count - filled else {
                    return false
                }
                unsafe (target + filled).copyMemory(from: delta + offset, byteCount: length)
                offset += length
                filled += length
            }
        }
        return unsafe filled == count
    }
}
