import RecordModel

extension Filter {
    /// One condition, its operand made comparable once for all records.
    struct Condition: Sendable {
        let name: String
        let comparison: Comparison
        private let form: ScalarForm?
        private let operand: Operand
        /// The record that it asks for by its id; nil where it asks for something else.
        let reference: (kind: Kind.Name, id: String)?

        private enum Operand: Sendable {
            case blank
            case folded(String)
            case rank(Rank)
        }

        init(
            _ expression: String, fields: [Field], today: Day, meaning: (ScalarForm, String) -> String,
            _ proven: (ValueProblem) -> ValueProblem, _ elsewhere: (_ name: String) -> CommandFailure?
        ) throws(CommandFailure) {
            let signs = "=!<>~"
            let name = expression.prefix { !signs.contains($0) }
            let rest = expression[name.endIndex...]
            guard let comparison = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
                throw CommandFailure(
                    "\"\(expression)\" compares nothing", doing: "Reading --where",
                    help: "write it as town=Leeds, town!=Leeds, headcount>10, name~bees, telephone= (blank)",
                    status: .usage)
            }
            let asked = Filter.trimmed(name)
            self.name = asked
            self.comparison = comparison
            guard let field = fields.first(where: { $0.name == asked }) else {
                throw elsewhere(asked) ?? CommandFailure.unknown("field", asked, valid: fields.map(\.name))
            }
            form = field.form
            let typed = Filter.trimmed(rest.dropFirst(comparison.rawValue.count))
            let text = field.form.map { comparison == .contains ? typed : meaning($0, typed) } ?? typed
            let parts = typed.split(separator: ",").map { Filter.trimmed($0) }
            if let type = field.form, type.reference != nil, comparison != .contains, parts.count > 1,
                case .failure = type.normalise(text),
                parts.allSatisfy({ RecordID(meaning(type, $0)) != nil })
            {
                throw Condition.several(parts, comparison, field, expression: expression)
            }
            operand = try Condition.operand(text, comparison, field, proven, expression: expression, today: today)
            reference = comparison == .equals && RecordID(text) != nil ? field.form?.reference.map { ($0, text) } : nil
        }

        /// One condition asks for one record.
        private static func several(
            _ ids: [String], _ comparison: Comparison, _ field: Field, expression: String
        ) -> CommandFailure {
            let each = ids.map { "--where \("\(field.name)\(comparison.rawValue)\($0)".shellWord)" }
            let isNot = comparison == .isNot
            return CommandFailure(
                "a condition asks for one of them, and this one names \(ids.count)",
                doing: "Reading --where \(expression)",
                helpLines: ["\(isNot ? "none" : "all") of them: \(each.joined(separator: " "))"]
                    + (isNot ? [] : ["any of them: ask for one after the other"]), status: .usage)
        }

        private static func operand(
            _ text: String, _ comparison: Comparison, _ field: Field, _ proven: (ValueProblem) -> ValueProblem,
            expression: String, today: Day
        ) throws(CommandFailure) -> Operand {
            switch comparison {
            case .equals where text.isEmpty, .isNot where text.isEmpty: return .blank
            case _ where text.isEmpty:
                throw CommandFailure(
                    "\"\(expression)\" has nothing to compare with", doing: "Reading --where",
                    help: "\(field.name)= asks for blank ones, \(field.name)!= for the others", status: .usage)
            case .contains: return .folded(Folding.key(text))
            case .equals, .isNot, .atLeast, .atMost, .above, .below: break
            }
            guard let form = field.form, !Scalar.isUndecided(text) else { return .folded(Folding.key(text)) }
            let normal: String
            switch Filter.normalise(text, form, today: today) {
            case .success(let value): normal = value
            case .failure where field.hasEntries && [.equals, .isNot].contains(comparison):
                return .folded(Folding.key(text))
            case .failure(let unproven):
                let problem = proven(unproven)
                let part = comparison == .equals ? "\(field.name)~\(text) asks for part of it" : nil
                let meant = problem.replacement.map { "did you mean \(field.name)\(comparison.rawValue)\($0)?" }
                throw CommandFailure(
                    problem.message, doing: "Reading --where \(expression)",
                    helpLines: [problem.help ?? "\(field.name) is \(form.hint)"] + [meant ?? part].compactMap(\.self),
                    status: .usage)
            }
            return form.rank(of: normal).map(Operand.rank) ?? .folded(Folding.key(normal))
        }

        func holds(of values: [String]) -> Bool {
            switch (comparison, operand) {
            case (.equals, .blank): values.allSatisfy(\.isEmpty)
            case (.isNot, .blank): values.contains { !$0.isEmpty }
            case (.isNot, _): !values.contains(where: equals)
            case (.equals, _): values.contains(where: equals)
            case (.contains, .folded(let part)): values.contains { Folding.key($0).contains(part) }
            case (.contains, _): false
            case (.atLeast, _): values.contains { compare($0).map { $0 >= 0 } ?? false }
            case (.atMost, _): values.contains { compare($0).map { $0 <= 0 } ?? false }
            case (.above, _): values.contains { compare($0).map { $0 > 0 } ?? false }
            case (.below, _): values.contains { compare($0).map { $0 < 0 } ?? false }
            }
        }

        private func equals(_ value: String) -> Bool {
            if case .folded(let text) = operand { return !value.isEmpty && Folding.isKey(text, of: value) }
            return compare(value) == 0
        }

        /// Below, at or above 0 as the value is below, equal to or above the operand; nil where they cannot be
        /// compared.
        private func compare(_ value: String) -> Int? {
            guard !value.isEmpty else { return nil }
            switch operand {
            case .blank: return nil
            case .rank(let rank):
                guard let other = form?.rank(of: value), other.unit == rank.unit else { return nil }
                return other < rank ? -1 : other > rank ? 1 : 0
            case .folded(let text):
                let other = Folding.key(value)
                return other < text ? -1 : other > text ? 1 : 0
            }
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop { $0.isWhitespace }
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }

    /// The operand as records hold such values. On the command line a day may be a phrase.
    private static func normalise(_ text: String, _ form: ScalarForm, today: Day) -> Result<String, ValueProblem> {
        let normal = form.normalise(text)
        guard case .failure = normal, case .ordered(let order) = form.nature, order(today.description) != nil
        else { return normal }
        return DayPhrase.read(text, today: today).map(\.description)
    }
}
