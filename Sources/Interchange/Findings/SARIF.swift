public import RecordText

/// Findings as a SARIF 2.1.0 log (OASIS), which code hosts and editors read.
public enum SARIF {
    /// The log of one run.
    ///
    /// - Parameters:
    ///   - standing: what is wrong besides, and was so in the base; nil where nobody asked. With it, each result says
    ///     which of the two it is (`baselineState`).
    ///   - version: the tool's own, such as `1.2.0`.
    ///   - explanations: what each code means, in a sentence.
    ///   - address: where a code's explanation stands on the web; nil where nowhere.
    public static func log(
        _ findings: [Diagnostic], standing: [Diagnostic]? = nil, version: String, explanations: [String: String] = [:],
        address: (String) -> String? = { _ in nil }
    ) -> JSONValue {
        let all = findings + (standing ?? [])
        let codes = Set(all.map(\.code)).sorted()
        let places = Dictionary(codes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let rules = codes.map { code -> JSONValue in
            var rule: [JSONValue.Member] = [.init("id", .string(code))]
            if let explanation = explanations[code] {
                rule.append(.init("shortDescription", ["text": .string(explanation)]))
            }
            if let address = address(code) { rule.append(.init("helpUri", .string(address))) }
            return .object(rule)
        }
        let results = zip(all, all.identities).enumerated().map { place, told in
            let (finding, identity) = told
            let baseline = standing == nil ? nil : place < findings.count ? "new" : "unchanged"
            return result(finding, identity, ruleIndex: places[finding.code] ?? 0, baseline: baseline)
        }
        let driver: JSONValue = ["name": "cotech", "version": .string(version), "rules": .array(rules)]
        return [
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": ["driver": driver], "columnKind": "unicodeCodePoints", "results": .array(results),
                ]
            ],
        ]
    }

    private static func result(
        _ finding: Diagnostic, _ identity: String, ruleIndex: Int, baseline: String?
    ) -> JSONValue {
        let file: JSONValue = ["uri": .string(uri(finding.file)), "uriBaseId": "%SRCROOT%"]
        var place: [JSONValue.Member] = [.init("artifactLocation", file)]
        if let region = region(of: finding) { place.append(.init("region", region)) }
        var members: [JSONValue.Member] = [
            .init("ruleId", .string(finding.code)), .init("ruleIndex", .integer(ruleIndex)),
            // The three levels have the same names there.
            .init("level", .string(finding.severity.rawValue)),
            .init("message", ["text": .string(finding.sentence)]),
            .init("locations", [["physicalLocation": .object(place)]]),
            .init("partialFingerprints", ["cotech/v1": .string(identity)]),
        ]
        if let baseline { members.append(.init("baselineState", .string(baseline))) }
        if let line = finding.line, let replacement = finding.replacement {
            let change: JSONValue = [
                "deletedRegion": ["startLine": .integer(line), "endLine": .integer(line)],
                "insertedContent": ["text": .string(replacement)],
            ]
            members.append(
                .init(
                    "fixes",
                    [
                        [
                            "description": ["text": "Put this line instead"],
                            "artifactChanges": [["artifactLocation": file, "replacements": [change]]],
                        ]
                    ]))
        }
        return .object(members)
    }

    /// The marked characters, counted in code points as the log says: a letter with its accent may be two.
    private static func region(of finding: Diagnostic) -> JSONValue? {
        guard let line = finding.line else { return nil }
        let excerpt = finding.excerpt ?? ""
        let before = excerpt.prefix(finding.column - 1).unicodeScalars.count
        let marked = excerpt.dropFirst(finding.column - 1).prefix(finding.length).unicodeScalars.count
        return [
            "startLine": .integer(line), "startColumn": .integer(before + 1),
            "endColumn": .integer(before + max(marked, 1) + 1),
        ]
    }

    /// A path as a relative URI (RFC 3986): everything but unreserved characters and `/` by its bytes.
    private static func uri(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return text
    }
}
