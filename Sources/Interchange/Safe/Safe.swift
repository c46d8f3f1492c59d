/// Makes text that anyone may have written safe for the place it is going to.
///
/// A record can come from a stranger's pull request. Nothing is refused or changed on the way in: each way out has its
/// own dangerous characters, so each has its own function here, and every writer calls the one for its format.
public enum Safe {
    /// Text for a terminal or a log: what would move the cursor, change colours, reorder or hide letters is shown as
    /// `\u{202E}` instead of being obeyed.
    ///
    /// Joiners, variation selectors, tags and direction marks stay where writing needs them (Persian, emoji, the flag
    /// of Wales) and are shown where they can only deceive.
    ///
    /// - Parameter keepingLines: whether newlines and tabs stay, for texts of several lines.
    public static func terminal(_ text: some StringProtocol, keepingLines: Bool = false) -> String {
        // As a `String` rather than any text: the compiler then makes a plain loop of it, for every cell of a table.
        let text = String(text)
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        let scalars = Array(text.unicodeScalars)
        let hasRightToLeft = scalars.contains(where: \.isRightToLeft)
        // Most texts have nothing to show, and are given back as they are.
        var shown: [Int] = []
        var isInTagFlag = false
        for (index, scalar) in scalars.enumerated() {
            var before: Unicode.Scalar? { index > 0 ? scalars[index - 1] : nil }
            var after: Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }
            isInTagFlag = scalar.value == blackFlag || (isInTagFlag && scalar.isTag)
            let stays: Bool
            switch scalar.value {
            case 0x0A, 0x09: stays = keepingLines
            case 0x0D: stays = keepingLines && after?.value == 0x0A
            case 0x20..<0x7F: stays = true
            case 0x200E, 0x200F, 0x061C: stays = hasRightToLeft
            case 0x200C, 0x200D, 0x034F: stays = before.isWritten && after.isWritten
            case 0xFE00...0xFE0F, 0xE0100...0xE01EF: stays = before.takesVariation
            case 0xE0000...0xE007F: stays = isInTagFlag
            default: stays = !scalar.isTreacherous
            }
            if !stays { shown.append(index) }
        }
        guard !shown.isEmpty else { return text }
        var result = String.UnicodeScalarView()
        var start = 0
        for index in shown {
            result.append(contentsOf: scalars[start..<index])
            result.append(contentsOf: scalars[index].shown.unicodeScalars)
            start = index + 1
        }
        result.append(contentsOf: scalars[start...])
        return String(result)
    }

    private static let blackFlag: UInt32 = 0x1F3F4
}

extension Unicode.Scalar {
    /// `\u{202E}`: how an invisible character is made visible.
    var shown: String {
        "\\u{\(String(value, radix: 16, uppercase: true))}"
    }

    /// Whether this is a letter of a script written from right to left.
    public var isRightToLeft: Bool {
        switch value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
            properties.isAlphabetic
        default: false
        }
    }

    /// The invisible letters that spell a regional flag after U+1F3F4.
    fileprivate var isTag: Bool {
        (0xE0020...0xE007F).contains(value)
    }

    /// Characters that a reader cannot see but a terminal, an editor or an eye obeys.
    var isTreacherous: Bool {
        switch value {
        case 0x20..<0x7F: false
        case 0xFFF9...0xFFFB: true
        default:
            switch properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: properties.isDefaultIgnorableCodePoint
            }
        }
    }
}

extension Unicode.Scalar? {
    /// Whether joiners make sense beside it: anything written outside ASCII that can be seen.
    fileprivate var isWritten: Bool {
        guard let scalar = self, scalar.value >= 0x80 else { return false }
        return !scalar.isTreacherous || (0xFE00...0xFE0F).contains(scalar.value)
    }

    /// Whether a variation selector can change it: emoji, ideographs, mathematical and Mongolian characters.
    fileprivate var takesVariation: Bool {
        guard let scalar = self else { return false }
        let properties = scalar.properties
        return properties.isEmoji || properties.isIdeographic || properties.isMath
            || (0x1800...0x18AF).contains(scalar.value)
    }
}
