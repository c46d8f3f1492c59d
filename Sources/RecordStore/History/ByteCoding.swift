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
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func string(_ text: String) {
        number(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func strings(_ texts: [String]) {
        number(texts.count)
        for text in texts { string(text) }
    }

    mutating func id(_ id: ObjectID) { bytes.append(contentsOf: id.bytes) }

    mutating func raw(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }
}

/// Reads what `ByteWriter` wrote. Every read is checked: bytes from a file are never trusted to be whole.
struct ByteReader {
    private let bytes: [UInt8]
    var offset: Int

    init(_ bytes: [UInt8], at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    mutating func number() -> Int? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
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
        guard offset >= 0, offset + 8 <= bytes.count else { return nil }
        var value: UInt64 = 0
        for index in 0..<8 { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        offset += 8
        return Int(Int64(bitPattern: value))
    }

    mutating func string() -> String? {
        textRange().map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// Where a text stands.
    mutating func textRange() -> Range<Int>? {
        guard let count = number(), count <= bytes.count - offset else { return nil }
        defer { offset += count }
        return offset..<(offset + count)
    }

    mutating func strings() -> [String]? {
        guard let count = number(), count <= bytes.count else { return nil }
        var texts: [String] = []
        for _ in 0..<count {
            guard let text = string() else { return nil }
            texts.append(text)
        }
        return texts
    }

    mutating func id() -> ObjectID? {
        guard offset >= 0, offset + 20 <= bytes.count else { return nil }
        let start = offset
        offset += 20
        return unsafe bytes.withUnsafeBytes { buffer in
            unsafe ObjectID(bytes: UnsafeRawBufferPointer(rebasing: buffer[start..<(start + 20)]).bytes)
        }
    }

    mutating func skipString() -> Bool { textRange() != nil }

    mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, count <= bytes.count - offset else { return false }
        offset += count
        return true
    }
}

/// A checksum against accidents: a file cut short, or bytes that rotted.
struct Checksum {
    private(set) var value: UInt64

    init(seed: UInt64 = 0xCBF2_9CE4_8422_2325) { value = seed }

    mutating func add(_ bytes: [UInt8], from start: Int = 0) {
        unsafe bytes.withUnsafeBytes { buffer in
            var index = start
            var sum = value
            while index + 8 <= buffer.count {
                let word = unsafe UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                sum = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
                sum ^= sum >> 29
                index += 8
            }
            while index < buffer.count {
                sum = unsafe (sum ^ UInt64(buffer[index])) &* 0x0000_0100_0000_01B3
                index += 1
            }
            value = sum ^ UInt64(buffer.count - start)
        }
    }

    mutating func add(_ text: String) { add(Array(text.utf8)) }
}
