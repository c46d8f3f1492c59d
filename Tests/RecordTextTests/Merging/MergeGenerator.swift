/// Makes records and changes to them from a seed.
struct MergeGenerator {
    var random: SplitMix64
    private var counter = 0

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    static let scalars = ["name", "website", "town", "headcount", "note", "x-own"]
    static let sets = ["services", "technologies"]
    static let elements = ["php", "swift", "web-design", "hosting", "drupal", "css", "accessibility", "maps"]
    static let people = ["Bea", "Cy", "Dee", "Eli", "Flo"]

    /// A text that no other part of the record has.
    private mutating func word() -> String {
        counter += 1
        return random.pick(["Leeds", "two words", "9", "https://a.coop", "Siân's", "日本"]) + " w\(counter)s"
            + String(random.next() % 1000)
    }

    mutating func comment() -> String {
        counter += 1
        return random.pick(["# why", "#  told: by phone", "# 'x'"]) + " c\(counter)-\(random.next() % 100_000)"
    }

    // MARK: - Records

    mutating func record() -> MergeModel {
        var fields: [MergeModel.Field] = []
        for key in Self.scalars where random.chance(65) {
            fields.append(scalar(key == "headcount" && random.chance(50) ? "members" : key))
        }
        for key in Self.sets where random.chance(60) { fields.append(set(key)) }
        if random.chance(60) {
            fields.append(
                MergeModel.Field(
                    key: "skills",
                    value: .group(
                        ["offered", "needed"].filter { _ in random.chance(70) }.map { set($0, isGraded: true) }),
                    beside: side()))
        }
        if random.chance(50) { fields.append(map("contacts")) }
        if random.chance(40) {
            fields.append(
                MergeModel.Field(key: "steps", value: .list(["one", "two", word()], isFlow: random.chance(50))))
        }
        if random.chance(40) { fields.append(map("x-map")) }
        if random.chance(30) {
            fields.append(MergeModel.Field(key: "long", value: .lines((0..<6).map { _ in word() }), beside: side()))
        }
        fields.shuffle(using: &random)
        for index in fields.indices where random.chance(15) { fields[index].blankLinesAbove = 1 }
        var model = MergeModel(fields: fields)
        if random.chance(20) { model.preamble = [comment()] }
        if random.chance(20) { model.ending = [comment()] }
        if random.chance(50) { model.body = ["", word(), "", word(), word(), "", word()] }
        model.step = random.pick([0, 2, 4])
        return model
    }

    private mutating func above() -> [String] { random.chance(20) ? [comment()] : [] }
    private mutating func side() -> String? { random.chance(15) ? comment() : nil }

    private mutating func scalar(_ key: String) -> MergeModel.Field {
        MergeModel.Field(key: key, value: .scalar(word()), above: above(), beside: side(), style: style())
    }

    private mutating func style() -> Int { random.pick([0, 0, 0, 2]) }

