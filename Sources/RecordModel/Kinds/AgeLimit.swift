/// How old a value may grow before someone should look at it again (`docs/ageing.md`).
public enum AgeLimit: Hashable, Sendable {
    /// Stale from this many days on: age ≥ limit.
    case days(Int)
    /// It does not go stale.
    case never
}
