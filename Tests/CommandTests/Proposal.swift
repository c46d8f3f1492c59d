import Foundation
import TestSupport
import Testing

/// A pull request that somebody merged or checked out: what it does to a store, by name.
struct Proposal: Sendable, CustomTestStringConvertible {
    let name: String
    let make: @Sendable (Network) throws -> Void
    /// Whether the settings themselves cannot be read any more.
    var breaksSettings = false
    /// Whether it took the other members away.
    var hidesMembers = false
    /// What `check` must find; nil where there is nothing to find in records.
    var code: String?

    var testDescription: String { name }

    static func files(_ name: String, _ code: String?, _ files: [String: [UInt8]], breaksSettings: Bool = false)
        -> Proposal
    {
        Proposal(
            name: name,
            make: { network in
                for (path, bytes) in files { try network.write(path, bytes) }
                try network.commit("A proposal")
            }, breaksSettings: breaksSettings, code: code)
    }

    static func profile(_ name: String, _ code: String?, _ text: String) -> Proposal {
        files(name, code, ["members/evil.md": Array("---\n\(text)---\n".utf8)])
    }

    static func settings(_ name: String, _ code: String?, _ text: String, breaks: Bool = false) -> Proposal {
        files(name, code, ["cotech.yaml": Array(text.utf8)], breaksSettings: breaks)
    }

    /// Puts an object where a file should be, without a working file.
    static func entry(
        _ name: String, _ code: String?, _ path: String, _ mode: String, _ bytes: String, hides: Bool = false
    )
        -> Proposal
    {
        Proposal(
            name: name,
            make: { network in
                let id =
                    try mode == "160000"
                    ? String(repeating: "1", count: 40)
                    : network.shell("printf '%s' '\(bytes)' | git hash-object -w --stdin").trimmingCharacters(
                        in: .newlines)
                try network.shell("git rm -rq --cached --ignore-unmatch '\(path)'")
                try network.git("update-index", "--add", "--cacheinfo", "\(mode),\(id),\(path)")
                try network.git("commit", "-q", "-m", "A proposal")
                // What is committed stands in the working tree as well, as whoever pulled it has it.
                if mode == "120000" || hides {
                    try network.shell("rm -rf '\(path)' && git checkout -q HEAD -- '\(path)'")
                }
            }, breaksSettings: path == "cotech.yaml", hidesMembers: hides, code: code)
    }

    /// Rewrites the tree of `members` byte by byte, as git itself never would.
    static func tree(_ name: String, _ code: String?, _ entries: [(mode: String, name: [UInt8])]) -> Proposal {
        Proposal(
            name: name,
            make: { network in
                let blob = try network.shell("printf -- '---\\nname: X\\n---\\n' | git hash-object -w --stdin")
                    .trimmingCharacters(in: .newlines)
                let inner = try network.shell("printf '100644 blob \(blob)\\tconfig\\n' | git mktree")
                    .trimmingCharacters(in: .newlines)
                var bytes = try Array(network.shell("git cat-file tree HEAD:members | od -An -v -tx1").utf8)
                    .split { !($0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x66) }
                    .compactMap { UInt8(String(decoding: $0, as: UTF8.self), radix: 16) }
                for entry in entries {
                    let id = entry.mode == "40000" ? inner : blob
                    bytes += Array(entry.mode.utf8) + [0x20] + entry.name + [0] + digits(id)
                }
                try network.write("../raw", bytes)
                try network.shell(
                    """
                    members=$(git hash-object -t tree --literally -w ../raw)
                    root=$(git ls-tree HEAD | sed "s/tree [0-9a-f]*\\tmembers\\$/tree $members\\tmembers/" | git mktree)
                    git update-ref refs/heads/main $(git commit-tree $root -p HEAD -m 'A proposal')
                    """)
            }, code: code)
    }

    private static func digits(_ id: String) -> [UInt8] {
        stride(from: 0, to: 40, by: 2).compactMap { offset in
            let start = id.index(id.startIndex, offsetBy: offset)
            return UInt8(id[start..<id.index(start, offsetBy: 2)], radix: 16)
        }
    }