    private mutating func set(_ key: String, isGraded: Bool = false) -> MergeModel.Field {
        var members: [MergeModel.Member] = []
        for name in Self.elements.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random)) {
            members.append(member(name, isGraded && random.chance(50) ? random.pick(["expert", "average"]) : ""))
        }
        return MergeModel.Field(
            key: key, value: .set(members, isFlow: random.chance(35)), above: above(), beside: side())
    }

    private mutating func member(_ name: String, _ text: String) -> MergeModel.Member {
        MergeModel.Member(name: name, text: text, above: above(), beside: side())
    }

    private mutating func map(_ key: String) -> MergeModel.Field {
        let names = Self.people.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
        return MergeModel.Field(key: key, value: .map(names.map { member($0, word()) }), above: above(), beside: side())
    }

    // MARK: - Changes

    /// The same record after some changes, and perhaps laid out anew.
    mutating func changed(_ model: MergeModel) -> MergeModel {
        var model = model
        for _ in 0..<Int.random(in: 1...5, using: &random) { change(&model) }
        return model
    }

    private mutating func change(_ model: inout MergeModel) {
        guard let index = model.fields.indices.randomElement(using: &random) else {
            return model.fields.append(scalar("name"))
        }
        switch Int.random(in: 0..<20, using: &random) {
        case 0, 1, 2, 3, 4, 5, 6: changeValue(&model.fields[index])
        case 7: model.fields.remove(at: index)
        case 8, 9: add(to: &model)
        case 10: model.fields[index].above = random.pick([[], [comment()], model.fields[index].above + [comment()]])
        case 11: model.fields[index].beside = random.chance(70) ? comment() : nil
        case 12: model.fields.swapAt(index, Int.random(in: model.fields.indices, using: &random))
        case 13: layOut(&model)
        case 14: model.fields[index].blankLinesAbove = Int.random(in: 0...2, using: &random)
        case 15: model.preamble = random.pick([[], [comment()], model.preamble + [comment()]])
        case 16: model.ending = random.pick([[], [comment()]])
        case 17 where model.body != nil:
            let line = random.pick([1, 3, 4, 6])
            if let body = model.body, body.indices.contains(line) { model.body?[line] = word() }
        case 18 where model.fields[index].key == "members": model.fields[index].key = "headcount"
        default: changeValue(&model.fields[index])
        }
    }

    private mutating func add(to model: inout MergeModel) {
        let taken = Set(model.fields.map { $0.key == "members" ? "headcount" : $0.key })
        let free = (Self.scalars + Self.sets + ["contacts"]).filter { !taken.contains($0) }
        guard let key = free.randomElement(using: &random) else { return }
        // Now and then both sides add the very same.
        var field = Self.sets.contains(key) ? set(key) : key == "contacts" ? map(key) : scalar(key)
        if case .scalar = field.value, random.chance(40) { field.value = .scalar("the same") }
        model.fields.insert(field, at: Int.random(in: 0...model.fields.count, using: &random))
    }

    private mutating func changeValue(_ field: inout MergeModel.Field) {
        switch field.value {
        case .scalar: field.value = .scalar(random.chance(15) ? "" : random.chance(20) ? "the same" : word())
        case .lines(var lines):
            lines[Int.random(in: lines.indices, using: &random)] = word()
            field.value = .lines(lines)
        case .set(var members, let isFlow):
            changeMembers(&members, names: Self.elements) { $0.pick(["", "expert", "average", "beginner"]) }
            // A set of services has no levels.
            if Self.sets.contains(field.key) { for index in members.indices { members[index].text = "" } }
            field.value = .set(members, isFlow: isFlow)
        case .map(var members):
            changeMembers(&members, names: Self.people) { "v\($0.next() % 1000)" }
            field.value = .map(members)
        case .group(var fields):
            if fields.isEmpty || random.chance(15) && fields.count < 2 {
                let key = fields.first?.key == "offered" ? "needed" : "offered"
                fields.append(set(key, isGraded: true))
            } else {
                changeValue(&fields[Int.random(in: fields.indices, using: &random)])
            }
            field.value = .group(fields)
        case .list(var texts, let isFlow):
            if random.chance(50) { texts.append(word()) } else { texts.shuffle(using: &random) }
            field.value = .list(texts, isFlow: isFlow)
        }
    }

    private mutating func changeMembers(
        _ members: inout [MergeModel.Member], names: [String], text: (inout SplitMix64) -> String
    ) {
        let free = names.filter { name in !members.contains { $0.name == name } }
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1:
            guard let name = free.randomElement(using: &random) else { return }
            members.insert(member(name, text(&random)), at: Int.random(in: 0...members.count, using: &random))
        case 2 where !members.isEmpty: members.remove(at: Int.random(in: members.indices, using: &random))
        case 3 where !members.isEmpty: members[Int.random(in: members.indices, using: &random)].text = text(&random)
        case 4 where !members.isEmpty: members[Int.random(in: members.indices, using: &random)].beside = comment()
        case 5 where !members.isEmpty: members[Int.random(in: members.indices, using: &random)].above.append(comment())
        default: members.shuffle(using: &random)
        }
    }

    /// Another way of writing, everywhere.
    private mutating func layOut(_ model: inout MergeModel) {
        model.step = random.pick([0, 2, 4])
        if random.chance(15) { model.usesCRLF.toggle() }
        if random.chance(10) { model.hasMark.toggle() }
        for index in model.fields.indices {
            if random.chance(50) { model.fields[index].style = style() }
            switch model.fields[index].value {
            case .set(let members, _): model.fields[index].value = .set(members, isFlow: random.chance(50))
            case .list(let texts, _): model.fields[index].value = .list(texts, isFlow: random.chance(50))
            case .scalar, .lines, .map, .group: break
            }
        }
    }
}
