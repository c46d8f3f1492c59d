import Foundation
import Git
import RecordModel

extension StoredRecord {
    /// An entry by its index, and where its text stands.
    private typealias Placed = (place: PackPlace, index: Int)

    /// Reads records from their blobs; many of them on two threads, since most of the time goes into unpacking.
    static func read(
        _ entries: [RecordEntry], of kind: Kind, in repository: Repository
    ) throws(StoreError) -> [StoredRecord] {
        guard entries.count >= 1_000, repository.canBeSharedOut else {
            return try entries.map { (entry) throws(StoreError) in try read(entry, of: kind, in: repository) }
        }
        let shared = SharedParts<ArraySlice<Placed>, [StoredRecord], StoreError> {
            [path = repository.gitDirectory] () throws(StoreError) in
            let repository = try git { () throws(GitError) in try Repository.open(path, discovering: false) }
            return { (part) throws(StoreError) in try read(entries, part, of: kind, in: repository) }
        }
        // In the order of the pack, since a text is made from those that stand before it.
        let found = entries.enumerated().map { Placed(repository.packPlace(of: $1.entry.id), $0) }
        let placed = found.sorted { $0 < $1 }
        let starts = stride(from: 0, to: placed.count, by: partSize)
        let parts = starts.map { placed[$0..<min($0 + partSize, placed.count)] }
        let outcomes = try shared.outcomes(of: parts) { (part) throws(StoreError) in
            try read(entries, part, of: kind, in: repository)
        }
        var records = [StoredRecord?](repeating: nil, count: entries.count)
        for (placed, record) in zip(placed, outcomes.joined()) { records[placed.index] = record }
        return records.compactMap(\.self)
    }

    /// How many records a thread takes at once.
    private static let partSize = 400

    /// Reads those at some places, in that order.
    private static func read(
        _ entries: [RecordEntry], _ part: ArraySlice<Placed>, of kind: Kind, in repository: Repository
    ) throws(StoreError) -> [StoredRecord] {
        try part.map { (placed) throws(StoreError) in
            try read(entries[placed.index], at: placed.place, of: kind, in: repository)
        }
    }
}

extension Repository {
    /// Whether a second thread can do part of the work, with a handle of its own.
    var canBeSharedOut: Bool { isWholeOnDisk && ProcessInfo.processInfo.activeProcessorCount > 1 }
}
