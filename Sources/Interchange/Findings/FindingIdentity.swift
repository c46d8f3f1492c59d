public import RecordText

extension [Diagnostic] {
    /// A name for each finding, the same in every run for as long as the finding is: it does not change when lines above
    /// it come or go. Two findings never share one.
    ///
    /// Hosts compare these names to tell what a change brought from what was there. What a finding says, in which file,
    /// makes its name; the second of two that say the same is told from the first by its place in the row.
    public var identities: [String] {
        var seen: [String: Int] = [:]
        return map { finding in
            let said = ([finding.file, finding.code, finding.message] + finding.keys).joined(separator: "\u{0}")
            let place = seen[said, default: 0]
            seen[said] = place + 1
            return FNV1a.hex(of: place == 0 ? said : "\(said)\u{0}\(place)")
        }
    }
}

/// The FNV-1a hash, 128 bits: Swift's own hashes differ from run to run, and nothing here has to withstand anybody who
/// looks for collisions, since a collision only hides a finding of one's own.
private enum FNV1a {
    static func hex(of text: String) -> String {
        var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
        for byte in text.utf8 { hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
