internal import CLibgit2

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Runs another program and waits for it.
///
/// Everything in this layer blocks. An asynchronous interface to subprocesses, waited for from a thread of
/// Swift's pool, needs another thread of the pool to get on: with two cores and two such waits it hung for
/// ever. So the program is spawned directly, with files for its streams, and nothing can wait in a circle.
enum Program {
    struct Result {
        var succeeded: Bool
        var output: String
        var complaint: String
    }

    /// - Parameters:
    ///   - folder: a folder that only this user can read, for the files of the streams.
    ///   - input: what the program reads from its standard input.
    static func run(
        _ program: String, _ arguments: [String], input: [UInt8], in folder: borrowing TemporaryFolder
    ) throws(GitError) -> Result {
        let paths = ["input", "output", "complaint"].map { folder.path + "/" + $0 }
        try Posix.create(paths[0], input, sync: false)
        var status: Int32 = 0
        let code = unsafe Posix.withCStrings([program] + arguments) { words in
            var words = unsafe words.map { unsafe UnsafeMutablePointer(mutating: $0) } + [nil]
            return unsafe cotech_run(&words, paths[0], paths[1], paths[2], &status)
        }
        guard code == 0 else { throw Posix.error(code, "run", program) }
        return Result(
            succeeded: status == 0,
            output: String(decoding: try Posix.read(paths[1]) ?? [], as: UTF8.self),
            complaint: String(decoding: try Posix.read(paths[2]) ?? [], as: UTF8.self))
    }
}

/// A new folder that only this user can read, removed with this value.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws(GitError) {
        let base = unsafe getenv("TMPDIR").flatMap { unsafe String(validatingCString: $0) } ?? "/tmp"
        path = "\(base)/cotech-\(Posix.newName)"
        guard unsafe mkdir(path, 0o700) == 0 else { throw Posix.error(errno, "make the folder", path) }
    }

    deinit {
        for name in Posix.names(in: path) {
            // Nothing secret is in them, so one that stays is only untidy.
            try? Posix.remove("\(path)/\(name)")
        }
        Posix.removeFolder(path)
    }
}
