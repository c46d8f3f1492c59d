/// What a merge comes to: lines, and places where the two sides contradict each other.
enum MergePart {
    case lines([UInt8])
    case conflict(path: [String], first: ConflictSide, second: ConflictSide)
}

/// Texts merged line by line: the base, the one and the other; what comes out is in runs.
public typealias LineMerge = (_ base: [UInt8], _ first: [UInt8], _ second: [UInt8]) -> [LineMergeRun]

/// A run of lines of a text that was merged line by line.
public enum LineMergeRun: Hashable, Sendable {
    /// Lines that both sides have, or that one of them changed.
    case agreed([UInt8])
    /// Lines that the sides changed differently.
    case conflict(first: [UInt8], second: [UInt8])
}

/// Merges the members of mappings and sets, from the record's keys inwards.
struct RecordMerger {
    let rules: MergeRules
    let mergeLines: LineMerge
    /// Paths of which the base itself holds two versions.
    let contested: [[String]]
    /// Paths whose texts were merged line by line.
    private(set) var joined: [[String]] = []

    init(rules: MergeRules, contested: [[String]], mergeLines: @escaping LineMerge) {
        self.rules = rules
        self.contested = contested
        self.mergeLines = mergeLines
    }

    /// What becomes of a member.
    private enum Outcome {
        /// It goes; comments that somebody wrote to it meanwhile stay.
        case gone(comments: [String])
        case kept([MergePart])
    }

    // MARK: - Members

