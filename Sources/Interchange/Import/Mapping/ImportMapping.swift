public import RecordModel
public import RecordText

/// How somebody else's words become our fields, as a mapping file says it (`data/README.md`).
public struct ImportMapping: Sendable {
    /// What is read.
    public var source: Source
    /// Texts that say nothing, besides `N/A` and a dash; folded.
    public var blank: Set<String> = []
    /// Field → the sort of term that an unknown element makes.
    public var terms: [String: String] = [:]

    /// What a mapping is for.
    public enum Source: Sendable {
        /// The rows of a spreadsheet.
        case rows(Rows)
        /// Files with front matter, and their history.
        case files(Files)
    }

    /// How the columns of a spreadsheet are read.
    public struct Rows: Sendable {
        /// The columns and the kind they become.
        public var table: FieldTable
        /// The column that says whose word a row is.
        public var respondent: String?
        /// The column that says when it was given.
        public var timestamp: String?
        /// In which order a date has its parts.
        public var dates: DateOrder?
        /// What parts the elements of a list in one cell.
        public var separator: Character = ","
        /// Whether a backslash keeps a separator from parting, as our own export writes it.
        public var escapes = false
    }

    /// How the files of a directory are read.
    public struct Files: Sendable {
        /// The folders, the first having the say where two claim one id.
        public var folders: [Folder] = []
        /// Paths that are no records, with the reason.
        public var skip: [(pattern: PathPattern, reason: String)] = []
        /// The faults whose proposed line may be taken.
        public var mend: Set<TextProblem.Code> = []
    }

    /// One folder of a source.
    public struct Folder: Sendable {
        /// Its path in the source, without a slash at its end.
        public var path: String
        /// The keys and the kind they become.
        public var table: FieldTable
        /// Where the text below the front matter goes.
        public var body: ImportTarget?
        /// What every record of the folder says.
        public var set: [(field: FieldDeclaration, value: String)] = []
    }

    /// Whether a text says nothing.
    func isBlank(_ text: String) -> Bool {
        let folded = Folding.key(text)
        return text.allSatisfy(\.isWhitespace) || ["n/a", "-", "–", "—"].contains(folded) || blank.contains(folded)
    }
}

/// Which source keys, or columns, become which fields of a kind.
public struct FieldTable: Sendable {
    /// The kind that a row or a file becomes a record of.
    public var kind: Kind
    /// The key or column whose text makes or finds the id; nil for a file's own name.
    public var id: String?
    /// Source key → where it goes, in the mapping's order: the first that says something has the field.
    public var fields: [(source: String, target: ImportTarget)] = []
    /// Source key → why it is left out.
    public var ignore: [(source: String, reason: String)] = []

    func target(of source: String) -> ImportTarget? { fields.first { $0.source == source }?.target }
    func isIgnored(_ source: String) -> Bool { ignore.contains { $0.source == source } }
}

/// Keys under which is kept what has no field.
enum KeptKey {
    /// `x-` and the source's own word for it, or the fallback where that has no letters of ours; with a number where the
    /// key has another use.
    static func made(from source: String, or fallback: String, isTaken: (String) -> Bool) -> String {
        let stem = "x-" + (Folding.identifier(from: source) ?? fallback)
        var key = stem
        var number = 2
        while isTaken(key) {
            key = "\(stem)-\(number)"
            number += 1
        }
        return key
    }
}

/// Where a source's value goes.
public enum ImportTarget: Sendable {
    /// A field.
    case field(FieldDeclaration)
    /// An entry of a map: `social.twitter`.
    case entry(FieldDeclaration, String)
    /// A half of a place: `location.latitude`.
    case half(FieldDeclaration, Half)
    /// A key that begins with `x-`, kept without being checked.
    case kept(String)

    /// Which half of a place.
    public enum Half: String, Sendable, CaseIterable { case latitude, longitude }

    /// The keys that lead to the value.
    var path: [String] {
        switch self {
        case .field(let field), .half(let field, _): field.path
        case .entry(let field, let entry): field.path + [entry]
        case .kept(let key): [key]
        }
    }

    /// What only one column can have: the path, and of a place the half.
    var place: [String] { if case .half(_, let half) = self { path + [half.rawValue] } else { path } }
}

/// In which order a date has its parts.
public enum DateOrder: String, Sendable, CaseIterable {
    case dayMonthYear = "day/month/year"
    case monthDayYear = "month/day/year"
    case yearMonthDay = "year-month-day"
}

/// A path with stars: one stands for any part of a name, two for any folders below as well.
public struct PathPattern: Hashable, Sendable {
    /// The pattern as written.
    public let text: String

    /// A pattern.
    public init(_ text: String) { self.text = text }

    /// Whether a path fits.
    public func matches(_ path: String) -> Bool {
        Self.matches(
            text.split(separator: "/", omittingEmptySubsequences: false)[...],
            path.split(separator: "/", omittingEmptySubsequences: false)[...])
    }

    private static func matches(_ pattern: ArraySlice<Substring>, _ path: ArraySlice<Substring>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        if first == "**" {
            return path.indices.contains { matches(pattern.dropFirst(), path[$0...]) }
                || matches(pattern.dropFirst(), path.suffix(0)) && !path.isEmpty
        }
        guard let name = path.first, matches(Array(first.utf8), Array(name.utf8)) else { return false }
        return matches(pattern.dropFirst(), path.dropFirst())
    }

    /// A name against a pattern with single stars: the last star met may always take one byte more.
    private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        var (at, star, mark, position) = (0, -1, 0, 0)
        while position < name.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                (star, mark) = (at, position)
                at += 1
            } else if at < pattern.count, pattern[at] == name[position] {
                at += 1
                position += 1
            } else if star >= 0 {
                mark += 1
                (at, position) = (star + 1, mark)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

extension Kind {
    /// Where a mapping's word for a field of this kind leads; nil where nothing is called that.
    func importTarget(_ name: String) -> ImportTarget? {
        if SharedField.isExtension(name), name.count > 2, RecordID.isSegment(name) { return .kept(name) }
        if let field = field(named: name) { return .field(field) }
        for field in fields where name.hasPrefix(field.name + ".") {
            let rest = String(name.dropFirst(field.name.count + 1))
            switch field.shape {
            case .map(let keys, _):
                if case .success(let entry) = keys.normalise(rest) { return .entry(field, entry) }
            case .scalar(let form) where form.name == ScalarType.coordinates.form.name:
                if let half = ImportTarget.Half(rawValue: rest) { return .half(field, half) }
            default: continue
            }
        }
        return nil
    }

    /// Every word that `importTarget` understands, as far as they can be listed.
    var importTargetNames: [String] {
        fields.flatMap { field -> [String] in
            guard case .scalar(let form) = field.shape, form.name == ScalarType.coordinates.form.name else {
                return [field.name]
            }
            return [field.name] + ImportTarget.Half.allCases.map { "\(field.name).\($0.rawValue)" }
        }
    }
}
