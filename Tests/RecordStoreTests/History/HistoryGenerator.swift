import Git

/// Small random histories with everything that makes ages hard: merges of every kind, sweeps, renames, reverts,
/// deletions, broken files, skewed clocks, moves and modes.
struct HistoryGenerator {
    private var state: UInt64
    private var history = SyntheticHistory()
    private var tips: [Int] = []

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

    private mutating func random(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[random(elements.count)] }

    private let allIDs = ["ab", "bc", "cd", "de", "ef", "fg"]
    private let words = ["ant", "bee", "cow", "dog"]

    mutating func generate(commits: Int) -> SyntheticHistory {
        let first = history.commit {
            $0.coops = [
                "ab": SyntheticRecord(scalars: ["name": "ant"]), "bc": SyntheticRecord(scalars: ["name": "bee"]),
            ]
        }
        tips = [first]
        while history.commits.count < commits { step() }
        // One head that holds everything together.
        if tips.count > 1 { merge(tips) }
        return history
    }

    private mutating func step() {
        switch random(10) {
        case 0 where history.commits.count > 2:
            tips.append(random(history.commits.count))
            ordinary()
        case 1...2 where tips.count > 1:
            let count = min(tips.count, 2 + random(2))
            merge(Array(tips.suffix(count)))
        default: ordinary()
        }
    }

    private mutating func date() -> Int {
        let usual = 1_500_000_000 + history.commits.count * 86_400
        switch random(8) {
        case 0: return usual - random(30) * 86_400
        case 1: return usual + random(30) * 86_400
        case 2: return 1_500_000_000
        default: return usual
        }
    }

    private mutating func ordinary() {
        let place = random(tips.count)
        let parent = tips[place]
        var commit = history.commits[parent]
        commit.parents = [parent]
        commit.message = "A commit"
        commit.undoes = []
        commit.renames = []
        commit.author = date()
        commit.committer = date()
        change(&commit)
        history.commits.append(commit)
        tips[place] = history.commits.count - 1
    }

    private mutating func change(_ commit: inout SyntheticCommit) {
        let held = commit.coops.keys.sorted()
        let missing = allIDs.filter { commit.coops[$0] == nil }
        switch random(19) {
        case 16: for id in held where random(4) > 0 { commit.coops[id]?.isBroken = true }
        case 17: for id in held where random(4) > 0 { commit.coops[id] = nil }
        case 18:
            // Records come back, or are mended, and somebody says of some that they are still right.
            for id in allIDs where random(4) > 0 {
                commit.coops[id] = commit.coops[id] ?? history.commits.compactMap({ $0.coops[id] }).last
                commit.coops[id]?.isBroken = false
                if random(4) > 0 { commit.coops[id]?.scalars["confirmed"] = "2020-01-0\(1 + random(9))" }
            }
        case 15 where held.count > 1: unite(pick(held), into: pick(held), in: &commit)
        case 0 where !missing.isEmpty:
            var record = SyntheticRecord()
            edit(&record)
            edit(&record)
            commit.coops[pick(missing)] = record
        case 1 where held.count > 1: commit.coops[pick(held)] = nil
        case 2 where !missing.isEmpty:
            // A record comes back as some commit had it, or nearly.
            let id = pick(missing)
            guard let past = history.commits.compactMap({ $0.coops[id] }).last else { return }
            commit.coops[id] = past
            if random(3) == 0 { edit(&commit.coops[id, default: SyntheticRecord()]) }
        case 3: for id in held where random(4) > 0 { edit(&commit.coops[id, default: SyntheticRecord()]) }
        case 4: for id in held { commit.layout[id] = random(400) }
        case 5 where !held.isEmpty:
            let id = pick(held)
            commit.coops[id]?.isBroken.toggle()
            if random(2) == 0 { edit(&commit.coops[id, default: SyntheticRecord()]) }
        case 6 where !held.isEmpty && !missing.isEmpty: rename(pick(held), to: pick(missing), in: &commit)
        case 7: revert(&commit)
        case 8: substitute(&commit)
        case 9 where !held.isEmpty:
            let id = pick(held)
            if commit.executable.remove(id) == nil { commit.executable.insert(id) }
        case 10 where !held.isEmpty:
            commit.coops[pick(held)]?.scalars["confirmed"] = "2020-01-0\(1 + random(9))"
        default:
            guard !held.isEmpty else { return }
            edit(&commit.coops[pick(held), default: SyntheticRecord()])
        }
    }