    /// The lines of the members of one mapping or set.
    mutating func merge(_ levels: Three<Level?>, at place: MergePlace, column: Int) -> [MergePart] {
        let pieces = levels.map { level in
            Dictionary((level?.pieces ?? []).map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
        }
        let names = levels.map { level in (level?.pieces ?? []).map(\.name) }
        var kept: [String: [MergePart]] = [:]
        var gone: [String: [String]] = [:]
        for name in names.first + names.second where kept[name] == nil && gone[name] == nil {
            let member = rules.member(name, of: place)
            switch merge(pieces.map { $0[name] }, at: member, column: column) {
            case .kept(let parts): kept[name] = parts
            case .gone(let comments): gone[name] = comments
            }
        }
        let order = mergedOrder(names.map { $0.filter { kept[$0] != nil } }, isBefore: isBefore(at: place))
        let orphans = orphans(gone, names, kept)
        var parts: [MergePart] = []
        for name in order {
            parts.append(.lines(commentLines(orphans[name] ?? [], column: column)))
            parts.append(.lines(mergedTrivia(leads(pieces.map { $0[name] }), column: column)))
            parts += kept[name] ?? []
        }
        let tails = levels.map { $0?.tail ?? LineBlock(column: column) }
        parts.append(.lines(commentLines(orphans[nil] ?? [], column: column) + mergedTrivia(tails, column: column)))
        return parts
    }

    /// The comments of members that go stand above what follows these; at the end, under nil.
    private func orphans(
        _ gone: [String: [String]], _ names: Three<[String]>, _ kept: [String: [MergePart]]
    ) -> [String?: [String]] {
        var orphans: [String?: [String]] = [:]
        for names in [names.first, names.second] {
            var next: String?
            for name in names.reversed() {
                if kept[name] != nil { next = name }
                if let comments = gone[name], !comments.isEmpty { orphans[next] = comments + (orphans[next] ?? []) }
            }
        }
        return orphans
    }

    /// What stands above a member. A side that has not got it has left that alone.
    private func leads(_ pieces: Three<Piece?>) -> Three<LineBlock> {
        let base = pieces.base?.lead ?? LineBlock()
        return Three(base: base, first: pieces.first?.lead ?? base, second: pieces.second?.lead ?? base)
    }

    private func isBefore(at place: MergePlace) -> (String, String) -> Bool {
        var ranks: [String: Int] = [:]
        if case .set = place.shape {
        } else {
            for (rank, key) in rules.order.keys(place.path).enumerated() { ranks[key] = rank }
        }
        return { one, other in
            (ranks[one] ?? .max, one.lowercased(), one) < (ranks[other] ?? .max, other.lowercased(), other)
        }
    }

    // MARK: - One member

    private mutating func merge(_ pieces: Three<Piece?>, at place: MergePlace, column: Int) -> Outcome {
        let texts = pieces.map { $0?.text }
        if let first = pieces.first, texts.first == texts.second { return .kept([.lines(first.own.lines(at: column))]) }
        let isContested = isContested(place.path)
        if !isContested {
            if texts.first == texts.base { return verbatim(pieces.second, column) ?? gone(pieces.first, pieces.base) }
            if texts.second == texts.base { return verbatim(pieces.first, column) ?? gone(pieces.second, pieces.base) }
        }
        let meanings = pieces.map { piece in piece.map { meaning(of: $0, at: place) } ?? .absent }
        if meanings.first == meanings.second { return rewritten(pieces, at: place, saying: \.first, column) }
        if !isContested, let decided = meanings.decided {
            return rewritten(pieces, at: place, saying: decided == meanings.first ? \.first : \.second, column)
        }
        if let outcome = parted(pieces, at: place, column: column) { return outcome }
        if !isContested, let lines = joinedMembers(pieces, at: place) ?? joinedText(pieces, at: place) {
            return .kept([.lines(lines.lines(at: column))])
        }
        return .kept([conflict(pieces, at: place, column: column)])
    }

    private func meaning(of piece: Piece, at place: MergePlace) -> Meaning {
        rules.meaning(of: piece.node, in: piece.document, at: place)
    }

    private func verbatim(_ piece: Piece?, _ column: Int) -> Outcome? {
        piece.map { .kept([.lines($0.own.lines(at: column))]) }
    }

    private func isContested(_ path: [String]) -> Bool {
        contested.contains { $0.starts(with: path) || path.starts(with: $0) }
    }

    /// One side's value, written as the other side has come to write it.
    private mutating func rewritten(
        _ pieces: Three<Piece?>, at place: MergePlace, saying side: KeyPath<Three<Piece?>, Piece?>, _ column: Int
    ) -> Outcome {
        let other = side == \.first ? pieces.second : pieces.first
        guard let source = pieces[keyPath: side] else { return gone(other, pieces.base) }
        guard let other else {
            // A blank key that the other side took away is nobody's loss; one that says something stays.
            let isBlank = meaning(of: source, at: place) == .absent
            return isBlank ? gone(source, pieces.base) : .kept([.lines(source.own.lines(at: column))])
        }
        if let outcome = parted(pieces, at: place, column: column) { return outcome }
        let isSame = meaning(of: source, at: place) == meaning(of: other, at: place)
        let lines = isSame ? source.own : PieceEditing(rules, place).rewriting(other, toSay: source) ?? source.own
        return .kept([.lines(withComments(of: pieces, lines, place).lines(at: column))])
    }

    /// A member that goes, and the comments on it that the base has not got.
    private func gone(_ piece: Piece?, _ base: Piece?) -> Outcome {
        func comments(_ piece: Piece?) -> [String] {
            guard let piece else { return [] }
            return commentTexts(piece.lead) + PieceText(piece.text, isElement: piece.isItem).comments
        }
        let old = Set(comments(base))
        return .gone(comments: comments(piece).filter { !old.contains($0) })
    }

    // MARK: - Several members

    /// Members that stand on lines of their own on every side are merged one by one.
    private mutating func parted(_ pieces: Three<Piece?>, at place: MergePlace, column: Int) -> Outcome? {
        let levels = pieces.map { piece in piece.map { rules.level(of: $0, at: place) } }
        // A side that has not got the key has no members; one whose members cannot be told apart stops this.
        for case .some(.none) in [levels.base, levels.first, levels.second] { return nil }
        guard pieces.first != nil || pieces.second != nil else { return nil }
        let found = levels.map { $0.flatMap(\.self) }
        let steps = Three(
            base: step(pieces.base, found.base), first: step(pieces.first, found.first),
            second: step(pieces.second, found.second))
        let own = Three(base: steps.base, first: steps.first ?? steps.base, second: steps.second ?? steps.base)
        let below = column + ((own.settled ?? own.first) ?? steps.first ?? steps.second ?? 2)
        let members = merge(found, at: place, column: below)
        let isEmpty = members.allSatisfy { if case .lines(let lines) = $0 { lines.isEmpty } else { false } }
        if pieces.first == nil || pieces.second == nil, isEmpty {
            return gone(pieces.first ?? pieces.second, pieces.base)
        }
        return .kept([.lines(mergedHead(found, column: column))] + members)
    }

    /// How much further in than a key its members stand.
    private func step(_ piece: Piece?, _ level: Level?) -> Int? {
        guard let piece, let column = level?.column else { return nil }
        return column - piece.column
    }

    private func mergedHead(_ levels: Three<Level?>, column: Int) -> [UInt8] {
        let heads = levels.map { $0?.head }
        guard let first = heads.first, let second = heads.second else {
            return (heads.first ?? heads.second)?.lines(at: column) ?? []
        }
        if let settled = heads.map({ $0?.lines(at: 0) }).settled, settled == first.lines(at: 0) {
            return first.lines(at: column)
        } else if let base = heads.base, base.lines(at: 0) == first.lines(at: 0) {
            return second.lines(at: column)
        }
        let comments = heads.map { head in head.map { PieceText($0.lines(at: 0), isElement: false).comments } ?? [] }
        return PieceText(first.lines(at: 0), isElement: false).block(withComments: mergedComments(comments))
            .lines(at: column)
    }

    /// Members that stand in brackets, or on lines in one text only: added to and taken from the lines of one side.
    private func joinedMembers(_ pieces: Three<Piece?>, at place: MergePlace) -> LineBlock? {
        guard let layout = layoutSide(pieces) else { return nil }
        let meanings = pieces.map { piece in piece.map { meaning(of: $0, at: place) } ?? .absent }
        let merged = meanings.merged
        guard merged.conflicts.isEmpty else { return nil }
        let other = layout.isFirst ? pieces.second : pieces.first
        guard let lines = PieceEditing(rules, place).changing(layout.piece, toSay: merged.meaning, from: other) else {
            return nil
        }
        return withComments(of: pieces, lines, place)
    }

    /// Whose lines are kept where only one side's can be: those of the side that changed how it is written.
    private func layoutSide(_ pieces: Three<Piece?>) -> (piece: Piece, isFirst: Bool)? {
        guard let first = pieces.first else { return pieces.second.map { ($0, false) } }
        guard let second = pieces.second else { return (first, true) }
        let styles = pieces.map { piece in piece.map { $0.document.style(of: $0.node) } }
        return styles.first == styles.base && styles.second != styles.base ? (second, false) : (first, true)
    }

    // MARK: - Single values

    /// A text of several lines, merged as lines; nil where it has one, or where that gives a conflict.
    private mutating func joinedText(_ pieces: Three<Piece?>, at place: MergePlace) -> LineBlock? {
        guard let layout = layoutSide(pieces), pieces.first != nil, pieces.second != nil
        else { return nil }
        let texts = pieces.map { piece in
            piece.flatMap { $0.document.kind(of: $0.node) == .scalar ? $0.document.text(of: $0.node) : nil } ?? ""
        }
        guard !place.isElement, [texts.first, texts.second].allSatisfy({ $0.utf8.contains(.newline) }) else {
            return nil
        }
        func lines(_ text: String) -> [UInt8] { Array(text.utf8) + (text.hasSuffix("\n") ? [] : [.newline]) }
        var merged: [UInt8] = []
        for run in mergeLines(texts.base.isEmpty ? [] : lines(texts.base), lines(texts.first), lines(texts.second)) {
            guard case .agreed(let agreed) = run else { return nil }
            merged += agreed
        }
        if texts.map({ $0.hasSuffix("\n") }).settled == false, merged.last == .newline { merged.removeLast() }
        let text = String(decoding: merged, as: UTF8.self)
        guard let lines = PieceEditing(rules, place).setting(layout.piece, to: text) else { return nil }
        joined.append(place.path)
        return withComments(of: pieces, lines, place)
    }

    private func conflict(_ pieces: Three<Piece?>, at place: MergePlace, column: Int) -> MergePart {
        func side(_ piece: Piece?) -> ConflictSide {
            guard let piece else { return ConflictSide(lines: [], text: nil) }
            return ConflictSide(lines: piece.own.lines(at: column), text: piece.valueText)
        }
        return .conflict(path: place.path, first: side(pieces.first), second: side(pieces.second))
    }

    // MARK: - Comments

    private func withComments(of pieces: Three<Piece?>, _ lines: LineBlock, _ place: MergePlace) -> LineBlock {
        let comments = pieces.map { piece in
            piece.map { PieceText($0.text, isElement: place.isElement).comments } ?? []
        }
        return PieceText(lines.lines(at: 0), isElement: place.isElement).block(withComments: mergedComments(comments))
    }

    private func commentLines(_ comments: [String], column: Int) -> [UInt8] {
        comments.flatMap { Array((String(repeating: " ", count: column) + $0 + "\n").utf8) }
    }
}
