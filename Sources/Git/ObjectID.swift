/// The name of a git object: the SHA-1 of its type, size and bytes.
///
/// Held inline as three big-endian integers, so that a set of a million costs no allocation each and
/// comparing integers orders ids as git does.
public struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
    let high: UInt64
    let middle: UInt64
    let low: UInt32

    init(high: UInt64, middle: UInt64, low: UInt32) {
        self.high = high
        self.middle = middle
        self.low = low
    }

    /// The id of all zeros, by which git says "no object".
    public static let zero = ObjectID(high: 0, middle: 0, low: 0)

    /// The tree with no entries. Git knows it even where no such object is stored.
    public static let emptyTree = ObjectID(
        high: 0x4b82_5dc6_42cb_6eb9, middle: 0xa060_e54b_f8d6_9288, low: 0xfbee_4904)

    /// Reads exactly forty hexadecimal digits, in either case. Anything else is `nil`.
    public init?(_ hex: some StringProtocol) {
        var digits = HexDigits()
        for digit in hex.utf8 where !digits.append(digit) { return nil }
        guard let id = digits.id else { return nil }
        self = id
    }

    /// Reads twenty bytes from the start of `bytes`; `nil` where there are fewer.
    public init?(bytes: RawSpan) {
        guard bytes.byteCount >= 20 else { return nil }
        self =
            unsafe bytes.withUnsafeBytes { (buffer) -> ObjectID? in
                guard let start = buffer.baseAddress else { return nil }
                return unsafe ObjectID(at: start)
            } ?? .zero
    }

    /// Reads the twenty bytes at `pointer`, which the caller has checked to be there.
    @inline(__always)
    @unsafe init(at pointer: UnsafeRawPointer) {
        high = unsafe UInt64(bigEndian: pointer.loadUnaligned(as: UInt64.self))
        middle = unsafe UInt64(bigEndian: pointer.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        low = unsafe UInt32(bigEndian: pointer.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
    }

    /// The twenty bytes, as a tree holds them.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        appendBytes(to: &bytes)
        return bytes
    }

    /// Appends the twenty bytes to others.
    public func appendBytes(to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: high.bigEndian) { unsafe bytes.append(contentsOf: $0) }
        unsafe withUnsafeBytes(of: middle.bigEndian) { unsafe bytes.append(contentsOf: $0) }
        unsafe withUnsafeBytes(of: low.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Whether this is the id of all zeros.
    public var isZero: Bool { self == .zero }

    /// Forty lower-case hexadecimal digits.
    public var description: String { hex(digits: 40) }

    /// The first seven digits, for people. Not always unique: never read back by programs.
    public var short: String { hex(digits: 7) }

    /// The first `digits` hexadecimal digits, at most forty.
    public func hex(digits: Int) -> String {
        let alphabet: StaticString = "0123456789abcdef"
        return unsafe String(unsafeUninitializedCapacity: 40) { buffer in
            let count = Swift.min(Swift.max(digits, 0), 40)
            for index in 0..<count {
                let nibble: Int
                switch index {
                case 0..<16: nibble = Int(truncatingIfNeeded: high >> UInt64(60 - 4 * index)) & 15
                case 16..<32: nibble = Int(truncatingIfNeeded: middle >> UInt64(60 - 4 * (index - 16))) & 15
                default: nibble = Int(truncatingIfNeeded: low >> UInt32(28 - 4 * (index - 32))) & 15
                }
                unsafe buffer[index] = alphabet.utf8Start[nibble]
            }
            return count
        }
    }

    /// Orders as the twenty bytes do.
    public static func < (left: ObjectID, right: ObjectID) -> Bool {
        if left.high != right.high { return left.high < right.high }
        if left.middle != right.middle { return left.middle < right.middle }
        return left.low < right.low
    }

    /// The id is already a hash, so its first word is hash enough.
    public func hash(into hasher: inout Hasher) { hasher.combine(high) }
}

/// Gathers hexadecimal digits into an id.
struct HexDigits {
    private var high: UInt64 = 0
    private var middle: UInt64 = 0
    private var low: UInt32 = 0
    private(set) var count = 0

    /// Takes one digit; false where it is not one, or where there are forty already.
    @inline(__always)
    mutating func append(_ digit: UInt8) -> Bool {
        let value: UInt8
        switch digit {
        case 0x30...0x39: value = digit &- 0x30
        case 0x61...0x66: value = digit &- 0x57
        case 0x41...0x46: value = digit &- 0x37
        default: return false
        }
        switch count {
        case 0..<16: high = high << 4 | UInt64(value)
        case 16..<32: middle = middle << 4 | UInt64(value)
        case 32..<40: low = low << 4 | UInt32(value)
        default: return false
        }
        count += 1
        return true
    }

    /// The id, once there are forty digits.
    var id: ObjectID? { count == 40 ? ObjectID(high: high, middle: middle, low: low) : nil }
}
