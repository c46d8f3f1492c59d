import Interchange

/// Text with emphasis, safe by construction: what is put into it is escaped for the terminal when it is shown, and
/// only the styles named here reach it.
///
/// ```swift
/// context.say("\(name, .strong): headcount \(old) → \(new)")
/// ```
public struct StyledText: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// How a piece stands out. None says anything that the words do not say as well.
    public enum Style: String, Sendable {
        case plain = ""
        case strong = "1"
        case bad = "31"
        case doubtful = "33"
    }

    struct Piece: Hashable, Sendable {
        let text: String
        let style: Style
    }

    private(set) var pieces: [Piece]

    /// Text in one style.
    public init(_ text: String, _ style: Style = .plain) {
        pieces = [Piece(text: text, style: style)]
    }

    /// Plain text.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// Text put together from pieces.
    public init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
    }

    /// Collects the pieces of an interpolated text.
    public struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        /// Room for the pieces.
        public init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        /// Takes the text between the values.
        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { pieces.append(Piece(text: literal, style: .plain)) }
        }

        /// Takes a value in a style.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible, _ style: Style = .plain) {
            pieces.append(Piece(text: value.description, style: style))
        }
    }

    /// The text as it is shown: escaped, newlines and tabs kept, and coloured where the terminal shows colours. What a
    /// build's log would obey is only shown, and then without colours.
    public func shown(colour: Bool) -> String {
        let plain = pieces.map { Safe.terminal($0.text, keepingLines: true) }
        let whole = plain.joined()
        let guarded = Safe.workflowLog(whole)
        guard colour, guarded == whole else { return guarded }
        return zip(pieces, plain).map { piece, text in
            guard piece.style != .plain, !text.isEmpty else { return text }
            return "\u{1B}[\(piece.style.rawValue)m\(text)\u{1B}[0m"
        }.joined()
    }
}
