import Foundation
import Git
import RecordModel

extension StoredRecord {
    /// Reads records from their blobs; many of them on two threads, since most of the time goes into unpacking.
    static func read(
        _ entries: [RecordEntry], of kind: Kind, in repository: Repository
    ) throws(StoreError) -> [StoredRecord] {
        guard entries.count >= 1_000, repository.canBeSharedOut else {
            return try read(entries, entries.indices[...], of: kind, in: repository)
        }
        // Each thread takes half of what is packed, since a text is made from those that stand before it.
        let placed = entries.indices.map { (repository.packPlace(of: entries[$0].entry.id), $0) }
        let order = placed.sorted { $0 < $1 }.map(\.1)
        let middle = order.count / 2
        let other = SecondThread { [path = repository.gitDirectory] () throws(StoreError) in
            let repository = try git { () throws(GitError) in try Repository.open(path, discovering: false) }
            return try StoredRecord.read(entries, order[middle...], of: kind, in: repository)
        }
        let first = Result { () throws(StoreError) in try read(entries, order[..<middle], of: kind, in: repository) }
        // The other half is waited for in any case: a thread must not outlive what asked for it.
        let second = other.result()
        let found = try first.get() + second.get()
        var places = [Int](repeating: 0, count: order.count)
        for (place, index) in order.enumerated() { places[index] = place }
        return places.map { found[$0] }
    }

    /// Reads those at some indices, in the order of the indices.
    fileprivate static func read(
        _ entries: [RecordEntry], _ indices: some Collection<Int>, of kind: Kind, in repository: Repository
    ) throws(StoreError) -> [StoredRecord] {
        var records: [StoredRecord] = []
        records.reserveCapacity(indices.count)
        for index in indices { records.append(try read(entries[index], of: kind, in: repository)) }
        return records
    }
}

extension Repository {
    /// Whether a second thread can do part of the work, with a handle of its own.
    var canBeSharedOut: Bool { isWholeOnDisk && ProcessInfo.processInfo.activeProcessorCount > 1 }
}
