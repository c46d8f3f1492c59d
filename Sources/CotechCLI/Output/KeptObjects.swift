import Synchronization

/// Objects that last as long as this one does, whoever else has let them go.
final class KeptObjects: Sendable {
    /// Never looked at again, so that it does not matter on which thread.
    private struct Kept: @unchecked Sendable { let object: AnyObject }

    private let objects = Mutex<[Kept]>([])

    func keep(_ object: AnyObject) {
        let kept = Kept(object: object)
        objects.withLock { $0.append(kept) }
    }
}
