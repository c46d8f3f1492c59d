import Foundation
import Testing

@testable import Git

@Suite struct ReferenceLogTests {
    private let name = "refs/remotes/origin/main"

    /// The id of a number.
    private func id(_ number: Int) -> ObjectID { ObjectID(high: 0, middle: 0, low: UInt32(number)) }

    /// A line without its end.
    private func line(_ number: Int, _ message: String) -> String {
        "\(id(number - 1)) \(id(number)) Ada <ada@example.org> \(1_700_000_000 + number) +0100\t\(message)"
    }

    /// A repository in which a log has these bytes.
    private func store(_ log: [UInt8]) throws -> (Sandbox, Repository) {
        let sandbox = try Sandbox()
        try sandbox.write(".git/logs/\(name)", "")
        try Data(log).write(to: URL(fileURLWithPath: "\(sandbox.path)/.git/logs/\(name)"))
        return (sandbox, try sandbox.open())
    }

    /// Everything in a log, as it is given.
    private func moves(_ log: [UInt8]) throws -> [LoggedMove] {
        let (sandbox, repository) = try store(log)
        defer { withExtendedLifetime(sandbox) {} }
        guard var log = try repository.log(of: name) else { return [] }
        var moves: [LoggedMove] = []
        while let move = try log.next() { moves.append(move) }
        return moves
    }

    /// With lines of every length a line begins, and one ends, at each place around the end of a block.
    @Test(arguments: [0, 1, 40, 100, 163, 164, 165, 1000, 5000, 20_000])
    func `A log that is longer than a block is given whole, newest first`(length: Int) throws {
        let count = 100
        let messages = (1...count).map { String(repeating: "x", count: (length + $0) % (length + 7)) }
        let lines = (1...count).map { line($0, messages[$0 - 1]) + "\n" }
        #expect(lines.joined().utf8.count > ReferenceLog.blockSize)
        let expected = (1...count).reversed().map { number in
            LoggedMove(
                old: id(number - 1), new: id(number), seconds: Int64(1_700_000_000 + number),
                message: messages[number - 1])
        }
        #expect(try moves(Array(lines.joined().utf8)) == expected)
    }

    @Test func `Of a long log only the end is read for what the end tells`() throws {
        let (sandbox, repository) = try store(Array((1...2000).map { line($0, "x") + "\n" }.joined().utf8))
        defer { withExtendedLifetime(sandbox) {} }
        let path = "\(sandbox.path)/.git/logs/\(name)"
        guard var log = try repository.log(of: name) else {
            Issue.record("there is no log")
            return
        }
        #expect(try log.next()?.new == id(2000))
        // What was there before is gone, and is not missed until it is asked for.
        #expect(unsafe truncate(path, 0) == 0)
        #expect(try log.next()?.new == id(1999))
        while let move = try log.next() { #expect(move.new > id(1900)) }
    }

    @Test func `There may be no log, an empty one, or a folder in its place`() throws {
        let (sandbox, repository) = try store([])
        #expect(try moves([]).isEmpty)
        func isThere(_ name: String) throws -> Bool { try repository.log(of: name) != nil }
        #expect(try isThere(name))
        #expect(try !isThere("refs/remotes/origin/other"))
        #expect(try !isThere("refs/remotes/origin"))
        #expect(try !isThere("\(name)/below"))
        #expect(repository.formerValues(of: "refs/remotes/origin/other").isEmpty)
        withExtendedLifetime(sandbox) {}
    }

    @Test func `A line that was torn, or is none, is passed over`() throws {
        let whole = [1, 2, 3].map { line($0, "move \($0)") }
        let news = { (text: String) in try moves(Array(text.utf8)).map(\.new) }
        #expect(try news("\(whole[0])\n\(whole[1])\n\(whole[2])") == [id(2), id(1)])
        #expect(try news("\(whole[0])\n\(whole[1])\n\(whole[2].prefix(60))") == [id(2), id(1)])
        #expect(try news("\(whole[0])\n\n\(whole[1].dropFirst(30))\nnonsense\n\(whole[2])\n") == [id(3), id(1)])
        #expect(try news("\n") == [])
        #expect(try news(whole[0]) == [])
        #expect(try news(String(repeating: "x", count: 3 * ReferenceLog.blockSize)) == [])
    }

    @Test func `Line ends of Windows and bytes of no text do not hide a move`() throws {
        let odd = Array("\(id(1)) \(id(2)) A\u{301}\tB ".utf8) + [0xff, 0, 0x80] + Array("a <> 9 -0330\t".utf8)
        let moves = try moves(
            Array("\(line(1, "pull: a > b\tc"))\r\n".utf8) + odd + Array("\u{301} fetch".utf8) + [0xfe, 10]
                + Array("\(id(2)) \(id(0)) Ada <ada@example.org> 10 +0000\n".utf8))
        #expect(moves.map(\.new) == [id(0), id(2), id(1)])
        #expect(moves.map(\.seconds) == [10, 9, 1_700_000_001])
        #expect(moves.map(\.message) == ["", "\u{301} fetch\u{fffd}", "pull: a > b\tc"])
    }

    @Test func `A log of git's is read as git reads it, and that of HEAD is the worktree's own`() throws {
        let sandbox = try Sandbox()
        for number in 0..<40 { try sandbox.commitAll("Change \(number)") }
        try sandbox.git("worktree", "add", "-q", "-b", "other", "../linked", "HEAD~3")
        for folder in [sandbox.path, sandbox.root + "/linked"] {
            let repository = try sandbox.open(folder)
            for name in ["HEAD", "refs/heads/main"] {
                let lines = try sandbox.git("reflog", "show", "--format=%H %gs", name, in: folder)
                guard var log = try repository.log(of: name) else {
                    Issue.record("there is no log of \(name)")
                    continue
                }
                var found: [String] = []
                while let move = try log.next() { found.append("\(move.new) \(move.message)") }
                #expect(found.joined(separator: "\n") == lines)
            }
        }
    }

    @Test func `What a reference pointed at before is told newest first, and each but once in a row`() throws {
        let text = [(2, 3), (3, 3), (0, 5), (5, 3)].map { "\(id($0)) \(id($1)) a <> 1 +0000\tx\n" }.joined()
        let (sandbox, repository) = try store(Array(text.utf8))
        #expect(repository.formerValues(of: name) == [id(3), id(5), id(3), id(2)])
        withExtendedLifetime(sandbox) {}
    }
}
