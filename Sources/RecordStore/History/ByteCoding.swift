internal import Git

/// Appends numbers and texts to bytes, small numbers in one byte.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func number(_ value: Int) {
        var rest = UInt64(bitPattern: Int64(value))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Eight bytes, the lowest first.
    mutating func fixed(_ value: Int) {
        let value = UInt64(bitPattern: Int64(value))
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func string(_ text: String) {
        number(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func strings(_ texts: [String]) {
        number(texts.count)
        for text in texts { string(text) }
    }

    mutating func id(_ id: ObjectID) { id.appendBytes(to: &bytes) }

    mutating func raw(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }
}

/// Reads what `ByteWriter` wrote. Every read is checked: bytes from a file are never trusted to be whole.
@safe struct ByteReader {
    private let bytes: MappedFile
    private let buffer: UnsafeRawBufferPointer
    var offset: Int

    init(_ bytes: MappedFile, at offset: Int = 0) {
        self.bytes = bytes
        unsafe buffer = bytes.bytes
        self.offset = offset
    }

    /// How many bytes there are.
    var size: Int { bytes.count }

    /// Whether so many bytes stand at the offset.
    private func has(_ count: Int) -> Bool {
        let size = unsafe buffer.count
        return offset >= 0 && offset <= size && count >= 0 && count <= size - offset
    }

    mutating func number() -> Int? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64, has(1) {
            let byte = unsafe buffer[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                let number = Int64(bitPattern: value)
                return number >= 0 ? Int(number) : nil
            }
            shift += 7
        }
        return nil
    }

    mutating func fixed() -> Int? {
        guard has(8) else { return nil }
        defer { offset += 8 }
        return unsafe Int(Int64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: Int64.self)))
    }

    mutating func string() -> String? {
        guard let count = number(), has(count) else { return nil }
        defer { offset += count }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(rebasing: buffer[offset..<(offset + count)]), as: UTF8.self)
    }

    /// How the next text stands to another in order, below, at or above zero; what is read next comes after it.
    mutating func order(of other: [UInt8]) -> Int? {
        guard let count = number(), has(count) else { return nil }
        defer { offset += count }
        for index in 0..<min(count, other.count) {
            let byte = unsafe buffer[offset + index]
            if byte != other[index] { return Int(byte) - Int(other[index]) }
        }
        return count - other.count
    }

    mutating func strings() -> [String]? {
        guard let count = number(), has(count) else { return nil }
        var texts: [String] = []
        for _ in 0..<count {
            guard let text = string() else { return nil }
            texts.append(text)
        }
        return texts
    }

    mutating func id() -> ObjectID? {
        guard has(20) else { return nil }
        defer { offset += 20 }
        return unsafe ObjectID(bytes: UnsafeRawBufferPointer(rebasing: buffer[offset..<(offset + 20)]).bytes)
    }

    /// The bytes up to a place.
    mutating func raw(to end: Int) -> [UInt8]? {
        guard end >= offset, has(end - offset) else { return nil }
        defer { offset = end }
        return unsafe Array(buffer[offset..<end])
    }

    mutating func skipString() -> Bool { number().map { skip($0) } ?? false }

    mutating func skip(_ count: Int) -> Bool {
        guard has(count) else { return false }
        offset += count
        return true
    }
}

/// A checksum against accidents: a file cut short, or bytes that rotted.
struct Checksum {
    private(set) var value: UInt64

    init(seed: UInt64 = 0xCBF2_9CE4_8422_2325) { value = seed }

    mutating func add(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe add($0) } }

    mutating func add(_ bytes: MappedFile, from start: Int) {
        unsafe add(UnsafeRawBufferPointer(rebasing: bytes.bytes[start...]))
    }

    private mutating func add(_ buffer: UnsafeRawBufferPointer) {
        // Four sums at once: each step of one waits for the step before.
        var sums = (value, value &+ 1, value &+ 2, value &+ 3)
        var index = 0
        func word(_ place: Int) -> UInt64 {
            unsafe UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index + place * 8, as: UInt64.self))
        }
        func mix(_ sum: inout UInt64, _ word: UInt64) {
            sum = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
            sum ^= sum >> 29
        }
        while index + 32 <= buffer.count {
            mix(&sums.0, word(0))
            mix(&sums.1, word(1))
            mix(&sums.2, word(2))
            mix(&sums.3, word(3))
            index += 32
        }
        var sum = sums.0
        for other in [sums.1, sums.2, sums.3] { mix(&sum, other) }
        while index < buffer.count {
            sum = unsafe (sum ^ UInt64(buffer[index])) &* 0x0000_0100_0000_01B3
            index += 1
        }
        value = sum ^ UInt64(buffer.count)
    }

    mutating func add(_ text: String) { add(Array(text.utf8)) }
}
