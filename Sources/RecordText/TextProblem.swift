/// Something in a record's text that cannot be read, or that is read but is not the normal form.
public struct TextProblem: Sendable, Hashable {
    /// How much it matters.
    public enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
        /// The text means something else than it seems, or nothing: it is not read.
        case error
        /// Understood in exactly one way, but not the normal form.
        case warning
        /// Not wrong at all, as far as anybody can tell: only worth knowing.
        case note

        /// The worst comes first.
        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
        private var rank: Int {
            switch self {
            case .error: 0
            case .warning: 1
            case .note: 2
            }
        }
    }

    /// What is wrong, as one of the listed codes.
    public let id: Code
    /// The bytes concerned, in the document's text.
    public let range: Range<Int>
    /// What is wrong, as a sentence without a full stop.
    public let message: String
    /// The whole line to put instead, without its line break; more than one line where one must be added.
    public internal(set) var replacement: String?
    /// What of the line it replaces for this problem alone, where it replaces a part of it.
    var edit: LineEdit?
    /// What to do, where the replacement alone does not say it.
    public var help: String? { advice ?? (replacement == nil ? id.remedy : nil) }
    private let advice: String?

    init(_ id: Code, _ range: Range<Int>, _ message: String, replacement: String? = nil, help: String? = nil) {
        self.id = id
        self.range = range
        self.message = message
        self.replacement = replacement
        advice = help
    }

    /// The code in kebab case, such as `duplicate-key`: stable between versions.
    public var code: String { id.rawValue }
    /// Whether the record can be read all the same.
    public var severity: Severity { id.severity }
}

extension TextProblem {
    /// Every problem that the reader of record text can name.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // Refused.
        case tooLarge = "too-large"
        case tooDeep = "too-deep"
        case tooManyProblems = "too-many-problems"
        case invalidUTF8 = "invalid-utf8"
        case controlCharacter = "control-character"
        case bidiControl = "bidi-control"
        case missingFrontMatter = "missing-front-matter"
        case unclosedFrontMatter = "unclosed-front-matter"
        case conflictMarker = "conflict-marker"
        case severalDocuments = "several-documents"
        case directive = "directive"
        case tabIndentation = "tab-indentation"
        case oddIndentation = "odd-indentation"
        case inconsistentIndentation = "inconsistent-indentation"
        case duplicateKey = "duplicate-key"
        case mergeKey = "merge-key"
        case complexKey = "complex-key"
        case missingKey = "missing-key"
        case missingColon = "missing-colon"
        case missingSpaceAfterColon = "missing-space-after-colon"
        case missingSpaceAfterDash = "missing-space-after-dash"
        case misplacedItem = "misplaced-item"
        case missingDash = "missing-dash"
        case listInList = "list-in-list"
        case anchor = "anchor"
        case alias = "alias"
        case tag = "tag"
        case reservedCharacter = "reserved-character"
        case ambiguousColon = "ambiguous-colon"
        case unclosedQuote = "unclosed-quote"
        case textAfterQuote = "text-after-quote"
        case badEscape = "bad-escape"
        case badBlockHeader = "bad-block-header"
        case unclosedBracket = "unclosed-bracket"
        case textAfterBracket = "text-after-bracket"
        case nestedBracket = "nested-bracket"
        case emptyItem = "empty-item"
        // Read all the same.
        case byteOrderMark = "byte-order-mark"
        case blankFirstLine = "blank-first-line"
        case crlf = "crlf"
        case noBreakSpace = "no-break-space"
        case trailingSpace = "trailing-space"
        case tabSeparator = "tab-separator"
        case missingFinalNewline = "missing-final-newline"
        case documentStart = "document-start"
        case multiLinePlain = "multi-line-plain"
        case multiLineQuoted = "multi-line-quoted"
        case valueOnNextLine = "value-on-next-line"
        case loneDash = "lone-dash"
        case retypedValue = "retyped-value"
        case cutByComment = "cut-by-comment"
        case curlyQuotes = "curly-quotes"

        /// Whether text with this problem is refused or read.
        public var severity: Severity {
            switch self {
            case .byteOrderMark, .blankFirstLine, .crlf, .noBreakSpace, .trailingSpace, .tabSeparator,
                .missingFinalNewline,
                .documentStart, .multiLinePlain, .multiLineQuoted, .valueOnNextLine, .loneDash, .retypedValue,
                .cutByComment, .curlyQuotes:
                .warning
            default: .error
            }
        }

