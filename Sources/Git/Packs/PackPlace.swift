/// Where an object stands among a repository's packs.
///
/// A pack holds most objects as differences from ones that stand shortly before them, so reading many in the order of
/// their places takes one step each, and in any other order up to fifty.
public struct PackPlace: Comparable, Sendable {
    /// The pack, by its number, and the first bytes of its checksum: another handle may have other packs.
    let pack: Int
    let checksum: Int
    /// Where the object's entry begins.
    let start: Int

    /// The place of what is in no pack, before every other.
    static let outside = PackPlace(pack: -1, checksum: 0, start: 0)

    /// Whether one stands before another.
    public static func < (one: PackPlace, other: PackPlace) -> Bool {
        one.pack == other.pack ? one.start < other.start : one.pack < other.pack
    }
}
