import Foundation
import TestSupport
import Testing

/// Names as people write them, in every command that takes or shows one.
@Suite(.serialized) struct NameTests {
    @Test(
        arguments: [
            ("Tŷ Gwydr", "ty-gwydr", "TY GWYDR"), ("O'Hara's Orchard", "oharas-orchard", "oharas"),
            ("Llanfairpwllgwyngyll Cyf", "llanfairpwllgwyngyll-cyf", "llanfair"),
            ("Café Binaire", "cafe-binaire", "cafe"),
            ("Cafe\u{301} Décomposé", "cafe-decompose", "décompose"), ("Nørdlys", "nordlys", "nordlys"),
            ("خان الحروف", "khan", "خان"), ("木かげ工房", "kokage", "木かげ"), ("👩‍💻 Collective", "collective", "collective"),
            ("Kőris & Kód: “quoted” #4", "koris", "koris"), ("- dash", "dash", "dash"), ("no", "no-co-op", "no"),
        ])
    func `A name is added, found, shown, changed and kept as it was typed`(name: String, id: String, words: String)
        throws
    {
        let network = try Network.usual()
        let added = try network.cotech("members", "add", "--id", id, "--", name, "town=Leeds")
        #expect(added.status == 0, "\(added.text)")
        func stored() throws -> String? {
            let answer = try network.cotech("members", "show", id, "--format", "json")
            let object = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
            return (object?["fields"] as? [String: Any])?["name"] as? String
        }
        #expect(try stored()?.precomposedStringWithCanonicalMapping == name.precomposedStringWithCanonicalMapping)
        #expect(try network.cotech("members", "list").output.contains(id))
        let found = try network.cotech("members", "list", "--format", "tsv", "--fields", "id", "--", words)
        #expect(found.lines.contains(id), "\(found.text)")
        let line = try #require(
            try network.read("members/\(id).md").split(separator: "\n").first { $0.hasPrefix("name:") })
        #expect(try network.cotech("members", "set", id, "headcount=3").status == 0)
        try network.write("../editor", "#!/bin/sh\nsed -i 's/headcount: 3/headcount: 4/' \"$1\"\n")
        let edited = try network.cotech(["members", "edit", id], also: ["EDITOR": "sh '\(network.root)/editor'"])
        #expect(edited.status == 0, "\(edited.text)")
        let text = try network.read("members/\(id).md")
        #expect(text.contains("headcount: 4\n") && Array(text.utf8).contains(Array(line.utf8)))
        #expect(try network.cotech("check").status == 0)
        #expect(try network.cotech("fmt", "--check").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test func `Ids are made from names`() throws {
        let network = try Network.usual()
        for (name, id) in [
            ("Tŷ Gwydr", "ty-gwydr"), ("O'Hara's Orchard", "oharas-orchard"), ("Moth & Flame", "moth-and-flame"),
        ] {
            #expect(try network.cotech("members", "add", name).status == 0)
            #expect(FileManager.default.fileExists(atPath: "\(network.path)/members/\(id).md"), "\(name)")
        }
        let none = try network.cotech("members", "add", "木かげ")
        #expect(none.status == 64 && none.error.contains("--id"), "\(none.text)")
    }

    @Test func `A composed and a decomposed spelling of one name are found alike and say the same`() throws {
        let network = try Network.usual()
        try network.write("members/nfc.md", "---\nname: Caf\u{E9}\n---\n")
        try network.write("members/nfd.md", "---\nname: Cafe\u{301}\n---\n")
        try network.commit("Two")
        for words in ["caf\u{E9}", "cafe\u{301}", "CAFE"] {
            #expect(try network.cotech("members", "list", words, "--format", "tsv", "--fields", "id").lines.count == 3)
        }
        #expect(try network.cotech("members", "list", "--where", "name=caf\u{E9}", "--format", "tsv").lines.count == 3)
        let before = try network.bytes("members/nfd.md")
        let same = try network.cotech("members", "set", "nfd", "name=Caf\u{E9}")
        #expect(same.status == 0)
        #expect(try network.cotech("members", "set", "nfd", "town=Hull").status == 0)
        #expect(try network.cotech("undo").status == 0)
        #expect(try network.bytes("members/nfd.md").count >= before.count - 1)
    }
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard !part.isEmpty, count >= part.count else { return part.isEmpty }
        return indices.dropLast(part.count - 1).contains { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
