import Foundation
public import Git
public import RecordModel

extension MergeDriver {
    /// Where git's configuration keeps the command.
    static let commandKey = "merge.\(PathTemplate.mergeDriver).driver"
    /// Where git's configuration keeps what it is called in messages.
    static let titleKey = "merge.\(PathTemplate.mergeDriver).name"

    /// How a clone's git merges a kind of files.
    enum Registration: Equatable {
        /// By this program.
        case program(String)
        /// By a command that somebody else wrote.
        case foreign
        /// As lines, since the configuration says nothing: git does not mention that.
        case missing
    }

    /// Tells git which program merges records in this clone. Git's configuration is never fetched, so that each clone
    /// has to be told.
    ///
    /// - Parameter program: the program's path.
    public static func register(_ program: String, in repository: Repository) throws(GitError) {
        try repository.setConfig(titleKey, "cotech: records, field by field")
        try repository.setConfig(commandKey, command(program))
    }

    /// What git hands to a shell. A program that is gone would make git call every merge a conflict and leave our side's
    /// text as it is, without any marks; so the text is merged as lines then, and that is said.
    static func command(_ program: String) -> String {
        // Git replaces what follows a percent sign, and quotes what it puts there itself.
        let word = program.shellWord.replacing("%", with: "%%")
        return testing + word + separator + word + " merge-driver -- %O %A %B %P; "
            + "else echo 'cotech is not there any more, merged as lines:' %P >&2; git merge-file %A %O %B; fi"
    }

    private static let testing = "if test -x "
    private static let separator = "; then "

    /// How this clone merges what asks for the driver.
    static func registration(in repository: Repository) -> Registration {
        guard let command = repository.config(commandKey), !command.isEmpty else { return .missing }
        guard command.hasPrefix(testing), let end = command.range(of: separator) else { return .foreign }
        var word = command[..<end.lowerBound].dropFirst(testing.count).replacing("%%", with: "%")
        if word.hasPrefix("'"), word.hasSuffix("'"), word.count > 1 {
            word = word.dropFirst().dropLast().replacing("'\\''", with: "'")
        }
        return .program(String(word))
    }

    /// Whether git asks for the driver in this clone and has not got it.
    public static func isWanted(in repository: Repository, for kinds: [Kind]) -> Bool {
        guard !asking(kinds, in: repository).isEmpty else { return false }
        switch registration(in: repository) {
        case .missing: return true
        case .foreign: return false
        case .program(let path): return !FileManager.default.isExecutableFile(atPath: path)
        }
    }

    /// The kinds whose records git hands to the driver, by this clone's attributes.
    static func asking(_ kinds: [Kind], in repository: Repository) -> [Kind] {
        kinds.filter { kind in
            let segments = Array(repeating: "a", count: max(kind.path.placeholders.count, 1)).joined(separator: "/")
            guard let id = RecordID(segments) else { return false }
            return repository.attribute("merge", of: kind.path.path(of: id)) == PathTemplate.mergeDriver
        }
    }
}

extension Store {
    /// The kinds whose records a repository holds. Each has settings of its own.
    public func mergedKinds(in home: Kind.Home) -> [Kind] {
        kinds.filter { $0.home == home || $0.name == StoreSettings.kindName }
    }
}
