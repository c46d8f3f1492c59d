import RecordModel

extension Secret {
    /// What is written like an e-mail address or a telephone number, wherever it stands in a text.
    static func shaped(in text: String) -> [Secret] { addresses(in: text) + numbers(in: text) }

    private static func addresses(in text: String) -> [Secret] {
        let words = text.unicodeScalars.split {
            $0.properties.isWhitespace || "<>,;:\"'()[]{}|".unicodeScalars.contains($0)
        }
        return words.compactMap { word in
            let text = String(trimmed(word) { !"._*-".unicodeScalars.contains($0) })
            guard case .success(let address) = ScalarType.email.form.normalise(text) else { return nil }
            return Secret(.address, address)
        }
    }

    /// With the code of a country or a region in front: without one it may as well be a day or an amount.
    private static func numbers(in text: String) -> [Secret] {
        func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
        let runs = text.unicodeScalars.split { !isDigit($0) && $0 != "+" && !Parting.isUsual($0) }
        return runs.compactMap { run in
            let number = trimmed(run) { isDigit($0) || $0 == "+" || $0 == "(" }
            guard let first = number.first(where: { $0 != "(" }), first == "+" || first == "0",
                (9...15).contains(number.count(where: isDigit))
            else { return nil }
            return Secret(.number, String(number))
        }
    }

    /// Without what stands before its first and behind its last scalar that counts.
    private static func trimmed(
        _ scalars: Substring.UnicodeScalarView, to counts: (Unicode.Scalar) -> Bool
    ) -> Substring.UnicodeScalarView {
        guard let first = scalars.firstIndex(where: counts), let last = scalars.lastIndex(where: counts) else {
            return scalars[scalars.endIndex...]
        }
        return scalars[first...last]
    }
}
