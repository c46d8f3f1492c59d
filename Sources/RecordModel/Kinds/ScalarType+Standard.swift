extension ScalarType where Value == String {
    /// One line of text, its spaces tidied.
    public static var text: Self { words("text", hint: "a line of text") { .success($0) } }

    /// A person's name. Who types it may say `me`; a record is read by others.
    public static var person: Self {
        words("person", hint: "a person's name") { text in
            text.lowercased() == "me"
                ? .failure(ValueProblem("\"\(text)\" is nobody in a record", help: "Write the name itself."))
                : .success(text)
        }
    }

    /// A telephone number, as people write it: spaces and brackets stay.
    public static var telephone: Self {
        words("telephone", hint: "a telephone number such as +44 1970 555 0142") { text in
            if isShortened(text) {
                return .failure(
                    ValueProblem(
                        "\"\(text)\" is what a spreadsheet made of a telephone number: the last digits are lost",
                        help: "Write the whole number; the spreadsheet keeps it where its column is text."))
            }
            return text.utf8.filter { (0x30...0x39).contains($0) }.count >= 5
                ? .success(text) : .failure(ValueProblem("\"\(text)\" has too few digits for a telephone number"))
        }
    }

    /// Whether a text is a number as spreadsheets write long ones: `1.42256E+09`, `4,93056E+11`.
    private static func isShortened(_ text: String) -> Bool {
        func isDigits(_ part: Substring) -> Bool {
            !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        func unsigned(_ part: Substring) -> Substring { "+-".contains(part.first ?? " ") ? part.dropFirst() : part }
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "E" || $0 == "e" }
        guard parts.count == 2, isDigits(unsigned(parts[1])) else { return false }
        let digits = unsigned(parts[0]).split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        return digits.count <= 2 && digits[0].utf8.count == 1 && digits.allSatisfy(isDigits)
    }

    /// An e-mail address.
    public static var email: Self {
        words("email", hint: "an address such as hello@example.coop") { text in
            let dot = UInt8(ascii: ".")
            let halves = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
            let labels = halves.last?.split(separator: dot, omittingEmptySubsequences: false) ?? []
            let isAddress =
                halves.count == 2 && !halves[0].isEmpty && labels.count >= 2
                && !labels.contains(where: \.isEmpty) && !hasSpace(text)
                && !text.utf8.contains { byte in "<>,;:\"()[]\\".utf8.contains(byte) }
                && !text.unicodeScalars.contains { !$0.isASCII && $0.properties.isQuotationMark }
            return isAddress ? .success(text) : .failure(ValueProblem("\"\(text)\" is not an e-mail address"))
        }
    }

    /// A web address with its scheme.
    public static var url: Self {
        words("url", hint: "a web address such as https://example.coop") { text in
            if hasSpace(text) { return .failure(ValueProblem("\"\(text)\" has a space in a web address")) }
            let lower = text.lowercased()
            let scheme = ["https://", "http://"].first { lower.hasPrefix($0) }
            if let scheme, let first = lower.dropFirst(scheme.count).first, first != "/" { return .success(text) }
            let host = lower.prefix { !"/:?#".contains($0) }
            let isHost = !host.contains("@") && host.split(separator: ".").count >= 2
            let port = lower.dropFirst(host.count)
            if isHost, !port.hasPrefix(":") || port.dropFirst().first?.isNumber == true {
                return .failure(
                    ValueProblem("\"\(text)\" lacks https:// in front", replacement: "https://\(text)"))
            }
            // http:/example.coop, https:example.coop, http:///example.coop
            let rest = text.dropFirst(host.count + 1).drop { $0 == "/" }
            let isWebScheme = (host == "http" || host == "https") && port.hasPrefix(":") && rest.contains(".")
            return .failure(
                ValueProblem(
                    "\"\(text)\" is not a web address", help: "It begins with https://.",
                    replacement: isWebScheme ? "\(host)://\(rest)" : nil))
        }
    }

    /// A currency by its code in ISO 4217.
    public static var currency: Self {
        words("currency", hint: "three capital letters such as GBP") { text in
            if Money.isCode(text) { return .success(text) }
            let code = text.count == 1 ? text.first.flatMap { Money.symbols[$0] } : text.uppercased()
            return .failure(
                ValueProblem(
                    "\"\(text)\" is not the code of a currency", help: "It is three capital letters, such as GBP.",
                    replacement: code.flatMap { Money.isCode($0) ? $0 : nil }))
        }
    }

    /// An id: `a-z`, `0-9` and `-`, at most 63.
    public static var slug: Self {
        words("id", hint: "an id such as tidy-bees") { text in
            RecordID.isSegment(text)
                ? .success(text)
                : .failure(
                    ValueProblem(
                        "\"\(text)\" is not an id", help: "Ids are written in a-z, 0-9 and -.",
                        replacement: Folding.identifier(from: text)))
        }
    }

    /// The id of a record of `kind`.
    public static func reference(to kind: Kind.Name) -> Self {
        let form = ScalarForm(
            "\(kind.rawValue) id", hint: "the id of one of \(kind.rawValue)", reference: kind
        ) { checkedID($0, of: kind) }
        return Self(form: form, value: { $0 }, text: { $0 })
    }

    /// A record's own id, of whatever kind: `ty-gwydr`, or `2027/ty-gwydr` where it is kept under others' ids.
    public static let recordID = Self(
        form: ScalarForm("record id", hint: "an id such as ty-gwydr") { checkedID($0) }, value: { $0 }, text: { $0 })

    private static func checkedID(_ text: String, of kind: Kind.Name? = nil) -> Result<String, ValueProblem> {
        RecordID(text) != nil
            ? .success(text)
            : .failure(
                ValueProblem(
                    "\"\(text)\" is not an id", help: "Ids are written in a-z, 0-9 and -.",
                    replacement: Folding.identifier(from: text), reference: kind))
    }

    /// One of a few fixed words.
    public static func choice(_ words: String...) -> Self {
        Self(form: .choice(words), value: { $0 }, text: { $0 })
    }

    private static func words(
        _ name: String, hint: String, check: @escaping @Sendable (String) -> Result<String, ValueProblem>
    ) -> Self {
        let form = ScalarForm(name, hint: hint) { check(normalisedLine($0)) }
        return Self(form: form, value: { $0 }, text: { $0 })
    }
}

