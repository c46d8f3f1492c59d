/// What a path may be, so that no commit made here can harm a checkout on any system.
public enum RepositoryPath {
    /// Throws `invalidPath` unless every part of the path is a name that git and every common file system
    /// take as a plain name.
    ///
    /// Refused: empty parts, `.`, `..`, whatever some file system reads as `.git`, control characters,
    /// backslashes, colons, and names of more than 255 bytes.
    public static func check(_ path: String) throws(GitError) {
        func refuse(_ why: String) -> GitError {
            GitError(.invalidPath, "the path \(quoted(path)) is refused: \(why)")
        }
        guard !path.isEmpty else { throw refuse("it is empty") }
        guard path.utf8.count <= 4_096 else { throw refuse("it is longer than 4096 bytes") }
        for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard !part.isEmpty else { throw refuse("a part of it is empty") }
            guard part.count <= 255 else { throw refuse("a part of it is longer than 255 bytes") }
            for byte in part {
                if byte < 0x20 || byte == 0x7f { throw refuse("it has a control character") }
                if byte == UInt8(ascii: "\\") { throw refuse("it has a backslash") }
                if byte == UInt8(ascii: ":") { throw refuse("it has a colon") }
            }
            let name = String(Substring(part))
            if name == "." || name == ".." { throw refuse("'\(name)' is not a name") }
            if isGitDirectory(name) { throw refuse("git keeps its own files under such a name") }
        }
    }

    /// Throws `invalidPath` where what is to be written cannot keep each name byte for byte: one that is not UTF-8, and two
    /// that differ only in how an accent is written, which are one name to a person and to some file systems.
    public static func checkNames(_ paths: [String]) throws(GitError) {
        let help = "have git take it in, which keeps names as they are: git merge, and then the same command again"
        var seen: Set<String> = []
        for path in paths {
            if path.unicodeScalars.contains("\u{fffd}") {
                throw GitError(.invalidPath, "the name of the file \(quoted(path)) is not UTF-8", fix: help)
            }
            let (isNew, known) = seen.insert(path)
            if !isNew, !known.utf8.elementsEqual(path.utf8) {
                throw GitError(
                    .invalidPath, "the name \(quoted(path)) stands there with its accent written in two ways", fix: help
                )
            }
        }
    }

    /// Whether some file system would open `.git` for this name.
    private static func isGitDirectory(_ name: String) -> Bool {
        // HFS+ ignores these characters; NTFS ignores dots and spaces at the end, and has short names.
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            switch scalar.value {
            case 0x200c...0x200f, 0x202a...0x202e, 0x2060...0x206f, 0xfeff: continue
            default: scalars.append(scalar)
            }
        }
        var folded = String(scalars).lowercased()
        while folded.utf8.count > 1, let last = folded.utf8.last, last == 0x20 || last == 0x2e { folded.removeLast() }
        return folded == ".git" || folded == "git~1"
    }

    private static func quoted(_ path: String) -> String {
        var text = "'"
        for scalar in path.unicodeScalars.prefix(200) {
            if scalar.value < 0x20 || scalar.value == 0x7f {
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text + "'"
    }
}