        /// What mends it wherever it stands, for the places of which nothing better is known. What is only not the normal
        /// form has none, since `fmt` mends it.
        var remedy: String? {
            switch self {
            case .tooLarge: "keep what is long elsewhere, and link to it"
            case .tooDeep: "leave out a level"
            case .tooManyProblems: "mend these first"
            case .invalidUTF8: "save the file with the encoding UTF-8"
            case .controlCharacter, .bidiControl: "delete it"
            case .missingFrontMatter: "begin with a line '---', then lines 'key: value', then '---' again"
            case .unclosedFrontMatter: "write a line of three dashes below the last field"
            case .conflictMarker: "keep one side, and take away the lines with marks"
            case .severalDocuments: "leave the line out, or put what follows into a file of its own"
            case .directive: "leave the line out"
            case .tabIndentation, .oddIndentation: "indent with spaces"
            case .inconsistentIndentation: "put it as far in as the lines it belongs to"
            case .duplicateKey: "keep one of the two lines"
            case .mergeKey: "leave the line out, and write the fields that it stands for here"
            case .complexKey: "write the name of a field and a colon: 'key: value'"
            case .missingKey: "write the name of a field before the colon"
            case .missingColon: "write 'key: value', or '- item' in a list; or leave the line out"
            case .missingSpaceAfterColon: "put a space after the colon"
            case .missingSpaceAfterDash: "put a space after the dash"
            case .misplacedItem: "put each item on a line of its own, below the key of the list"
            case .missingDash: "begin each item with '- '"
            case .listInList: "put each item on a line of its own, with one '-' before it"
            case .anchor, .alias, .tag: "leave it out: each record says all of itself"
            case .reservedCharacter: "begin with a letter or a digit, or quote it"
            case .ambiguousColon, .badBlockHeader: "quote the value"
            case .unclosedQuote: "close it with the same quote"
            case .textAfterQuote: "put the quotes round the whole value"
            case .badEscape: "write '\\\\' for a backslash, or use single quotes"
            case .unclosedBracket: "close it on the same line, or put each item on a line of its own: '- item'"
            case .textAfterBracket: "put it inside, after a comma"
            case .nestedBracket: "put each item on a line of its own: '- item'"
            case .emptyItem: "leave out one comma"
            case .byteOrderMark, .blankFirstLine, .crlf, .noBreakSpace, .trailingSpace, .tabSeparator,
                .missingFinalNewline, .documentStart, .multiLinePlain, .multiLineQuoted, .valueOnNextLine, .loneDash,
                .retypedValue, .cutByComment, .curlyQuotes:
                nil
            }
        }

        /// What the code means, in one line, for the reference of diagnostics.
        public var explanation: String {
            switch self {
            case .tooLarge: "The file is larger than 256 KiB."
            case .tooDeep: "Lists and mappings are nested more than four deep."
            case .tooManyProblems: "The file has more problems than are worth listing."
            case .invalidUTF8: "Bytes that are not UTF-8."
            case .controlCharacter: "An invisible control character, written as it is or as an escape."
            case .bidiControl: "A character that reverses the direction of text, so that it reads as what it is not."
            case .missingFrontMatter: "A Markdown record whose first line is not '---'."
            case .unclosedFrontMatter: "Front matter without its closing '---'."
            case .conflictMarker:
                "Both sides of a merge, between the marks that git puts there, and nobody has chosen yet."
            case .severalDocuments: "A second document in one file: '---' or '...' after the start."
            case .directive: "A line that begins with '%'."
            case .tabIndentation: "A tab before the first character of a line."
            case .oddIndentation: "A no-break space before the first character of a line."
            case .inconsistentIndentation: "A line that stands further in than its neighbours, or between two levels."
            case .duplicateKey: "The same key twice in one mapping."
            case .mergeKey: "The key '<<', which some readers replace by another mapping."
            case .complexKey:
                "A key that is not one line of simple text: '? ', an escape in a key, or over 1,000 bytes."
            case .missingKey: "A colon with no key before it."
            case .missingColon: "A line that is neither 'key: value' nor '- item'."
            case .missingSpaceAfterColon: "'key:value' without the space that makes it a key."
            case .missingSpaceAfterDash: "'-item' without the space that makes it an item."
            case .misplacedItem: "A '- item' where no list can be, such as after a value."
            case .missingDash: "A line of a list that is not an item: it has no '-', or another sign in its place."
            case .listInList: "A list directly inside a list: '- - item'."
            case .anchor: "An anchor: a value that begins with '&'."
            case .alias: "An alias: a value that begins with '*'."
            case .tag: "A tag: a value that begins with '!'."
            case .reservedCharacter: "A value that begins with a character YAML reserves, such as '@', '`' or '%'."
            case .ambiguousColon: "A colon and a space inside an unquoted value."
            case .unclosedQuote: "A quote that is opened and never closed."
            case .textAfterQuote: "Text after a closing quote."
            case .badEscape: "A backslash in double quotes with something after it that is no escape."
            case .badBlockHeader: "Something other than '+', '-' or a digit after '|' or '>'."
            case .unclosedBracket: "'[' or '{' that is not closed on its own line."
            case .textAfterBracket: "Text after a closing ']' or '}'."
            case .nestedBracket: "A bracket inside brackets."
            case .emptyItem: "Two commas in a row, or a comma first, inside brackets."
            case .byteOrderMark: "A byte order mark at the start of the file."
            case .blankFirstLine: "Empty lines before the '---' that begins a Markdown record."
            case .crlf: "Lines that end as on Windows."
            case .noBreakSpace: "No-break spaces where only ordinary ones mean something; read as spaces."
            case .trailingSpace: "Spaces at the end of a line."
            case .tabSeparator: "A tab after a colon or a dash; read as a space."
            case .missingFinalNewline: "The last line does not end."
            case .documentStart: "'---' at the top of a file that needs none."
            case .multiLinePlain: "An unquoted value that goes on over several lines."
            case .multiLineQuoted: "A quoted value that goes on over several lines."
            case .valueOnNextLine: "A single value on the line after its key."
            case .loneDash: "A lone '-' as the value of a key; read as blank."
            case .retypedValue: "Unquoted text that other programs change, such as 'no' or '007'."
            case .cutByComment: "A value cut short by ' #', as in 'Unit #4'."
            case .curlyQuotes: "Curly quotes round a value, which are part of the text."
            }
        }
    }
}