extension ScalarType where Value: CaseIterable & RawRepresentable<String> {
    /// One of an enumeration's words.
    public static func choice(of _: Value.Type) -> Self {
        Self(form: .choice(Value.allCases.map(\.rawValue)), value: { Value(rawValue: $0) }, text: \.rawValue)
    }
}

extension ScalarType {
    /// A type whose values are read by `read` and written by `write`; `hint` completes "it should be ...".
    public static func read(
        _ name: String, hint: String, nature: ScalarForm.Nature = .text,
        read: @escaping @Sendable (String) -> Value?, write: @escaping @Sendable (Value) -> String
    ) -> Self {
        let form = ScalarForm(name, hint: hint, nature: nature) { text in
            let line = normalisedLine(text)
            guard let value = read(line) else {
                return .failure(ValueProblem("\"\(line)\" is not \(hint)"))
            }
            return .success(write(value))
        }
        return Self(form: form, value: read, text: write)
    }
}

extension ScalarType where Value == Int {
    /// A whole number within `range`; `help` says what to do instead of giving one outside it.
    public static func integer(_ range: ClosedRange<Int> = 0...1_000_000_000, help: String? = nil) -> Self {
        @Sendable func read(_ text: String) -> Int? {
            Int(digits: text.utf8).flatMap { range.contains($0) ? $0 : nil }
        }
        let hint = "a whole number such as 12"
        let form = ScalarForm("number", hint: hint, nature: .number) { text in
            let line = normalisedLine(text)
            if let value = read(line) { return .success(String(value)) }
            guard Int(line) != nil else { return .failure(ValueProblem("\"\(line)\" is not \(hint)")) }
            let bounds = "from \(range.lowerBound) to \(range.upperBound)"
            return .failure(ValueProblem("\"\(line)\" is not a whole number \(bounds)", help: help))
        }
        return Self(form: form, value: read, text: { String($0) })
    }
}

extension ScalarType where Value == Quantity {
    /// A number of days, hours or the like, to two decimals.
    public static var quantity: Self {
        .read(
            "quantity", hint: "a number such as 12 or 2.5", nature: .number, read: { Quantity($0) },
            write: { $0.description })
    }
}

extension ScalarType where Value == Day {
    /// A civil date.
    public static var day: Self {
        let form = ScalarForm(
            "day", hint: "a day such as 2026-11-27",
            nature: .ordered { text in Day(iso: text).map { Rank(Int64($0.number)) } }
        ) { text in
            let line = normalisedLine(text)
            if let day = Day(iso: line) { return .success(day.description) }
            if let day = DayPhrase.spoken(line) { return .failure(DayPhrase.written(line, instead: day)) }
            // Phrases are for the command line, where today is known; a record outlives today.
            let isPhrase = if case .success = DayPhrase.read(line, today: Day(number: 0)) { true } else { false }
            return .failure(
                DayPhrase.slashed(line)
                    ?? ValueProblem(
                        "\"\(line)\" is not a day\(isPhrase ? " in a record" : "")",
                        help: "Write year, month and day, such as 2026-05-03."))
        }
        return Self(form: form, value: { Day(iso: $0) }, text: { $0.description })
    }
}

