import Foundation
import Testing

@testable import CotechCLI

/// `docs/json.md` says which keys each answer has: no more, and no fewer.
@Suite("docs/json.md", .onOwnThreads) struct JSONPageTests {
    @Test("What reads a store gives the keys that the page lists, and all of them")
    func reading() throws {
        let network = try TestNetwork()
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings + "extra:\n  members.founded-in: number\n")
        let sail = "---\nname: Plain Sail\ntown: Truro\nheadcount: ???\nextra:\n  founded-in: 1999\n---\n"
        try network.write("network/members/gone.md", "---\nname: Gone\n---\n")
        try network.commit("A page", in: "network")
        var mechanical = ""
        for (path, text) in [("gone", "---\nname: Gone\ntown: Leeds\n---\n"), ("plain-sail", sail)] {
            try network.write("network/members/\(path).md", text)
            try network.commit("Tidy", in: "network")
            mechanical += try network.git("rev-parse", "HEAD") + "\n"
        }
        try network.write("network/.git-blame-ignore-revs", mechanical)
        try network.git("rm", "-q", "members/gone.md")
        try network.commit("Gone", in: "network")
        try network.git("tag", "before")
        #expect(network.cotech("members", "confirm", "ty-gwydr", "--said-by", "Siân, by phone").status == 0)
        try network.write("network/memberships/ty-gwydr.yaml", "joined: 2016-10-28\nleft: 2026-11-01\n")
        try network.write("network/members/broken.md", "---\nname: \"Broken\n---\n")
        try network.commit("By hand", in: "network")
        #expect(network.cotech("help", "json").output.contains("docs/json.md"))
        try network.write("rows.csv", "id,name\nplain-sail,Plain Sail\n")
        let late = "--as-of=2030-01-01"
        try hold(
            [
                "A record": [
                    ["members", "list", "--ages", "--changed"], ["members", "list", "--format", "jsonl"],
                    ["members", "show", "plain-sail"], ["members", "show", "plain-sail", "ty-gwydr", "--ages"],
                    ["members", "export"], ["settings"], ["people", "list"],
                ],
                "stale": [["members", "stale"], ["members", "stale", late]],
                "stale --ages": [["members", "stale", "--ages"], ["members", "stale", "ty-gwydr", "--ages"]],
                "stale --ages --leaves": [["members", "stale", "--ages", "--leaves"]],
                "stale --explain": [
                    ["members", "stale", "--explain", late], ["members", "stale", "ty-gwydr", "--explain"],
                ],
                "history": [["members", "history", "ty-gwydr"], ["history", "plain-sail"]],
                "diff": [["diff", "before"]],
                "today": [["today", late], [late]],
                "check": [["check", "--all"], ["check", "--base", "HEAD", "--all"]],
                "doctor": [["doctor"]],
                "owners": [["owners"], ["owners", "ty-gwydr"]],
                "review": [["review", "before"]],
                "review --landed": [["review", "--landed", "before"]],
                "import": [["members", "import", "../rows.csv", "--preview"]],
            ]
        ) { network.run($0).output }
    }

    @Test("What is shared gives the keys that the page lists, and all of them")
    func sharing() async throws {
        let network = try SharedNetwork("mair", "sian", "zoe", "ina")
        var answers: [String: [String]] = [:]
        func ask(_ section: String, _ words: String, in clone: String) async throws {
            answers[section, default: []].append(try await network.cotech("\(words) --format json", in: clone).output)
        }
        try await network.done("members set birch town=Hull -q", in: "ina")
        try await ask("submit", "submit --branch hull", in: "ina")
        try network.write("ina", "members/birch.md", "---\nname: Birch\nheadcount: many\n---\n")
        try await ask("submit", "submit", in: "ina")
        try await network.done("members set ash town=Hull -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        try await ask("sync", "sync", in: "mair")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=9 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=8 -q", in: "mair")
        try await ask("sync", "sync", in: "mair")
        try network.commit(["members/birch.md": "---\nname: Birch\nheadcount: many\n---\n"], in: "sian")
        try network.git("push -q", in: "sian")
        try await ask("sync", "sync", in: "zoe")
        try network.commit(["skills/swift.yaml": "label: Swift\nlabl: x\n"], in: "zoe")
        try await ask("sync", "sync", in: "zoe")
        let page = try Page()
        for (section, texts) in answers { try hold(page, section, texts) }
    }

    @Test("Every command that writes JSON is on the page")
    func everyCommand() throws {
        let page = try Page()
        let verbs = CommandTree.commands.filter { $0.help.contains("json") && $0.help.contains("--format") }
        #expect(verbs.count > 20)
        for command in verbs {
            let name = command.path.last ?? ""
            let isRecord = ["list", "show", "enquiries", "export"].contains(name)
            #expect(
                page.keys[isRecord ? "A record" : name] != nil || page.text.contains("`\(name) --format json`"),
                "cotech \(command.path.joined(separator: " "))")
        }
    }

    // MARK: - Holding answers to the page

    private func hold(_ answers: [String: [[String]]], _ run: ([String]) -> String) throws {
        let page = try Page()
        for (section, commands) in answers {
            let texts = commands.map { run($0.contains("--format") ? $0 : $0 + ["--format", "json"]) }
            try hold(page, section, texts)
        }
    }

    private func hold(_ page: Page, _ section: String, _ texts: [String]) throws {
        let listed = try page.allKeys(of: section)
        var found: Set<String> = []
        for text in texts {
            let isOne = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil
            for document in isOne ? [text] : text.split(separator: "\n").map(String.init) {
                let value = try #require(
                    try? JSONSerialization.jsonObject(with: Data(document.utf8)), "\(section): \(document)")
                collect(value, below: "", listed, &found)
            }
        }
        #expect(found.subtracting(listed).sorted() == [], "keys of \(section) that docs/json.md does not list")
        #expect(
            listed.subtracting(found).sorted() == [], "keys that docs/json.md lists, and that \(section) did not give")
    }

    /// Adds the keys of a value. Where the page lists NAME every key is one, and what stands in it is told there alone.
    private func collect(_ value: Any, below path: String, _ listed: Set<String>, _ found: inout Set<String>) {
        if let elements = value as? [Any] {
            for element in elements { collect(element, below: path, listed, &found) }
        }
        guard let object = value as? [String: Any] else { return }
        let isNamed = listed.contains("\(path)NAME")
        for (key, value) in object {
            let place = path + (isNamed ? "NAME" : key)
            found.insert(place)
            if isNamed, !listed.contains(where: { $0.hasPrefix("\(place).") }) { continue }
            collect(value, below: place + ".", listed, &found)
        }
    }
}

/// The tables of `docs/json.md`.
private struct Page {
    let text: String
    /// The rows of each heading: a key, and its type.
    private(set) var keys: [String: [(key: String, type: String)]] = [:]

    init() throws {
        text = try String(contentsOfFile: "\(CommandSandbox.checkout)/docs/json.md", encoding: .utf8)
        var section = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            let cells = line.split(separator: "|").map { String($0.trimmingPrefix(" ")) }
            guard line.hasPrefix("| `"), cells.count == 3, let key = cells[0].split(separator: "`").first else {
                continue
            }
            keys[section, default: []].append((String(key), cells[1]))
        }
    }

    /// The keys of an answer, with those of the parts that its table refers to.
    func allKeys(of section: String) throws -> Set<String> {
        var all: Set<String> = []
        for (key, type) in try #require(keys[section], "docs/json.md has no table of \(section)") {
            all.insert(key)
            guard let anchor = type.split(separator: "(#").last?.split(separator: ")").first, type.contains("(#"),
                let part = keys.keys.first(where: { $0.lowercased().replacing(" ", with: "-") == anchor })
            else { continue }
            for inner in try allKeys(of: part) { all.insert("\(key).\(inner)") }
        }
        return all
    }
}
