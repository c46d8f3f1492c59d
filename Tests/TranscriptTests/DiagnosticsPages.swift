import Foundation

/// The pages under `docs/diagnostics`, with a section for each code, and `docs/diagnostics.md`, which lists them.
struct DiagnosticsPages {
    /// What stands below the heading of a code.
    struct Section {
        let code: String
        /// The page, by its name in the folder.
        let page: String
        /// The first paragraph, in one line.
        let meaning: String
        /// What its commands say, by the lines that the tests compare with what they really say.
        let said: [String]
    }

    /// The page on what is no finding: commands say the sentence without its code.
    static let commands = "commands.md"
    static let list = "docs/diagnostics.md"

    let sections: [Section]

    init() {
        let pages = Transcript.all.filter { $0.path.hasPrefix("docs/diagnostics/") }
        sections = pages.flatMap { page in
            let headings = page.lines.indices.filter { page.lines[$0].hasPrefix("## ") }
            return headings.enumerated().map { place, start in
                let end = place + 1 < headings.count ? headings[place + 1] : page.lines.count
                let paragraph = page.lines[(start + 1)..<end].drop { $0.isEmpty }.prefix { !$0.isEmpty }
                let steps = page.steps.filter { (start + 1...end).contains($0.line) }
                return Section(
                    code: String(page.lines[start].dropFirst(3)), page: String(page.path.split(separator: "/")[2]),
                    meaning: paragraph.joined(separator: " "), said: steps.flatMap { page.expected($0) })
            }
        }
    }

    /// The list with its tables made anew from the pages.
    func list(_ text: String) -> String {
        var lines: [String] = []
        for line in text.components(separatedBy: "\n") where !line.hasPrefix("|") {
            // A table ends in one empty line, which comes back with it.
            if lines.last == "", line.isEmpty { continue }
            lines.append(line)
            guard line.hasPrefix("## ["), let start = line.range(of: "](diagnostics/") else { continue }
            let page = String(line[start.upperBound...].dropLast())
            lines += ["", "| Code | What it means |", "|---|---|"]
            for section in sections where section.page == page {
                let link = "<a id=\"\(section.code)\"></a>[`\(section.code)`](diagnostics/\(page)#\(section.code))"
                lines.append("| \(link) | \(section.meaning.replacing("|", with: "\\|")) |")
            }
        }
        return lines.joined(separator: "\n")
    }
}