    static let all: [Proposal] = profiles + places + settingsFiles + histories

    static let profiles: [Proposal] = [
        profile("raw escapes", "control-character", "name: \u{1B}]0;pwned\u{7}Evil\u{1B}[31m\ntown: \"\u{9B}2J\"\n"),
        profile(
            "escapes written as escapes", "control-character", "name: \"\\e]0;pwned\\aEvil\\u009b\"\nnote: \"\\e[2J\"\n"
        ),
        files("escapes in the text", nil, ["members/evil.md": Array("---\nname: E\n---\n\n\u{1B}[31mred\u{7}\n".utf8)]),
        profile("bidirectional override", "bidi-control", "name: abc\u{202E}fed\u{2066}\n"),
        profile("characters without width", nil, "name: ad\u{200B}min\u{2060}\u{FEFF} x\nnote: a\u{AD}b\n"),
        profile("formulas", nil, "name: '=cmd|''/C calc''!A1'\ntown: '@SUM(1+1)'\nnote: '+1'\naddress: '-2+3'\n"),
        profile(
            "workflow commands", "unknown-field",
            "name: '::error::pwned'\nnote: '##[error]pwned'\n'::set-output name=x::y': 1\n"),
        profile(
            "workflow commands in every cell", "bad-value",
            "name: '##vso[task.complete]pwned'\ntown: '::stop-commands::x'\naddress: \"a\\n::error::b\"\n"
                + "contacts:\n  '::warning::c': '##[group]d@e.example'\nservices:\n  - '##[section]f'\n"),
        profile("a name of two lines", nil, "name: \"Two\\n::error::Lines\\r\\n##[error]\"\n"),
        profile("a reference with a path", "bad-value", "name: E\nservices:\n  - ../../etc/passwd\n"),
        profile("300 KiB", "too-large", "name: E\nnote: \(String(repeating: "x", count: 300 * 1024))\n"),
        files(
            "50 MiB", "too-large",
            ["members/evil.md": Array("---\nname: E\n---\n".utf8) + [UInt8](repeating: 0x78, count: 50 << 20)]),
        profile("thirty thousand keys", "unknown-field", "name: E\n" + (0..<30_000).map { "k\($0):\n" }.joined()),
        profile("a hundred thousand keys", "too-large", "name: E\n" + (0..<100_000).map { "k\($0): 1\n" }.joined()),
        profile("forty thousand equal keys", "duplicate-key", "name: E\n" + String(repeating: "a: 1\n", count: 40_000)),
        profile(
            "five thousand services", "unknown-reference",
            "name: E\nservices:\n" + (0..<5_000).map { "- a\($0)\n" }.joined()),
        profile(
            "deep nesting", "too-deep",
            "name: E\nx-deep:\n" + (1...400).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
        profile("deep brackets", nil, "name: E\nx-deep: " + String(repeating: "[", count: 100_000) + "\n"),
        profile("one very long line", nil, "name: \(String(repeating: "M", count: 250_000))\n"),
        profile("one very long number", "bad-value", "name: E\nheadcount: \(String(repeating: "9", count: 250_000))\n"),
        profile("a letter with very many accents", nil, "name: Z\(String(repeating: "\u{301}", count: 100_000))\n"),
    ]

    static let places: [Proposal] = [
        files(
            "file names that are no ids", "bad-path",
            Dictionary(
                uniqueKeysWithValues: [
                    "Bad Name.md", "UPPER.md", "..hidden.md", "-rf.md", "a\u{1B}[31mb.md", "sub/dir/x.md",
                    "::error::x.md", "##[error]x.md",
                    "x\u{202E}y.md", "two\nlines.md", "caf\u{E9}.md",
                ].map { ("members/" + $0, Array("---\nname: X\n---\n".utf8)) })),
        files("one id at two paths", "duplicate-id", ["members/ash.yaml": Array("name: Other\n".utf8)]),
        entry("a symbolic link as a record", "not-a-file", "members/evil.md", "120000", "/etc/passwd"),
        entry("a submodule as a record", "not-a-file", "members/evil.md", "160000", ""),
        entry("a symbolic link as the folder", "bad-path", "members", "120000", "/etc", hides: true),
        entry("a file as the folder", "bad-path", "members", "100644", "x", hides: true),
        entry("a symbolic link as the settings", "not-a-file", "cotech.yaml", "120000", "/etc/passwd"),
        entry("a submodule as the settings", "not-a-file", "cotech.yaml", "160000", ""),
        entry("a symbolic link as the ignore list", nil, ".git-blame-ignore-revs", "120000", "/etc/passwd"),
        tree(
            "names that are git's own", nil,
            [
                ("100644", Array(".".utf8)), ("100644", Array("..".utf8)), ("40000", Array(".git".utf8)),
                ("100644", Array("a/b.md".utf8)),
            ]),
        tree("names that are not UTF-8", nil, [("100644", [0xFF, 0xFE, 0x2E, 0x6D, 0x64])]),
        tree(
            "one name twice", nil,
            [("100644", Array("evil.md".utf8)), ("100644", Array("evil.md".utf8)), ("40000", Array("evil.md".utf8))]),
        tree("modes that do not exist", nil, [("777777", Array("evil.md".utf8)), ("0", Array("evil2.md".utf8))]),
    ]

    static let settingsFiles: [Proposal] = [
        settings("settings that cannot be read", nil, "name: \"T\nx: [\n", breaks: true),
        files("settings that are no text", nil, ["cotech.yaml": (0...255).map { UInt8($0) }], breaksSettings: true),
        settings("a time zone that is none", nil, "name: T\ntime-zone: Mars/../../etc/passwd\n"),
        settings("a web address that runs", "bad-value", "name: T\nweb: javascript:alert(1)\n"),
        settings("a web address with escapes", nil, "name: T\nweb: \"https://x.example/\\e[31m{path}\"\n"),
        settings("a companion elsewhere", nil, "name: T\nprivate: ../../../etc\n"),
        settings("a companion at the root", nil, "name: T\nprivate: /\n"),
        settings("a companion with escapes", nil, "name: T\nprivate: \"../\\e[31mx\"\n"),
        settings("a companion that is the store", nil, "name: T\nprivate: .\n"),
        settings("a store that says it is a companion", nil, "name: T\ncompanion-of: ../../../etc\n"),
        settings(
            "limits and fields out of range", nil,
            "name: T\nextra:\n  members.name: text\n  members.: text\n  members.a.b: list of list of text\n  members.c: '|'\nlimits:\n  headcount: -1\n  members.zz: 99999999999999999999\nsweep: 0\ngrace: -5\n"
        ),
    ]

    static let histories: [Proposal] = [
        files(
            "an ignore list of rubbish", nil,
            [
                ".git-blame-ignore-revs": [0xFF, 0, 0x1B, 0x5B, 0x0A]
                    + Array((String(repeating: "z", count: 40) + "\n").utf8)
            ]),
        Proposal(
            name: "a commit with escapes",
            make: { network in
                try network.write("members/birch.md", "---\nname: Birch & Co.\ntown: Hull\n---\n")
                try network.git("add", "-A")
                try network.git(
                    "-c", "user.name=\u{1B}[31mEvil\u{202E}", "commit", "-q", "--cleanup=verbatim", "-m",
                    "Evil \u{1B}]0;x\u{7}\u{202E}\n\nCotech-Undo: zzz\nCotech-Mechanical: \u{1B}[31m\n")
            }),
        Proposal(
            name: "a commit that git would not write",
            make: { network in
                try network.shell(
                    """
                    printf 'tree %s\\nparent %s\\nauthor x 99999999999999999999 +9999\\ncommitter \\nencoding \\033[31m\\n\\nhi\\n' \
                      $(git rev-parse 'HEAD^{tree}') $(git rev-parse HEAD) | git hash-object -t commit --literally -w --stdin > .git/new
                    mv .git/new .git/refs/heads/main
                    """)
            }),
    ]
}
