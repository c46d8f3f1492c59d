internal import CLibgit2

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A file's bytes, mapped into memory for as long as this value lives. The file may be removed meanwhile.
///
/// What they say never changes, so that two threads may read them at once.
@safe public final class MappedFile: @unchecked Sendable {
    private let start: UnsafeMutableRawPointer
    /// How many there are.
    public let count: Int

    /// Nil where there is no such file, or where it is empty or cannot be mapped.
    init?(_ path: String) {
        let descriptor = Posix.open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var facts = cotech_file_facts()
        guard unsafe cotech_open_file_facts(descriptor, &facts) == 0, facts.size > 0,
            let size = Int(exactly: facts.size),
            let mapped = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), unsafe mapped != MAP_FAILED
        else { return nil }
        unsafe start = mapped
        count = size
    }

    /// Bytes of no file, as if they were mapped from one.
    public init(holding bytes: [UInt8]) {
        count = bytes.count
        let size = max(1, count)
        let room = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let room = unsafe room, unsafe room != MAP_FAILED else { fatalError("no memory for \(size) bytes") }
        unsafe start = room
        unsafe bytes.withUnsafeBytes { bytes in
            if let first = bytes.baseAddress { unsafe room.copyMemory(from: first, byteCount: bytes.count) }
        }
    }

    deinit { unsafe munmap(start, max(1, count)) }

    /// All the bytes; valid while this value lives.
    public var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: count) }

    /// A number of four bytes, the highest first.
    func word(at offset: Int) -> UInt32 {
        precondition(offset >= 0 && offset <= count - 4)
        return unsafe UInt32(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// A number of eight bytes, the highest first.
    func longWord(at offset: Int) -> UInt64 { UInt64(word(at: offset)) << 32 | UInt64(word(at: offset + 4)) }

    /// The object id at a place.
    func id(at offset: Int) -> ObjectID {
        precondition(offset >= 0 && offset <= count - 20)
        return unsafe ObjectID(at: start + offset)
    }

    /// One byte; nil past the end.
    func byte(at offset: Int) -> UInt8? {
        guard offset >= 0, offset < count else { return nil }
        return unsafe start.load(fromByteOffset: offset, as: UInt8.self)
    }

    /// A number by which packs say how far back a delta's base begins, and indexes how much of a path goes: seven bits a
    /// byte, the highest first, each but the first counting from one.
    func distance(at offset: inout Int) -> Int? {
        var distance = 0
        while let byte = byte(at: offset), distance < 1 << 55 {
            offset += 1
            distance = distance << 7 | Int(byte & 0x7f)
            if byte & 0x80 == 0 { return distance }
            distance += 1
        }
        return nil
    }

    /// Appends the bytes up to the next zero, and gives its place; nil where there is none.
    func appendText(at offset: Int, to text: inout [UInt8]) -> Int? {
        guard offset >= 0, offset < count else { return nil }
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset...])
        guard let length = unsafe rest.firstIndex(of: 0) else { return nil }
        unsafe text.append(contentsOf: rest[..<length])
        return offset + length
    }
}
