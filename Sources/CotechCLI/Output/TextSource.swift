import Foundation
import Synchronization

/// Where a command reads what is typed or piped into it.
public protocol TextSource: Sendable {
    /// The next line without its newline; nil at the end.
    func line() -> String?

    /// All the bytes that are left.
    func rest() throws(ReadFailure) -> [UInt8]
}

/// Input that could not be read.
public struct ReadFailure: Error, Hashable, Sendable {
    /// The operating system's words.
    public let reason: String
}

/// Input kept in memory, for tests.
public final class MemorySource: TextSource {
    private let left: Mutex<[UInt8]>

    /// Input that holds `text` and then ends.
    public init(_ text: String = "") {
        left = Mutex(Array(text.utf8))
    }

    /// The next line; nil at the end.
    public func line() -> String? {
        left.withLock { left in
            guard !left.isEmpty else { return nil }
            let line = left.prefix { $0 != 0x0A }
            left.removeFirst(min(line.count + 1, left.count))
            return String(decoding: line, as: UTF8.self)
        }
    }

    /// The bytes that are left.
    public func rest() -> [UInt8] {
        left.withLock { left in
            defer { left = [] }
            return left
        }
    }
}

/// A file descriptor. Lines are read byte by byte, so that what follows an answer stays for whoever reads next: the
/// rest of a pipe, or an editor started in between.
public final class DescriptorSource: TextSource {
    private let descriptor: Int32

    /// A source on an open descriptor.
    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    private var handle: FileHandle { FileHandle(fileDescriptor: descriptor, closeOnDealloc: false) }

    /// The next line; nil at the end.
    public func line() -> String? {
        var bytes: [UInt8] = []
        var isAtEnd = true
        while let data = try? handle.read(upToCount: 1), let byte = data.first {
            isAtEnd = false
            if byte == 0x0A { break }
            bytes.append(byte)
        }
        if bytes.last == 0x0D { bytes.removeLast() }
        return isAtEnd ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes that are left.
    public func rest() throws(ReadFailure) -> [UInt8] {
        do {
            return Array(try handle.readToEnd() ?? Data())
        } catch {
            throw ReadFailure(reason: error.systemWords)
        }
    }
}
