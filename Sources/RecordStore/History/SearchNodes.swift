internal import Git
internal import RecordModel

/// The searches for answers: each is open, answered, or waits for others.
struct SearchNodes {
    private var answers: [Int32] = []
    private var pool: [AgeAnswer] = []
    private var poolIndexes: [AgeAnswer: Int32] = [:]
    private var waiting: [Int: Waiting] = [:]
    /// Of the searches for confirmations that went on past another day, the day that stands where they lead.
    private var days: [Int: Day?] = [:]

    /// What an open search waits for: the latest of other searches, or of what is said where there are none.
    private struct Waiting {
        var others: [Int] = []
        var fallbacks: [Int] = []
    }

    /// A search that nobody has begun to answer.
    mutating func add() -> Int {
        answers.append(-1)
        return answers.count - 1
    }

    mutating func answer(_ node: Int, _ answer: AgeAnswer) { answers[node] = place(of: answer) }

    mutating func answer(_ units: [SearchedUnit], _ answer: AgeAnswer) {
        let place = place(of: answer)
        for unit in units { answers[Int(unit.node)] = place }
    }

    private mutating func place(of answer: AgeAnswer) -> Int32 {
        if let known = poolIndexes[answer] { return known }
        let index = Int32(truncatingIfNeeded: pool.count)
        pool.append(answer)
        poolIndexes[answer] = index
        return index
    }

    /// The answer becomes the latest of this and other searches'.
    mutating func wait(_ node: Int, for other: Int) { waiting[node, default: Waiting()].others.append(other) }

    /// The answer becomes the latest of this and other searches', unless it comes to wait for some.
    mutating func fallBack(_ node: Int, to other: Int) { waiting[node, default: Waiting()].fallbacks.append(other) }

    /// A search for a confirmation goes on where another day stands; nil where that is none.
    mutating func pass(_ node: Int, to day: Day?) { days[node] = .some(day) }

    /// The days as the answering commits have them.
    ///
    /// - Parameter days: those that the searches began with.
    func days(of units: [SearchedUnit], from days: [Unit: Day]) -> [Unit: Day] {
        if self.days.isEmpty || days.isEmpty { return days }
        var found = days
        for unit in units { if let passed = self.days[Int(unit.node)] { found[unit.unit] = passed } }
        return found
    }

    func isWaiting(_ node: Int) -> Bool { !(waiting[node]?.others.isEmpty ?? true) }

    func fallsBack(_ node: Int) -> Bool { !(waiting[node]?.fallbacks.isEmpty ?? true) }

    /// Answers every search that waits. Without recursion: chains are as long as histories.
    mutating func resolve() {
        for start in waiting.keys.sorted() where answers[start] < 0 {
            var stack = [start]
            while let node = stack.last {
                guard answers[node] < 0, let waits = waiting[node] else {
                    stack.removeLast()
                    continue
                }
                let needed = waits.others.isEmpty ? waits.fallbacks : waits.others
                let open = needed.filter { answers[$0] < 0 && waiting[$0] != nil }
                if !open.isEmpty {
                    stack += open
                    continue
                }
                stack.removeLast()
                var latest: AgeAnswer?
                var chosen: Int?
                for other in needed {
                    let later = AgeAnswer.later(latest, self[other])
                    if later?.commit != latest?.commit { chosen = other }
                    latest = later
                }
                if let latest { answer(node, latest) }
                if let day = chosen.flatMap({ days[$0] }) { pass(node, to: day) }
            }
        }
    }

    subscript(node: Int) -> AgeAnswer? { answers[node] < 0 ? nil : pool[Int(answers[node])] }
}

extension AgeAnswer {
    /// The later of two answers. What is not known could be the later one, so it makes both unknown, with the bound
    /// that holds for both. Equal dates are told apart by the commit, so that no order of asking matters.
    static func later(_ one: AgeAnswer?, _ other: AgeAnswer?) -> AgeAnswer? {
        guard let one else { return other }
        guard let other else { return one }
        let isOneLater = (one.date, one.commit) > (other.date, other.commit)
        let latest = isOneLater ? one : other
        if one.isKnown, other.isKnown {
            if one.commit == other.commit, case .set(let commit, let date, true) = one {
                return .set(commit: commit, date: date, bySweep: true)
            }
            return latest
        }
        return .unknown(unchangedSince: latest.commit, date: latest.date)
    }
}
