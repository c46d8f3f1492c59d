/// What one co-op says of itself at some moment.
struct Profile {
    var id: String
    var name: String
    var formerly: String?
    var isSecure = false
    var telephone: Int
    var town: Int
    var headcount: Int
    var offered: [Int]
    var needed: [Int]
    var services: [Int]
    var technologies: [Int]
    var sectors: [Int]
    var tools: [Int]
    var confirmed: Int?
    var sentences: [Int]

    init(id: String, name: String, _ random: inout Random) {
        func some(_ count: ClosedRange<Int>, of list: [String], _ random: inout Random) -> [Int] {
            Set((0..<random.number(in: count)).map { _ in random.below(list.count) }).sorted()
        }
        self.id = id
        self.name = name
        telephone = random.below(1_000_000)
        town = random.below(Words.towns.count)
        headcount = random.number(in: 2...30)
        offered = some(2...5, of: Words.skills, &random)
        needed = some(0...2, of: Words.skills, &random)
        services = some(2...5, of: Words.skills, &random)
        technologies = some(2...6, of: Words.skills, &random)
        sectors = some(1...3, of: Words.sectors, &random)
        tools = some(1...3, of: Words.tools, &random)
        sentences = some(2...4, of: Words.sentences, &random)
    }

    var website: String { "\(isSecure ? "https" : "http")://\(id).example.coop" }
    var digits: String { String(String(1_000_000 + telephone).dropFirst()) }

    /// The file. Real ones differ in how much they say; these have about 750 bytes.
    var text: String {
        var text = "---\nname: \(name)\n"
        if let formerly { text += "formerly: [\(formerly)]\n" }
        text += "legal-form: Ltd\nwebsite: \(website)\nemail: hello@\(id).example.coop\n"
        text += "telephone: 01632 \(digits)\ntown: \(Words.towns[town])\nheadcount: \(headcount)\n"
        text += "contacts:\n  \(Words.people[telephone % Words.people.count]): office@\(id).example.coop\n"
        text += "skills:\n  offered:\n"
        for skill in offered {
            // A level for some, always the same one for the same skill of the same co-op.
            let level = (skill + id.utf8.count) % 4
            text += "    - \(Words.skills[skill])\(level < 3 ? ": \(Words.levels[level])" : "")\n"
        }
        if !needed.isEmpty { text += "  needed: [\(Self.list(needed, Words.skills))]\n" }
        text += "services: [\(Self.list(services, Words.skills))]\n"
        text += "technologies:\n" + technologies.map { "  - \(Words.skills[$0])\n" }.joined()
        text += "sectors: [\(Self.list(sectors, Words.sectors))]\n"
        text += "tools: [\(Self.list(tools, Words.tools))]\n"
        if let confirmed { text += "confirmed: \(Calendar.day(confirmed))\n" }
        return text + "---\n\n" + sentences.map { Words.sentences[$0] + "\n" }.joined()
    }

    /// The same as a record of GNU recutils.
    var rec: String {
        var text = "Id: \(id)\nName: \(name)\nWebsite: \(website)\nEmail: hello@\(id).example.coop\n"
        text += "Telephone: 01632 \(digits)\nTown: \(Words.towns[town])\nHeadcount: \(headcount)\n"
        text += "Contact: \(Words.people[telephone % Words.people.count])\n"
        for (field, skills) in [("Offered", offered), ("Needed", needed), ("Service", services), ("Technology", technologies)] {
            text += skills.map { "\(field): \(Words.skills[$0])\n" }.joined()
        }
        text += sectors.map { "Sector: \(Words.sectors[$0])\n" }.joined()
        text += tools.map { "Tool: \(Words.tools[$0])\n" }.joined()
        return text + "Description:\n" + sentences.map { "+ \(Words.sentences[$0])\n" }.joined() + "\n"
    }

    private static func list(_ places: [Int], _ words: [String]) -> String {
        places.map { words[$0] }.joined(separator: ", ")
    }
}

/// Days by number, without a library.
enum Calendar {
    /// The day of a moment, as ISO 8601 has it (Howard Hinnant's `civil_from_days`).
    static func day(_ seconds: Int) -> String {
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}
