internal import Foundation
internal import Git

/// Where packs hold objects. A pack holds most objects as differences from ones that stand shortly before them, so
/// reading many in its order takes one step each, and reading them in any other order takes up to fifty.
struct PackOrder {
    private var indexes: [Index] = []

    /// An index of version 2, as git writes them: 256 running counts, then sorted ids, checksums and offsets.
    private struct Index {
        let bytes: [UInt8]
        let count: Int

        init?(_ bytes: [UInt8]) {
            guard bytes.count > 1072, bytes.starts(with: [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2]) else { return nil }
            self.bytes = bytes
            var count = 0
            for place in 1028..<1032 { count = count << 8 | Int(bytes[place]) }
            guard count <= (bytes.count - 1072) / 28 else { return nil }
            self.count = count
        }

        private func number(at place: Int) -> Int {
            Int(bytes[place]) << 24 | Int(bytes[place + 1]) << 16 | Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
        }

        func offset(of id: [UInt8]) -> Int? {
            var low = id[0] == 0 ? 0 : number(at: 8 + 4 * (Int(id[0]) - 1))
            var high = number(at: 8 + 4 * Int(id[0]))
            guard high <= count else { return nil }
            while low < high {
                let middle = (low + high) / 2
                var order = 0
                let start = 1032 + 20 * middle
                for place in 0..<20 where bytes[start + place] != id[place] {
                    order = bytes[start + place] < id[place] ? -1 : 1
                    break
                }
                if order == 0 { return number(at: 1032 + 24 * count + 4 * middle) }
                if order < 0 { low = middle + 1 } else { high = middle }
            }
            return nil
        }
    }

    /// Reads the indexes of a repository's packs. One that cannot be read only costs time later.
    init(_ repository: Repository) {
        let folder = "\(repository.commonDirectory)/objects/pack"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where name.hasSuffix(".idx") {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"), let index = Index([UInt8](data))
            else { continue }
            indexes.append(index)
        }
    }

    /// A number that grows with an object's place; objects outside packs come first.
    func place(of id: ObjectID) -> Int {
        let bytes = id.bytes
        for (number, index) in indexes.enumerated() {
            if let offset = index.offset(of: bytes) { return (number + 1) << 40 | offset }
        }
        return 0
    }
}
