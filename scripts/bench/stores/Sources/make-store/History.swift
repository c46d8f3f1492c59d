/// Ten years of an invented network: co-ops join, say new things, are renamed, go and come back; branches are merged;
/// now and then one commit sweeps over everybody.
final class History {
    private let recordCount: Int
    private let commitCount: Int
    private let isSharded: Bool
    private var random: Random
    private var stream = FastImport()
    private(set) var profiles: [Profile] = []
    private var isHere: [Bool] = []
    private var here: [Int] = []
    private var gone: [Int] = []
    private var ids: Set<String> = []
    /// How far each co-op has come on the network's checklist.
    private var steps: [Int] = []
    /// A branch that is not merged yet: its tip, the profiles that it changed, and when it is to be merged.
    private var side: (mark: Int, changed: [Int], due: Int)?

    /// 1 January 2016, and ten years from there.
    private static let start = 1_451_606_400
    private static let span = 10 * 365 * 86_400

    init(records: Int, commits: Int, isSharded: Bool) {
        recordCount = records
        commitCount = commits
        self.isSharded = isSharded
        random = Random(seed: 2016)
    }

    /// The profiles there are at the end.
    var present: [Profile] { profiles.indices.filter { isHere[$0] }.map { profiles[$0] } }

    func write() {
        begin()
        let joining = Double(recordCount) * 0.9 / (Double(commitCount) * 0.6) * 1_000
        var sweeps = [0.3, 0.55, 0.8].map { Int(Double(commitCount) * $0) }
        while stream.commits < commitCount {
            if let due = side?.due, stream.commits >= due {
                merge()
            } else if let next = sweeps.first, stream.commits >= next {
                sweeps.removeFirst()
                sweep(over: here, step: sweeps.count)
            } else if profiles.count < recordCount, random.happens(joining) {
                join()
            } else if side == nil, random.happens(115) {
                branch()
            } else {
                step()
            }
        }
        stream.finish()
    }

    private func step() {
        if random.happens(1) {
            let first = random.below(here.count)
            sweep(over: Array(here[first..<min(here.count, first + random.number(in: 5...30))]), step: 3)
        } else if random.happens(2) {
            rename(random.element(of: here))
        } else if random.happens(3) {
            remove(random.element(of: here))
        } else if !gone.isEmpty, random.happens(3) {
            restore()
        } else if random.happens(40) {
            let place = random.below((profiles.count + 2) / 3) * 3
            commit("Note a step of \(profiles[place].name)")
            steps[place] += 1
            writeMembership(place)
        } else {
            let place = random.element(of: here)
            commit(change(place))
            write(place)
        }
    }

    // MARK: - What happens

    private func begin() {
        commit("Begin the network")
        stream.write(
            "cotech.yaml", "name: Invented Network\ncurrency: GBP\ntime-zone: Europe/London\ngrace: 90\n")
        for skill in Words.skills { stream.write("skills/\(skill).yaml", "label: \(skill)\nkind: tech\n") }
        for _ in 0..<(recordCount / 10) { add() }
    }

    private func join() {
        let name = peek(profiles.count)
        commit("Add \(name)")
        add()
    }

    private func add() {
        let place = profiles.count
        let name = peek(place)
        var id = String(name.lowercased().map { $0 == " " ? "-" : $0 })
        if !ids.insert(id).inserted {
            id += "-\(place)"
            ids.insert(id)
        }
        profiles.append(Profile(id: id, name: name, &random))
        isHere.append(true)
        here.append(place)
        steps.append(0)
        write(place)
        // The network itself keeps something on every third.
        if place % 3 == 0 { writeMembership(place) }
    }

    /// The name of the co-op at a place, which depends on nothing else.
    private func peek(_ place: Int) -> String {
        var random = Random(seed: UInt64(place) &* 77_777 &+ 5)
        func syllable(_ random: inout Random) -> String {
            random.element(of: Words.onsets) + random.element(of: Words.vowels) + random.element(of: Words.codas)
        }
        let word = syllable(&random) + (random.happens(500) ? random.element(of: Words.vowels) : syllable(&random))
        return word.prefix(1).uppercased() + word.dropFirst() + " " + random.element(of: Words.ends)
    }

