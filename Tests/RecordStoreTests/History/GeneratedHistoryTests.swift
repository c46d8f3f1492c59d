import Foundation
import Git
import RecordModel
import Testing

@testable import RecordStore

@Suite("Ages of generated histories")
struct GeneratedHistoryTests {
    static let options = AgeOptions(sweepLimit: 2)

    @Test("agree with the reference for every record, collection and leaf", arguments: 0..<12)
    func agreesWithReference(block: Int) throws {
        let place = try TemporaryRepository()
        for seed in (block * 40)..<(block * 40 + 40) {
            var generator = HistoryGenerator(seed: UInt64(seed + 1))
            let history = generator.generate(commits: 10 + seed % 30)
            let ids = try history.write(to: place.repository)
            var options = GeneratedHistoryTests.options
            if seed % 3 == 0 { options.ignored = [ids[ids.count / 2], ids[ids.count / 3]] }
            if seed % 7 == 0 { options.setsSweepsAside = false }
            if seed % 2 == 0 {
                options.sharing = WorkSharing(commits: 3, comparisons: 1, records: 2, window: 1 + seed % 9)
            }
            let mismatches = try differences(history, ids, options, place.repository, head: ids.count - 1)
            #expect(mismatches.isEmpty, "seed \(seed): \(mismatches.prefix(3))")
            if !mismatches.isEmpty { return }
        }
    }

    @Test("from a kept earlier commit equal a cold run, whichever two commits they are", arguments: 0..<6)
    func incremental(block: Int) throws {
        for seed in (block * 4)..<(block * 4 + 4) {
            var generator = HistoryGenerator(seed: UInt64(seed + 5000))
            let history = generator.generate(commits: 12 + seed % 20)
            let place = try TemporaryRepository()
            let ids = try history.write(to: place.repository)
            for start in stride(from: 0, to: ids.count, by: 3) {
                for end in stride(from: ids.count - 1, to: 0, by: -4) {
                    let base = try table(at: ids[start], in: place.repository, base: nil)
                    let warm = try table(at: ids[end], in: place.repository, base: base)
                    let cold = try table(at: ids[end], in: place.repository, base: nil)
                    let isSame = answers(warm) == answers(cold) && creations(warm) == creations(cold)
                    #expect(isSame, "seed \(seed) from \(start) to \(end)")
                    if !isSame { return }
                }
            }
        }
    }

    @Test("kept commit after commit, in files, equal a cold run", arguments: 0..<4)
    func stepwise(seed: Int) throws {
        var generator = HistoryGenerator(seed: UInt64(seed + 7000))
        let place = try TemporaryRepository()
        let ids = try generator.generate(commits: 60).write(to: place.repository)
        let file = place.path + "/cotech/ages-since"
        var layered = 0
        for head in ids {
            let kinds = [SyntheticHistory.kind]
            let warm = try Ages.compute(in: place.repository, at: head, kinds: kinds)
            let cold = try Ages.compute(in: place.repository, at: head, kinds: kinds, usesCache: false)
            #expect(answers(warm.table) == answers(cold.table), "seed \(seed) at \(head)")
            #expect(creations(warm.table) == creations(cold.table), "seed \(seed) at \(head)")
            let read = try Ages.compute(in: place.repository, at: head, kinds: kinds)
            #expect(answers(read.table) == answers(cold.table), "seed \(seed) at \(head), read again")
            #expect(ids.allSatisfy { read.table.hasBehind($0) == cold.table.hasBehind($0) }, "seed \(seed) at \(head)")
            if read.table.since != nil, FileManager.default.fileExists(atPath: file) { layered += 1 }
        }
        #expect(layered > 10, "hardly anything was laid over what was kept")
    }

    @Test("of whole files are those of git log", arguments: 0..<6)
    func files(seed: Int) throws {
        let place = try TemporaryRepository()
        var generator = HistoryGenerator(seed: UInt64(seed + 900))
        let ids = try generator.generate(commits: 30).write(to: place.repository)
        for head in [ids[ids.count - 1], ids[ids.count / 2]] {
            let paths = try place.git("ls-tree", "-r", "--name-only", "\(head)").split(separator: "\n").map(String.init)
            let changes = try LastChanges.of(paths, in: place.repository, at: head)
            for path in paths {
                let expected = try place.git("log", "-1", "--format=%H", "\(head)", "--", path)
                #expect(changes[path]?.setter?.description == expected, "\(path)")
            }
        }
    }

    private func table(at head: ObjectID, in repository: Repository, base: AgeTable?) throws -> AgeTable {
        let isOlder = base?.hasBehind(head) ?? false
        // What was kept is read from on the second thread as well.
        var options = GeneratedHistoryTests.options
        if base != nil { options.sharing = WorkSharing(commits: 1, comparisons: 0, records: 8, window: 5) }
        let computation = try AgeComputation(
            repository, head: head, kinds: [SyntheticHistory.kind], options: options,
            base: isOlder ? nil : base)
        return try computation.run().table
    }

    private func answers(_ table: AgeTable) -> [String: [String: AgeAnswer]] {
        var all: [String: [String: AgeAnswer]] = [:]
        table.forEachHead { head, id in all[id.text] = table.answers(head).map(flat) }
        return all
    }

    private func creations(_ table: AgeTable) -> [String: Set<ObjectID>] {
        var all: [String: Set<ObjectID>] = [:]
        table.forEachHead { kind, id in
            let head = table.head(kind: SyntheticHistory.kind.name, id: id.text)
            all[id.text] = Set(head.map { table.creations($0) } ?? [])
        }
        return all
    }
}

/// The answers of a record under plain names.
func flat(_ answers: AgeTableAnswers) -> [String: AgeAnswer] {
    var all = ["record": answers.record]
    answers.forEachField { name, row in
        if let whole = row.collection { all["\(name) as a whole"] = whole }
        for leaf in row.leaves { all["\(name) › \(leaf.entry)"] = leaf.answer }
    }
    return all
}

/// Where the engine and the reference disagree.
func differences(
    _ history: SyntheticHistory, _ ids: [ObjectID], _ options: AgeOptions, _ repository: Repository, head: Int
) throws -> [String] {
    let reference = AgeReference(history, ids: ids, options: options)
    let ages = try Ages.compute(
        in: repository, at: ids[head], kinds: [SyntheticHistory.kind], options: options, usesCache: false)
    var found: [String] = []
    for id in history.commits[head].coops.keys.sorted() {
        guard let record = RecordID(id) else { continue }
        let fast = ages.ages(of: SyntheticHistory.kind.name, record).map { flat($0.answers) } ?? [:]
        var slow: [String: AgeAnswer] = [:]
        if case .readable(let leaves) = reference.version(id, head) {
            for unit in reference.units(leaves) {
                let answer = reference.set(unit, id, head)
                let name =
                    switch unit {
                    case .record: "record"
                    case .collection(let field): "\(field) as a whole"
                    case .leaf(let leaf): "\(leaf.field) › \(leaf.entry)"
                    }
                slow[name] = .set(
                    commit: ids[answer.commit], date: Instant(seconds: reference.date(answer.commit)),
                    bySweep: answer.bySweep)
            }
        }
        for name in Set(fast.keys).union(slow.keys).sorted() where fast[name] != slow[name] {
            func place(_ answer: AgeAnswer?) -> String {
                guard case .set(let commit, _, let bySweep)? = answer else { return "\(String(describing: answer))" }
                return "\(ids.firstIndex(of: commit) ?? -1)\(bySweep ? " by sweep" : "")"
            }
            found.append("\(id) \(name): \(place(fast[name])) instead of \(place(slow[name]))")
        }
    }
    return found
}
