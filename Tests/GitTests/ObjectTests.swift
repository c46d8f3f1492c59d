import Testing

@testable import Git

@Suite struct ObjectTests {
    @Test func `An id reads back from its forty digits and orders as its bytes do`() throws {
        let text = "00ff10203040506070809a0bc0d0e0f011223344"
        let id = try #require(ObjectID(text))
        #expect(id.description == text)
        #expect(id.short == "00ff102")
        #expect(id.bytes.count == 20 && id.bytes[0] == 0 && id.bytes[1] == 0xff && id.bytes[19] == 0x44)
        let bytes = id.bytes
        let again = ObjectID(bytes: unsafe bytes.span.bytes)
        #expect(again == id)
        #expect(ObjectID(text.uppercased()) == id)
        #expect(ObjectID(String(text.dropLast())) == nil)
        #expect(ObjectID(text + "0") == nil)
        #expect(ObjectID("g" + text.dropFirst()) == nil)
        #expect(ObjectID.zero < id)
        #expect(ObjectID(id.libgit2) == id)
        let ids = (0..<200).map { _ in
            ObjectID(high: .random(in: 0...3), middle: .random(in: .min ... .max), low: .random(in: .min ... .max))
        }
        #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
    }

    @Test func `A blob that is written has the id that git gives it and reads back`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let bytes = Array("name: Outlandish\n".utf8)
        let id = try repository.writeBlob(bytes)
        #expect(try sandbox.git("hash-object", "--stdin", input: bytes) == id.description)
        #expect(try repository.blob(id) == bytes)
        #expect(try ObjectID(blob: bytes) == id)
        #expect(try repository.size(of: id) == bytes.count)
        #expect(try ObjectID(blob: []) == .emptyBlob)
    }

    @Test func `A missing object, one of another type and one too large are each said to be that`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "0123456789")
        let commit = try sandbox.commitAll()
        let repository = try sandbox.open()
        let blob = try #require(try repository.lookup("a", in: repository.commit(commit).tree)).id
        let absent = try #require(ObjectID(String(repeating: "1", count: 40)))
        #expect(failure { try repository.blob(absent) }?.kind == .missingObject(absent))
        #expect(failure { try repository.blob(commit) }?.kind == .wrongType(commit))
        #expect(failure { try repository.blob(blob, maximumSize: 9) }?.kind == .tooLarge(blob, size: 10))
        #expect(try repository.blob(blob, maximumSize: 10).count == 10)
    }

    @Test func `A damaged object is not taken for a missing one`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let id = try repository.writeBlob(Array("hello".utf8)).description
        try repository.storeAll()
        let file = ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
        #expect(try sandbox.run("chmod", ["u+w", file]).status == 0)
        try sandbox.write(file, "rubbish")
        let found = failure { try sandbox.open().blob(#require(ObjectID(id))) }
        #expect(found?.kind == .corrupt)
    }
}
