import Foundation
import TestSupport
import Testing

@testable import Git

@Suite struct CommitTests {
    @Test func `A commit made here is byte for byte the commit that git makes`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        let made = try sandbox.commitAll("Headline\n\nText.\n\nNetwork-Actor: ada")
        let repository = try sandbox.open()
        let commit = try repository.commit(made)
        let again = try repository.createCommit(
            tree: commit.tree, parents: [], author: Sandbox.ada, committer: Sandbox.ada,
            message: "Headline\n\nText.\n\nNetwork-Actor: ada")
        #expect(again == made)
        #expect(commit.author == Sandbox.ada && commit.committer == Sandbox.ada)
        #expect(commit.subject == "Headline" && !commit.isSigned)
        #expect(commit.trailers == [Trailer(key: "Network-Actor", value: "ada")])
        let header = try repository.commitHeader(made)
        #expect(header.tree == commit.tree && header.parents.isEmpty)
        #expect(header.authorSeconds == 1_700_000_000 && header.committerSeconds == 1_700_000_000)
    }

    private func parse(_ text: String) throws -> (Commit, CommitHeader) {
        let bytes = Array(text.utf8)
        return try unsafe bytes.withUnsafeBytes { buffer in
            var parser = unsafe CommitParser(buffer)
            var other = unsafe CommitParser(buffer)
            return (try unsafe parser.commit(.zero), try unsafe other.header())
        }
    }

    private let tree = "tree \(ObjectID.emptyTree)\n"

    @Test(
        arguments: [
            ("author Ada <a@b> 12 +0530", "Ada", "a@b", 12, 330),
            ("author  <a@b> 12 -0130", "", "a@b", 12, -90),
            ("author <a@b> -12 +0000", "", "a@b", -12, 0),
            ("author Ada <> 12 +0000", "Ada", "", 12, 0),
            ("author Ada <a@b> 99999999999999999999 +0000", "Ada", "a@b", Int64.max, 0),
            ("author Ada <a@b>", "Ada", "a@b", 0, 0),
            ("author Ada <a@b> when", "Ada", "a@b", 0, 0),
            ("author Ada > B <a@b> 5 +0000", "Ada > B", "a@b", 5, 0),
            ("author Ada", "Ada", "", 0, 0),
            ("author ", "", "", 0, 0),
            ("author é <é> 7 +9999", "é", "é", 7, 6039),
        ] as [(String, String, String, Int64, Int)])
    func `People are read however odd their line is`(
        line: String, name: String, email: String, seconds: Int64, offset: Int
    ) throws {
        let (commit, header) = try parse(tree + line + "\ncommitter C <c> 1 +0000\n\nm\n")
        #expect(commit.author == Signature(name: name, email: email, seconds: seconds, offset: offset))
        #expect(header.authorSeconds == seconds && header.committerSeconds == 1)
        #expect(commit.committer.name == "C" && commit.message == "m\n")
    }

    @Test func `Unknown headers, signatures and merged tags are passed over`() throws {
        let (commit, header) = try parse(
            tree
                + "parent \(ObjectID.emptyBlob)\nauthor A <a> 1 +0000\ncommitter C <c> 2 +0000\nmergetag object 12\n tag x\n"
                + " author nobody <n> 9 +0000\ngpgsig -----BEGIN\n \n abc\nencoding UTF-8\nHG:extra x\n\nbody\n\nmore")
        #expect(commit.message == "body\n\nmore" && commit.isSigned && commit.parents == [.emptyBlob])
        #expect(header.parents == [.emptyBlob] && header.committerSeconds == 2)
    }

    @Test func `A commit without author, committer or message is still read`() throws {
        let (commit, _) = try parse(tree)
        #expect(commit.author.name == "" && commit.message == "")
        let (other, header) = try parse(tree + "committer C <c> 5 +0000\n\n")
        #expect(other.author.name == "C" && header.authorSeconds == 5)
        #expect(failure { try parse("parent x\n") }?.kind == .corrupt)
        #expect(failure { try parse("") }?.kind == .corrupt)
        #expect(failure { try parse("tree 12") }?.kind == .corrupt)
    }

    @Test func `A Latin-1 message is read as such`() throws {
        let bytes =
            Array((tree + "author A <a> 1 +0000\ncommitter C <c> 2 +0000\nencoding ISO-8859-1\n\ncaf").utf8) + [0xe9]
        let message = try unsafe bytes.withUnsafeBytes { buffer in
            var parser = unsafe CommitParser(buffer)
            return try unsafe parser.commit(.zero).message
        }
        #expect(message == "café")
    }

    @Test(arguments: [
        ("s\n\nA: 1\nB-c: 2", ["A=1", "B-c=2"]),
        ("s\n\nbody\n\nA: 1\n  more\n\n", ["A=1 more"]),
        ("A: 1", []),
        ("s\n\nnot: a trailer\nbecause of this line", []),
        ("s\n\nbody\r\n\r\nA: 1\r\n", ["A=1"]),
        ("s\n\nSee http://x: y\n", []),
        ("", []),
    ])
    func `Trailers are the last paragraph when all of it is`(message: String, expected: [String]) {
        #expect(Trailer.parse(message).map { "\($0.key)=\($0.value)" } == expected)
    }

    @Test func `A name that would break the commit's line is made plain`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let evil = Signature(name: " A <x>\nparent ", email: "a@b>\n", seconds: 1, offset: -90)
        let id = try repository.createCommit(
            tree: repository.updatingTree(nil, changes: [:]), parents: [], author: evil, committer: evil,
            message: "a\u{0}b")
        #expect(try repository.commit(id).author == Signature(name: "A xparent", email: "a@b", seconds: 1, offset: -90))
        #expect(try repository.commit(id).message == "ab\n")
        try repository.storeAll()
        try sandbox.git("fsck", "--strict", "\(id)")
    }

    @Test func `A commit is signed with the user's SSH key and git verifies it`() throws {
        let sandbox = try Sandbox()
        let key = sandbox.root + "/key"
        guard try sandbox.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).status == 0 else {
            throw Program.Failure(description: "ssh-keygen is needed for this test")
        }
        for (name, value) in [("commit.gpgsign", "true"), ("gpg.format", "ssh"), ("user.signingkey", key + ".pub")] {
            try sandbox.git("config", name, value)
        }
        let repository = try sandbox.open()
        let made = try repository.write(["a": "1"])
        #expect(try repository.commit(made.commit).isSigned)
        let allowed = sandbox.root + "/allowed"
        try "ada@example.org \(String(contentsOfFile: key + ".pub", encoding: .utf8))"
            .write(toFile: allowed, atomically: true, encoding: .utf8)
        try sandbox.git("-c", "gpg.ssh.allowedSignersFile=\(allowed)", "verify-commit", "HEAD")
        #expect(try sandbox.complaints() == "")
        let unsigned = try repository.createCommit(
            tree: .emptyTree, parents: [], author: Sandbox.ada, committer: Sandbox.ada, message: "m", signing: .never)
        #expect(try !repository.commit(unsigned).isSigned)
    }

    @Test func `A commit is signed by the OpenPGP program that is configured`() throws {
        let sandbox = try Sandbox()
        try sandbox.git("config", "commit.gpgsign", "true")
        try sandbox.git("config", "gpg.program", sandbox.root + "/gpg")
        try sandbox.git("config", "user.signingkey", "KEY")
        let script = #"""
            #!/bin/sh
            cat > "$0.input"
            echo "$@" > "$0.arguments"
            echo '[GNUPG:] SIG_CREATED D' >&2
            printf 'BEGIN\n\nabc\nEND\n'

            """#
        try Program.writeScript(sandbox.root + "/gpg", script)
        let repository = try sandbox.open()
        let made = try repository.write(["a": "1"])
        #expect(
            try String(contentsOfFile: sandbox.root + "/gpg.arguments", encoding: .utf8) == "--status-fd=2 -bsau KEY\n")
        let text = try sandbox.git("cat-file", "commit", "\(made.commit)")
        #expect(text.contains("\ngpgsig BEGIN\n \n abc\n END\n\nA change"))
        let signed = try String(contentsOfFile: sandbox.root + "/gpg.input", encoding: .utf8)
        #expect(signed == text.replacingOccurrences(of: "gpgsig BEGIN\n \n abc\n END\n", with: "") + "\n")
    }

    @Test(arguments: ["/nonexistent/gpg", "false", "true"])
    func `A commit that cannot be signed is refused and nothing moves`(program: String) throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        let before = try sandbox.commitAll()
        try sandbox.git("config", "commit.gpgsign", "true")
        try sandbox.git("config", "gpg.program", program)
        let repository = try sandbox.open()
        let found = failure { try repository.write(["a": "2"]) }
        #expect(found?.kind == .signingFailed)
        #expect(found?.fix != nil)
        #expect(try sandbox.id("HEAD") == before)
        #expect(try sandbox.complaints() == "")
    }
}