    private mutating func edit(_ record: inout SyntheticRecord) {
        let word = pick(words)
        switch random(8) {
        case 0: record.scalars["name"] = word
        case 1:
            record.scalars["mail"] = nil
            record.scalars["email"] = word
        case 2:
            record.scalars["email"] = nil
            record.scalars["mail"] = word
        case 3: record.scalars["unknown"] = random(3) == 0 ? nil : word
        case 4, 5:
            if record.sets["skills", default: []].remove(word) == nil {
                record.sets["skills", default: []].insert(word)
            }
        case 6: record.contacts[word] = random(4) == 0 ? nil : pick(words)
        default: record.about = random(4) == 0 ? "" : "\(word) \(pick(words)) \(pick(words))"
        }
        if random(6) == 0 { record.scalars["x-note"] = word }
    }

    private mutating func rename(_ old: String, to new: String, in commit: inout SyntheticCommit) {
        let record = commit.coops.removeValue(forKey: old)
        commit.coops[new] = record
        switch random(4) {
        case 0: commit.renames = [(old, new)]
        case 1: commit.coops[new]?.sets["formerly"] = [old]
        case 2:
            commit.renames = [(old, new)]
            commit.coops[new]?.sets["formerly", default: []].insert(old)
            commit.coops[new]?.sets["formerly"]?.remove(new)
        default: return
        }
        if random(2) == 0 { edit(&commit.coops[new, default: SyntheticRecord()]) }
    }

    /// Two records become one.
    private mutating func unite(_ old: String, into new: String, in commit: inout SyntheticCommit) {
        guard old != new, let gone = commit.coops.removeValue(forKey: old) else { return }
        commit.renames = [(old, new)]
        commit.coops[new]?.sets["formerly", default: []].formUnion(gone.sets["formerly", default: []].union([old]))
        commit.coops[new]?.sets["formerly"]?.remove(new)
        if random(2) == 0 { edit(&commit.coops[new, default: SyntheticRecord()]) }
    }

    /// Takes back a commit, wholly or in part, as `git revert` would, and says so.
    private mutating func revert(_ commit: inout SyntheticCommit) {
        let undone = random(history.commits.count)
        guard let parent = history.commits[undone].parents.first else { return }
        let (after, before) = (history.commits[undone].coops, history.commits[parent].coops)
        for id in Set(after.keys).union(before.keys).sorted() where after[id] != before[id] {
            if random(4) > 0 { commit.coops[id] = before[id] }
        }
        commit.undoes = [undone]
        if random(3) == 0 { commit.undoes.append(random(history.commits.count)) }
    }

    private mutating func substitute(_ commit: inout SyntheticCommit) {
        let (old, new) = (pick(words), pick(words))
        guard old != new else { return }
        commit.renames = [(old, new)]
        for id in commit.coops.keys.sorted() where random(5) > 0 {
            if commit.coops[id]?.sets["skills"]?.remove(old) != nil { commit.coops[id]?.sets["skills"]?.insert(new) }
            if commit.coops[id]?.scalars["name"] == old { commit.coops[id]?.scalars["name"] = new }
            if let value = commit.coops[id]?.contacts.removeValue(forKey: old) {
                commit.coops[id]?.contacts[new] = value == old ? new : value
            }
        }
    }

    private mutating func merge(_ parents: [Int]) {
        var parents = parents
        if random(3) == 0 { parents.reverse() }
        var commit = history.commits[parents[0]]
        commit.parents = parents
        commit.message = "A merge"
        commit.undoes = []
        commit.renames = []
        commit.author = date()
        commit.committer = date()
        // `-s ours` takes the first side as it is; otherwise each record comes from a side, or from several.
        if random(5) > 0 {
            for id in allIDs {
                let sides = parents.map { history.commits[$0].coops[id] }
                var merged = sides[random(sides.count)]
                if random(2) == 0, let one = merged {
                    merged = sides.compactMap(\.self).filter { !$0.isBroken && !one.isBroken }.reduce(one) {
                        blend($0, $1)
                    }
                }
                commit.coops[id] = merged
            }
            // An evil merge says something of its own.
            if random(4) == 0 { change(&commit) }
        }
        history.commits.append(commit)
        tips.removeAll { parents.contains($0) }
        tips.append(history.commits.count - 1)
    }

    private mutating func blend(_ one: SyntheticRecord, _ other: SyntheticRecord) -> SyntheticRecord {
        var merged = one
        for (key, value) in other.scalars where random(2) == 0 { merged.scalars[key] = value }
        merged.sets.merge(other.sets) { $0.union($1) }
        for (key, value) in other.contacts where random(2) == 0 { merged.contacts[key] = value }
        if merged.scalars["mail"] != nil { merged.scalars["email"] = nil }
        return merged
    }
}
