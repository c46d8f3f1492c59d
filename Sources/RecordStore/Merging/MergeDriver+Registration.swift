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
        return testing + word + separator + word + " merge-driver -- %O %A %B %P %L; "
            + "else echo 'cotech is not there any more, merged as lines:' %P >&2; "
            + "git merge-file --marker-size=%L %A %O %B; fi"
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

    /// Whether git was told of this program by a command of an older release, which leaves something out.
    public static func isOutdated(in repository: Repository) -> Bool {
        guard case .program(let path) = registration(in: repository) else { return false }
        return repository.config(commandKey) != command(path)
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
        kinds.filter { repository.attribute("merge", of: somePath(of: $0)) == PathTemplate.mergeDriver }
    }

    /// The kinds of whose records attributes do not say how git is to merge them.
    public static func unspecified(_ kinds: [Kind], in repository: Repository) -> [Kind] {
        kinds.filter { !repository.hasAttribute("merge", of: somePath(of: $0)) }
    }

    /// Whether the newest commit has a `.gitattributes` that is no file.
    static func hasLinkForAttributes(in repository: Repository) throws(GitError) -> Bool {
        guard let head = try repository.head.id else { return false }
        let entry = try repository.lookup(attributesPath, in: repository.commitHeader(head).tree)
        return entry.map { !$0.mode.isFile } ?? false
    }

    static let attributesPath = ".gitattributes"

    /// Why nothing is added to a `.gitattributes` that is no file: git does not follow it, and what it points at is not the
    /// store's to change.
    static let refusalOfLink = StoreError(
        .cannotWrite, ".gitattributes is a symbolic link or a folder, which git does not read",
        help: "take it out, and have a file made: git rm .gitattributes, git commit, then cotech doctor --fix")

    private static func somePath(of kind: Kind) -> String {
        let segments = Array(repeating: "a", count: max(kind.path.placeholders.count, 1)).joined(separator: "/")
        return RecordID(segments).map { kind.path.path(of: $0) } ?? kind.path.text
    }
}

extension Snapshot {
    /// A commit that has git ask for the merge of records: the lines that `.gitattributes` lacks, below those it has.
    ///
    /// - Parameter kinds: those whose records git does not hand to the driver yet.
    public func planToAskForMerge(of kinds: [Kind], in home: Kind.Home) throws(StoreError) -> Plan {
        let path = MergeDriver.attributesPath
        let repository = try repository(of: home)
        guard let tree = tree(of: home) else {
            throw StoreError(.unavailable, "the private companion is not here", help: "cotech doctor")
        }
        let old = try git { () throws(GitError) -> [UInt8]? in
            guard let entry = try repository.lookup(path, in: tree) else { return [] }
            return entry.mode.isFile ? try repository.blob(entry.id) : nil
        }
        guard let old else { throw MergeDriver.refusalOfLink }
        var text = old
        if let last = text.last, last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        let isFirst = !String(decoding: old, as: UTF8.self).contains("merge=\(PathTemplate.mergeDriver)")
        let lines = (isFirst ? [PathTemplate.mergeAttributesComment] : []) + kinds.mergeAttributes
        text += Array((lines.joined(separator: "\n") + "\n").utf8)
        var plan = Plan("Have git merge records field by field")
        if !kinds.isEmpty { plan.files[path] = text }
        plan.trailers = [Trailer(key: "Cotech", value: "doctor --fix")]
        return plan
    }
}

extension Store {
    /// The kinds whose records a repository holds. Each has settings of its own.
    public func mergedKinds(in home: Kind.Home) -> [Kind] {
        kinds.filter { $0.home == home || $0.name == StoreSettings.kindName }
    }
}
