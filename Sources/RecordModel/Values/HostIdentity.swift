/// Somebody whom a host vouches for: `gitlab:mair`. What a commit says of its author is never one, since anybody can
/// write it.
public struct HostIdentity: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The host, as the network calls it: `gitlab`, `github`, `forgejo`.
    public let host: String
    /// The account's name there, in lower case: no host has two that differ by case alone.
    public let login: String

    /// An identity as it is written; nil where the text is none.
    public init?(_ text: some StringProtocol) {
        // Beyond ASCII, letters that look foreign become ordinary ones in lower case.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let halves = text.lowercased().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, Self.isName(halves[0], besides: "."), Self.isName(halves[1], besides: "._@+") else {
            return nil
        }
        host = String(halves[0])
        login = String(halves[1])
    }

    /// Letters, digits and hyphens of ASCII, so that no two names look alike.
    private static func isName(_ text: Substring, besides others: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                    || others.utf8.contains(byte)
            }
    }

    public var description: String { "\(host):\(login)" }

    public static func < (left: HostIdentity, right: HostIdentity) -> Bool {
        (left.host, left.login) < (right.host, right.login)
    }
}
