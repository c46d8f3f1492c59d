import Git
public import RecordModel

/// Where a network's two repositories are for each other (`Companion.swift` has the bounds).
extension StoreFounding {
    /// How one repository's settings name another by where it is, and whether that is where it is.
    ///
    /// Settings are everybody's, so they only ever say `../NAME`: that is where it goes in any clone. One that lies
    /// elsewhere on this machine is named in this clone's own configuration besides, see ``join(_:to:)``.
    ///
    /// - Parameters:
    ///   - path: the place, from the root of the file system.
    ///   - top: the folder of the repository whose settings they are, likewise.
    ///   - other: the name instead, where it is also called as the repository itself is.
    /// - Returns: the name; nil where the folder's is one that settings may not say.
    public static func namedPlace(
        of path: String, from top: String, insteadOf other: String
    ) -> (name: String?, isBeside: Bool) {
        var names = (here: top.split(separator: "/"), there: path.split(separator: "/"))
        let (own, last) = (names.here.popLast() ?? "", names.there.popLast() ?? "")
        let place = "../" + (last == own ? other : String(last))
        guard Store.isBeside(place) else { return (nil, false) }
        return (place, names.here == names.there)
    }

    /// Names two repositories in each other's own configuration: no settings reach there.
    public static func join(_ companion: String, to store: String) throws(StoreError) {
        try git { () throws(GitError) in
            try Repository.open(store, discovering: false).setConfig(Store.companionKey, companion)
            try Repository.open(companion, discovering: false).setConfig(Store.publicKey, store)
        }
    }

    /// Where this clone's own configuration says that the private companion is; nil where it does not.
    public static func configuredCompanion(of store: String) throws(StoreError) -> String? {
        try configured(Store.companionKey, at: store)
    }

    /// The public store that the companion at a place says it belongs to; nil where it says nothing.
    public static func publicStore(ofCompanion settings: Record, at path: String) throws(StoreError) -> String? {
        if let own = try configured(Store.publicKey, at: path) { return own }
        guard let place = settings[StoreSettings.companionOf], let repository = try opened(path) else { return nil }
        return Store.resolve(place, from: repository)
    }

    private static func configured(_ key: String, at path: String) throws(StoreError) -> String? {
        guard let repository = try opened(path), let place = repository.config(key), !place.isEmpty else { return nil }
        return Store.resolve(place, from: repository)
    }
}
