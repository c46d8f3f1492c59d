import Dispatch
import Foundation
import Git
import RecordModel
import Synchronization

extension StoredRecord {
    /// Reads records from their blobs; many of them on two threads, since most of the time goes into unpacking.
    static func read(
        _ entries: [RecordEntry], of kind: Kind, in repository: Repository
    ) throws(StoreError) -> [StoredRecord] {
        guard entries.count >= 1_000, repository.isWholeOnDisk, ProcessInfo.processInfo.activeProcessorCount > 1 else {
            return try read(entries[...], of: kind, in: repository)
        }
        let middle = entries.count / 2
        let other = SecondThread { [path = repository.gitDirectory] () throws(StoreError) in
            let repository = try git { () throws(GitError) in try Repository.openAside(path) }
            return try StoredRecord.read(entries[middle...], of: kind, in: repository)
        }
        let first = Result { () throws(StoreError) in try read(entries[..<middle], of: kind, in: repository) }
        // The other half is waited for in any case: a thread must not outlive what asked for it.
        let second = other.result()
        return try first.get() + second.get()
    }

    fileprivate static func read(
        _ entries: ArraySlice<RecordEntry>, of kind: Kind, in repository: Repository
    ) throws(StoreError) -> [StoredRecord] {
        var records: [StoredRecord] = []
        records.reserveCapacity(entries.count)
        for entry in entries { records.append(try read(entry, of: kind, in: repository)) }
        return records
    }
}

/// Work being done on a second thread, with a handle of its own: a repository serves one thread at a time.
final class SecondThread<Success: Sendable, Failure: Error>: Sendable {
    private let outcome = Mutex<Result<Success, Failure>?>(nil)
    private let group = DispatchGroup()

    init(_ work: @escaping @Sendable () throws(Failure) -> Success) {
        DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
            let result = Result { () throws(Failure) in try work() }
            outcome.withLock { $0 = result }
        }
    }

    /// Waits for the work, and gives what came of it.
    func result() -> Result<Success, Failure> {
        group.wait()
        guard let result = outcome.withLock(\.self) else { preconditionFailure("the group was left before the work") }
        return result
    }
}
