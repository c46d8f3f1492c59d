import Git
import RecordModel
public import RecordText

// What settings say counts in almost every rule, and a key that cannot be read is no key: a limit that is gone makes
// profiles fresh, a checklist that is gone makes members. So whoever leans on them says when they are not whole.
extension Snapshot {
    /// The errors in the settings; none where they are as they should be.
    public var settingsErrors: [Diagnostic] {
        storedSettings.map { problems(of: $0).filter { $0.severity == .error } } ?? []
    }

    /// Refuses to take a repository of other things for a store: one without settings, committed or about to be, and
    /// without a single record. Where only the settings are gone, records can be read and `check` says what is missing.
    public func requireStore() throws(StoreError) {
        guard storedSettings == nil else { return }
        let (path, place) = (store.settingsKind.path.text, store.repository.place)
        guard FileOrFolder.at("\(place)/\(path)") == nil else { return }
        for kind in kinds where canSee(kind) && kind.name != StoreSettings.kindName {
            if try !entries(of: kind).isEmpty { return }
        }
        let missing = try missingSettings()
        if case .lost = missing {
            throw StoreError(
                .unavailable, "the store at \(place) has no \(path) any more", help: missing.advice())
        }
        throw StoreError(
            .unavailable, "\(place) is a git repository, but no store: it has no \(path)",
            help: "name the store's folder: cotech -C FOLDER", "or begin a store here: cotech init --name NAME")
    }

    /// Refuses to go on by settings that cannot be read.
    ///
    /// - Parameter matter: what is in them, as a clause: `the checklist is in them`.
    public func requireSettings(_ matter: String) throws(StoreError) {
        try storedSettings?.requireSettings(matter)
    }
}

extension StoredRecord {
    /// Refuses to go on by these settings where they cannot be read.
    func requireSettings(_ matter: String) throws(StoreError) {
        guard !isReadable else { return }
        throw StoreError(
            .badData, "\(entry.path) cannot be read, and \(matter)",
            help: "mend it first: cotech settings edit", diagnostics: errors)
    }
}