/// A day on which something ends, or the explicit statement that it does not.
public enum Expiry: Hashable, Sendable {
    case on(Day)
    case never
}

extension ScalarType where Value == Expiry {
    /// A day, or the word `never`.
    public static var expiry: Self {
        .read(
            "expiry", hint: "a day such as 2026-11-27, or never",
            nature: .ordered { text in text == "never" ? Rank(.max) : Day(iso: text).map { Rank(Int64($0.number)) } },
            read: { text in text == "never" ? .never : Day(iso: text).map { .on($0) } },
            write: { expiry in
                switch expiry {
                case .on(let day): day.description
                case .never: "never"
                }
            })
    }
}

extension ScalarType where Value == AgeLimit {
    /// A number of days, 1 or more, or `never`: what is stale on the day it is written would always be stale.
    public static var ageLimit: Self {
        .read(
            "age limit", hint: "a number of days, 1 or more, or never for no limit",
            nature: .ordered { text in text == "never" ? Rank(.max) : Int64(text).map { Rank($0) } },
            read: { text in
                text == "never" ? .never : Int(digits: text.utf8).flatMap { $0 > 0 ? .days($0) : nil }
            },
            write: { limit in
                switch limit {
                case .days(let days): String(days)
                case .never: "never"
                }
            })
    }
}

extension ScalarType where Value == Money {
    /// An exact amount and its currency.
    public static var money: Self {
        .read(
            "money", hint: "an amount such as 30000.00 GBP",
            nature: .ordered { text in Money(text).map { Rank($0.minorUnits, in: $0.currency) } },
            read: { Money($0) }, write: { $0.description })
    }
}

extension ScalarType where Value == Coordinates {
    /// Latitude and longitude in degrees.
    public static var coordinates: Self {
        .read(
            "coordinates", hint: "latitude and longitude such as 51.5637, -0.1078", read: { Coordinates($0) },
            write: { $0.description })
    }
}

extension ScalarType where Value == HostIdentity {
    /// Somebody whom a host vouches for.
    public static var identity: Self {
        .read(
            "identity", hint: "an account as its host knows it, HOST:LOGIN, such as gitlab:mair",
            read: { HostIdentity($0) }, write: { $0.description })
    }
}

extension ScalarType where Value == Bool {
    /// `yes` or `no`; `true` and `false` are read too.
    public static var flag: Self {
        .read(
            "flag", hint: "yes or no", nature: .flag,
            read: { text in
                switch text.lowercased() {
                case "yes", "true": true
                case "no", "false": false
                default: nil
                }
            }, write: { $0 ? "yes" : "no" })
    }
}

extension ScalarForm {
    /// One of a few fixed words.
    static func choice(_ words: [String]) -> ScalarForm {
        ScalarForm(words.joined(separator: " | "), hint: "one of \(words.joined(separator: ", "))", choices: words) {
            text in
            let lower = text.lowercased()
            if words.contains(lower) { return .success(lower) }
            return .failure(
                ValueProblem(
                    "\"\(text)\" is not one of \(words.joined(separator: ", "))",
                    replacement: Suggestion.nearest(to: lower, among: words)))
        }
    }
}

/// Whether a text has white space anywhere.
private func hasSpace(_ text: String) -> Bool {
    var isASCII = true
    for byte in text.utf8 {
        if byte == 0x20 || (0x09...0x0D).contains(byte) { return true }
        if byte >= 0x80 { isASCII = false }
    }
    return !isASCII && text.contains(where: \.isWhitespace)
}

/// Whether a text is ASCII words with single spaces between them, as nearly all are: normalising leaves those alone.
private func isTidy(_ text: String) -> Bool {
    var wasSpace = true
    for byte in text.utf8 {
        guard (0x20...0x7E).contains(byte), !(wasSpace && byte == 0x20) else { return false }
        wasSpace = byte == 0x20
    }
    return !wasSpace || text.isEmpty
}

/// White space runs become one space and the ends are trimmed; letters are composed (NFC), so that two spellings
/// of one name compare equal.
public func normalisedLine(_ text: String) -> String {
    if isTidy(text) { return text }
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return normalisedASCII(text) }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    // By scalars: a mark that combines with a space is a word's, and no white space.
    for word in text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace) {
        if !result.isEmpty { result.append(" ") }
        result.unicodeScalars.append(contentsOf: word)
    }
    return composed(result)
}

private func normalisedASCII(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var isSpaceWaiting = false
    for byte in text.utf8 {
        if byte == 0x20 || (0x09...0x0D).contains(byte) {
            isSpaceWaiting = !bytes.isEmpty
        } else {
            if isSpaceWaiting { bytes.append(0x20) }
            isSpaceWaiting = false
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
