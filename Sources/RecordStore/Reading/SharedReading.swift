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
        let shared = SharedParts<ArraySlice<Int>, [StoredRecord], StoreError> {
            [path = repository.gitDirectory] () throws(StoreError) in
            let repository = try git { () throws(GitError) in try Repository.open(path, discovering: false) }
            return { (part) throws(StoreError) in try read(entries, part, of: kind, in: repository) }
        }
        // In the order of the pack, since a text is made from those that stand before it.
        let placed = entries.indices.map { (repository.packPlace(of: entries[$0].entry.id), $0) }
        let order = placed.sorted { $0 < $1 }.map(\.1)
        let parts = stride(from: 0, to: order.count, by: partSize).map { order[$0..<min($0 + partSize, order.count)] }
        shared.add(parts)
        var found = [StoredRecord?](repeating: nil, count: entries.count)
        try shared.complete(parts.indices) { (_, part) throws(StoreError) in
            let records = try read(entries, part, of: kind, in: repository)
            for (index, record) in zip(part, records) { found[index] = record }
        } theirs: { (number, records) throws(StoreError) in
            for (index, record) in zip(parts[number], records) { found[index] = record }
        }
        return found.compactMap(\.self)
    }

    /// How many records a thread takes at once.
    private static let partSize = 400

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
