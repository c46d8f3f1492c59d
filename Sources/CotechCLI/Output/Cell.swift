public import Interchange
public import RecordModel

/// One value of a row, with its type, so that each format writes it as its readers expect.
public indirect enum Cell: Hashable, Sendable {
    /// Nothing is said: an empty cell, `null` in JSON.
    case none
    case text(String)
    case integer(Int)
    /// A number by its digits, such as `2045.5`.
    case number(String)
    case day(Day)
    case flag(Bool)
    case list([String])
    /// Something that people read in words and programs as a value: `2 years 1 month` and 760.
    case spoken(String, program: Cell)

    /// What people read. One line: newlines and tabs become spaces.
    var words: String {
        switch self {
        case .none: ""
        case .text(let text): Safe.oneLine(text)
        case .integer(let number): String(number)
        case .number(let digits): digits
        case .day(let day): day.description
        case .flag(let flag): flag ? "yes" : "no"
        case .list(let elements): elements.map { Safe.oneLine($0) }.joined(separator: ", ")
        case .spoken(let words, _): Safe.oneLine(words)
        }
    }

    /// What spreadsheets and scripts read. Elements of a list are parted by `; `.
    var field: String {
        switch self {
        case .text(let text): text
        case .list(let elements): elements.joined(separator: "; ")
        case .spoken(_, let program): program.field
        case .none, .integer, .number, .day, .flag: words
        }
    }

    /// What JSON holds: numbers as numbers, days as ISO text, an absent list as null and an empty one as `[]`.
    public var json: JSONValue {
        switch self {
        case .none: .null
        case .text(let text): .string(text)
        case .integer(let number): .integer(number)
        case .number(let digits): .number(digits)
        case .day(let day): .string(day.description)
        case .flag(let flag): .flag(flag)
        case .list(let elements): .strings(elements)
        case .spoken(_, let program): program.json
        }
    }

    /// The text, or nothing where there is none.
    public static func optional(_ text: String?) -> Cell { text.map(Cell.text) ?? .none }

    /// The day, or nothing where there is none.
    public static func optional(_ day: Day?) -> Cell { day.map(Cell.day) ?? .none }

    /// The number, or nothing where there is none.
    public static func optional(_ number: Int?) -> Cell { number.map(Cell.integer) ?? .none }
}

extension Cell: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
}
