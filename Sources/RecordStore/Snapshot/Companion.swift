import Foundation
import Git
import RecordModel

// Where the other of a network's two repositories is.
//
// Settings say it, and anyone can propose a change to the settings: a proposal may be merged in good faith, or only
// checked out to be looked at. If the settings' word were enough, a proposal could have enquiries and people written
// into a repository that everyone reads, read from a repository that has nothing to do with the network, or have a
// network drive looked at. So the settings' word counts only within bounds:
//
// - it names a folder beside this one, `../NAME`; any other place must be named in this clone's own configuration
//   (`git config cotech.private PLACE`), which no proposal can reach;
// - the two repositories name each other. A store is a companion only where the public store says so, and a companion is
//   used only where its own settings do not say that it belongs to another store.
//
// Where that is not so, the store is used without its companion, and whoever asks for what is in it is told why.
extension Store {
    /// In this clone's configuration: where its private companion is, whatever settings say.
    public static let companionKey = "cotech.private"
    /// In a private companion's configuration: where the public store is, whatever settings say.
    public static let publicKey = "cotech.public"

    /// Whether settings may name this place: a folder beside the store.
    public static func isBeside(_ place: String) -> Bool {
        StoreSettings.isBeside(place) && (try? RepositoryPath.check(String(place.dropFirst(3)))) != nil
    }

    /// The place of the other repository and whether the settings, rather than the person, chose it.
    private static func place(
        _ key: String, _ field: Field<String>, _ settings: Record?, of repository: Repository
    ) -> (place: String, isChosenBySettings: Bool)? {
        if let own = repository.config(key), !own.isEmpty { return (own, false) }
        return settings?[field].map { ($0, true) }
    }

    private static func settings(of repository: Repository, kinds: [Kind]) throws(StoreError) -> Record? {
        let probe = Store(repository: repository, companion: nil, companionProblem: nil, kinds: kinds)
        return try probe.newestSettings()?.record
    }

    /// The public store of a companion; nil where it is none, with the reason where its settings say that it is one.
    static func publicStore(
        of companion: Repository, settings: Record, kinds: [Kind]
    ) -> (store: Repository?, problem: StoreError?) {
        guard let (place, isChosenBySettings) = place(publicKey, StoreSettings.companionOf, settings, of: companion)
        else { return (nil, nil) }
        do throws(StoreError) {
            if isChosenBySettings, !isBeside(place) { throw outOfBounds("public store", place, publicKey) }
            let path = resolve(place, from: companion)
            let found = try git { () throws(GitError) in try Repository.open(path, discovering: false) }
            let named = self.place(
                companionKey, StoreSettings.companion, try self.settings(of: found, kinds: kinds), of: found)
            guard let named, !named.isChosenBySettings || isBeside(named.place),
                let back = try? Repository.open(resolve(named.place, from: found), discovering: false),
                back.commonDirectory == companion.commonDirectory, found.commonDirectory != companion.commonDirectory
            else {
                throw StoreError(
                    .unavailable, "this says that it is the private companion of \(place), which does not say so",
                    help:
                        "if it is: git -C \(path.shellWord) config \(companionKey) \(companion.place.shellWord)"
                )
            }
            return (found, nil)
        } catch {
            return (nil, error)
        }
    }

    /// The companion of a public store; nil where it has none that can be used, with the reason where there should be.
    static func companion(
        of store: Repository, settings: Record, kinds: [Kind]
    ) -> (companion: Repository?, problem: StoreError?) {
        guard let (place, isChosenBySettings) = place(companionKey, StoreSettings.companion, settings, of: store) else {
            return (nil, nil)
        }
        do throws(StoreError) {
            if isChosenBySettings, !isBeside(place) { throw outOfBounds("private companion", place, companionKey) }
            let companion: Repository
            let path = resolve(place, from: store)
            do throws(GitError) {
                companion = try Repository.open(path, discovering: false)
            } catch {
                guard error.kind == .notARepository else { throw StoreError(error) }
                if FileOrFolder.at(path) == .folder, !FileManager.default.isReadableFile(atPath: path) {
                    throw StoreError(
                        .unavailable, "the private companion at \(place) cannot be read by this user",
                        help: "chmod -R u+rwX \(path.shellWord)")
                }
                throw StoreError(
                    .unavailable, "the private companion is not at \(place)",
                    help: "git clone ADDRESS \(path.shellWord)",
                    "or, where the network has none yet: cotech init --private")
            }
            guard companion.commonDirectory != store.commonDirectory else {
                throw StoreError(
                    .unavailable, "the settings name the public store itself as its private companion",
                    help: "see who changed that: git log -p cotech.yaml")
            }
            if isChosenBySettings, try !isWilling(companion, toServe: store, kinds) {
                throw StoreError(
                    .unavailable,
                    "the repository at \(place) does not say that it is the private companion of this store",
                    help: "if it is: git config \(companionKey) \(place.shellWord)")
            }
            return (companion, nil)
        } catch {
            return (nil, error)
        }
    }

    /// Whether a repository says that it is a companion, and not another store's. A new one without a commit holds
    /// nothing yet; one whose store is elsewhere on this machine, or renamed, cannot contradict.
    private static func isWilling(
        _ companion: Repository, toServe store: Repository, _ kinds: [Kind]
    ) throws(StoreError) -> Bool {
        guard try git({ () throws(GitError) in try companion.head }).id != nil else { return true }
        let settings = try settings(of: companion, kinds: kinds)
        guard let (place, _) = place(publicKey, StoreSettings.companionOf, settings, of: companion) else {
            return false
        }
        guard let back = try? Repository.open(resolve(place, from: companion), discovering: false) else { return true }
        return back.commonDirectory == store.commonDirectory
    }

    private static func outOfBounds(_ what: String, _ place: String, _ key: String) -> StoreError {
        StoreError(
            .unavailable, "the settings name a \(what) that is not beside this folder: \(place)",
            help: "if that is where it is: git config \(key) \(place.shellWord)")
    }

    /// A place that settings give, from the top of the repository.
    static func resolve(_ place: String, from repository: Repository) -> String {
        if place.hasPrefix("/") { return place }
        let base = repository.place
        return URL(fileURLWithPath: base).appendingPathComponent(place).standardizedFileURL.path
    }
}
