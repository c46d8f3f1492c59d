import RecordText
import Yams

// How fast profiles are read, beside Yams on the same profiles in the same run:
//   swift run -c release --package-path scripts/bench/text

/// Profiles as co-ops write them, 1 to 3 KB, from a seed.
struct Profiles {
    var state: UInt64 = 7

    mutating func number(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func word() -> String {
        let parts = [
            "web", "design", "data", "print", "host", "media", "node", "open", "street", "map", "swift", "care",
        ]
        return (0...number(3)).map { _ in parts[number(parts.count)] }.joined(separator: "-")
    }

    mutating func list(_ key: String, _ most: Int) -> String {
        key + ":\n" + (0..<number(most)).map { _ in "- \(word())\n" }.joined()
    }

    mutating func profile(_ id: Int) -> String {
        let name = ["Tŷ \(word())", "Co-op \(word())", word()][number(3)]
        var text = "title: \(name)\nname: \(name)\nmembers: \(number(40))\nwebsite: https://\(word())\(id).coop/\n"
        text += "logo: \(word()).png\nemail: hello@\(word()).coop\ntwitter: \(word())\ngithub:\n"
        text += "telephone: '0\(number(9000)) \(number(900_000))'\n"
        text += "address: \(number(99)) Old Street, \(word()), London, EC\(number(9)) \(number(9))XY, United Kingdom\n"
        text += "latitude: 51.\(number(900_000) + 1)7\nlongitude: -0.\(number(900_000) + 1)3\n"
        text += list("clients", 40) + list("services", 25) + list("technologies", 40)
        return text
    }
}

/// Megabytes a second: the best of several passes over all texts.
func speed(of bytes: Int, passes: Int, _ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<passes {
        let duration = clock.measure(body)
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        best = min(best, seconds)
    }
    return Double(bytes) / 1e6 / best
}

func rounded(_ value: Double) -> String { String(Double(Int(value * 10)) / 10) }

var profiles = Profiles()
let texts = (0..<2000).map { profiles.profile($0) }
let contents = texts.map { Array($0.utf8) }
let pages = contents.map { Array("---\n".utf8) + $0 + Array("---\n\nWe make things together; tŷ means house.\n".utf8) }
let size = contents.reduce(0) { $0 + $1.count }
print("\(texts.count) profiles, \(size / texts.count) bytes on average")

var checksum = 0
let parse = speed(of: size, passes: 60) {
    for content in contents { checksum &+= Document(parsing: content, form: .yaml).problems.count &+ 1 }
}
if CommandLine.arguments.dropFirst().first == "read" {
    // For a profiler: nothing but reading.
    let again = speed(of: size, passes: 300) {
        for content in contents { checksum &+= Document(parsing: content, form: .yaml).problems.count &+ 1 }
    }
    print("read: \(rounded(again)) MB/s")
}
let markdown = speed(of: pages.reduce(0) { $0 + $1.count }, passes: 60) {
    for page in pages { checksum &+= Document(parsing: page, form: .markdown).problems.count }
}
/// Takes every key and text as a string, and says how long they are.
func readAll(_ document: Document, _ node: RecordText.Node) -> Int {
    var length = 0
    for child in document.children(of: node) {
        if let key = document.key(of: child) { length += key.utf8.count }
        if document.kind(of: child) == .scalar { length += document.text(of: child).utf8.count }
        length += readAll(document, child)
    }
    return length
}
let strings = speed(of: size, passes: 10) {
    for content in contents {
        let document = Document(parsing: content, form: .yaml)
        checksum &+= readAll(document, document.root)
    }
}
let format = speed(of: size, passes: 5) {
    for content in contents { checksum &+= formatted(Document(parsing: content, form: .yaml))?.count ?? 0 }
}
let edit = speed(of: size, passes: 3) {
    for content in contents {
        let document = Document(parsing: content, form: .yaml)
        let edited = try? document.applying([.set(path: ["members"], text: "12")], order: .none)
        checksum &+= edited?.count ?? 0
    }
}
let yams = speed(of: size, passes: 2) {
    for text in texts { checksum &+= (try? Yams.compose(yaml: text))?.mapping?.count ?? 0 }
}
print("read:                    \(rounded(parse)) MB/s, \(rounded(parse / yams)) times Yams")
print("read as front matter:    \(rounded(markdown)) MB/s")
print("read, every text taken:  \(rounded(strings)) MB/s, \(rounded(strings / yams)) times Yams")
print("read and format:         \(rounded(format)) MB/s")
print("read, edit, check:       \(rounded(edit)) MB/s")
print("Yams compose:            \(rounded(yams)) MB/s")
if checksum == 0 { print("nothing was read") }
