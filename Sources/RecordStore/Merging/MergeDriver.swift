import Git
public import RecordModel

/// The merge of records as git calls it: `merge=cotech` in `.gitattributes` names it, and each clone's configuration
/// says which program it is.
public enum MergeDriver {
    /// Merges one file for git.
    ///
    /// Works wherever git does: in a rebase or a cherry-pick, on a detached HEAD, without a HEAD. What cannot be found
    /// out there, such as the network's own fields or who said what, is done without.
    /// - Parameters:
    ///   - base: empty where both sides added the file.
    ///   - path: the file's path from the top of the repository.
    ///   - markSize: how many letters a conflict's marks have (`%L`, the attribute `conflict-marker-size`).
    ///   - folder: where git started the program.
    ///   - environment: `GITHEAD_…` names what is merged, `GIT_DIR` the repository where it is not around the folder.
    public static func merge(
        base: [UInt8], ours: [UInt8], theirs: [UInt8], path: String, markSize: Int, in folder: String,
        environment: [String: String], kinds: [Kind]
    ) throws(StoreError) -> (bytes: [UInt8], findings: [MergeFinding]) {
        let place = Surroundings(folder, environment, kinds)
        let merge = try git { () throws(GitError) in
            try FileMerge.merge(
                base: base.isEmpty ? nil : base, ours: ours, theirs: theirs, path: path, kinds: place.kinds)
        }
        return merge.written(
            path, place.sides, in: place.repository, markSize: markSize, ours: ours, theirs: theirs)
    }

    /// What can be found out about the repository that git merges in.
    private struct Surroundings {
        var repository: Repository?
        var kinds: [Kind]
        var sides: MergeSides

        init(_ folder: String, _ environment: [String: String], _ kinds: [Kind]) {
            self.kinds = kinds
            let heads = environment.filter { $0.key.hasPrefix("GITHEAD_") }
            let merged = heads.count == 1 ? heads.first : nil
            let theirs = MergeSides.Side(
                merged?.value ?? "theirs", at: merged.flatMap { ObjectID($0.key.dropFirst("GITHEAD_".count)) })
            sides = MergeSides(ours: .init("HEAD"), theirs: theirs)
            var place = folder
            if let named = environment["GIT_DIR"] { place = named.hasPrefix("/") ? named : "\(folder)/\(named)" }
            do throws(StoreError) {
                let repository = try git { () throws(GitError) in try Repository.open(place) }
                let head = try git { () throws(GitError) in try repository.head.id }
                self.repository = repository
                sides = MergeSides(ours: .init("HEAD", at: head), theirs: theirs)
                let store = try Store.open(place, kinds: kinds)
                let home: Kind.Home =
                    store.repository.commonDirectory == repository.commonDirectory ? .public : .private
                self.kinds = try store.mergedKinds(at: head, in: home)
            } catch {
                // Fields that only settings declare are merged by what they look like then.
            }
        }
    }
}