    /// Changes one or two things that a profile says, and gives the sentence.
    private func change(_ place: Int) -> String {
        var profile = profiles[place]
        for _ in 0..<(random.happens(250) ? 2 : 1) {
            switch random.below(10) {
            case 0: profile.telephone = random.below(1_000_000)
            case 1: profile.town = random.below(Words.towns.count)
            case 2, 3: profile.headcount = max(1, profile.headcount + random.number(in: 1...3) - (random.happens(400) ? 4 : 0))
            case 4: toggle(&profile.offered, random.below(Words.skills.count))
            case 5: toggle(&profile.needed, random.below(Words.skills.count))
            case 6: toggle(&profile.services, random.below(Words.skills.count))
            case 7: toggle(&profile.technologies, random.below(Words.skills.count))
            case 8: toggle(&profile.sentences, random.below(Words.sentences.count))
            default: profile.confirmed = now
            }
        }
        profiles[place] = profile
        return "\(profile.name): say what is new"
    }

    private func toggle(_ list: inout [Int], _ element: Int) {
        if let place = list.firstIndex(of: element), list.count > 1 {
            list.remove(at: place)
        } else if !list.contains(element) {
            list.append(element)
            list.sort()
        }
    }

    private func sweep(over places: [Int], step: Int) {
        commit("Put every profile right")
        for place in places {
            switch step {
            case 2: profiles[place].isSecure = true
            case 1: toggle(&profiles[place].tools, 0)
            case 0: toggle(&profiles[place].technologies, 0)
            default: toggle(&profiles[place].sectors, random.below(Words.sectors.count))
            }
            write(place)
        }
    }

    private func rename(_ place: Int) {
        guard isFree(place) else { return }
        commit("Rename \(profiles[place].name)")
        stream.remove(path(of: place))
        profiles[place].formerly = profiles[place].id
        profiles[place].id = "\(profiles[place].id.split(separator: "-")[0])-\(place)-\(stream.commits % 97)"
        write(place)
    }

    private func remove(_ place: Int) {
        guard isFree(place), here.count > 10 else { return }
        commit("Remove \(profiles[place].name)")
        stream.remove(path(of: place))
        isHere[place] = false
        here.removeAll { $0 == place }
        gone.append(place)
    }

    private func restore() {
        let place = gone.remove(at: random.below(gone.count))
        commit("Bring back \(profiles[place].name)")
        isHere[place] = true
        here.append(place)
        write(place)
    }

    /// Whether a profile may go: nothing refers to it, and no branch is changing it.
    private func isFree(_ place: Int) -> Bool { place % 3 != 0 && side?.changed.contains(place) != true }

    // MARK: - Branches

    private func branch() {
        var mark = stream.commits
        var changed: [Int] = []
        let fork = mainTip
        for turn in 0..<random.number(in: 1...2) {
            let place = random.element(of: here)
            let sentence = change(place)
            mark = stream.commit(
                on: "side", sentence, author: (author(place), now), committed: now, from: turn == 0 ? fork : nil)
            write(place)
            changed.append(place)
        }
        side = (mark, changed, stream.commits + random.number(in: 0...4))
    }

    private func merge() {
        guard let side else { return }
        self.side = nil
        mainTip = stream.commit(
            on: "main", "Merge branch 'side'", author: (Words.people[0], now), committed: now, merging: side.mark)
        for place in Set(side.changed).sorted() where isHere[place] { write(place) }
    }

    // MARK: - Writing

    private var mainTip = 0

    private var now: Int { Self.start + Self.span / commitCount * stream.commits }

    private func author(_ place: Int) -> String { Words.people[place % Words.people.count] }

    private func commit(_ message: String) {
        var (authored, committed) = (now, now)
        // Late merges and rebases; clocks that are wrong by hours; and one in a thousand by a year.
        if random.happens(20) { authored -= random.below(90 * 86_400) }
        if random.happens(5) { committed += random.below(2 * 86_400) - 86_400 }
        if random.happens(1) { (authored, committed) = (authored + 31_536_000, committed + 31_536_000) }
        mainTip = stream.commit(
            on: "main", message, author: (random.element(of: Words.people), authored), committed: committed)
    }

    private func write(_ place: Int) { stream.write(path(of: place), profiles[place].text) }

    private func path(of place: Int) -> String { path("members", profiles[place].id, "md") }

    private func path(_ folder: String, _ id: String, _ end: String) -> String {
        isSharded ? "\(folder)/_\(id.prefix(2))/\(id).\(end)" : "\(folder)/\(id).\(end)"
    }

    private func writeMembership(_ place: Int) {
        var text = "joined: \(Calendar.day(Self.start + place % 3_000 * 86_400))\nsteps:\n"
        for step in 0...min(steps[place], 7) { text += "  step-\(step): \(Calendar.day(now))\n" }
        stream.write(path("memberships", profiles[place].id, "yaml"), text)
    }
}
