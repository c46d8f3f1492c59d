public import RecordModel
public import RecordText

extension Kind {
    /// How the texts of this kind's records merge: each field as its shape says.
    public var mergeRules: MergeRules {
        MergeRules(order: keyOrder) { [self] path in shape(at: path) }
    }

    private func shape(at path: [String]) -> MergeShape {
        if path.isEmpty || hasGroup(path.joined(separator: ".")) { return .entries(presentKeys(below: path)) }
        for field in fields where path.starts(with: field.path) {
            let below = path.count - field.path.count
            switch field.shape {
            case .scalar(let form) where below == 0: return field.isConfirmation ? form.latest : .value(form.normalText)
            case .set(let form) where below == 0: return .set(form.normalText, level: { $0 })
            case .graded(let form, let level) where below == 0: return .set(form.normalText, level: level.normalText)
            case .map(let keys, let values):
                if below == 0 { return .entries(keys.normalText) }
                if below == 1 { return field.isConfirmation ? values.latest : .value(values.normalText) }
            case .table(let keys, let columns):
                if below == 0 { return .entries(keys.normalText) }
                if below == 1 { return .entries { $0 } }
                if below == 2, let column = columns.first(where: { $0.name == path.last }) {
                    return .value(column.form.normalText)
                }
            case .scalar, .set, .graded, .body: break
            }
        }
        return .undeclared
    }

    /// A key as fields are called now, where an older text calls it something else.
    private func presentKeys(below path: [String]) -> MergeShape.Normal {
        var present: [String: String] = [:]
        for field in fields where field.path.count == path.count + 1 && field.path.starts(with: path) {
            for former in field.formerPaths {
                guard former.dropLast() == path[...], let key = former.last else { continue }
                present[key] = field.path.last
            }
        }
        return { [present] key in present[key] ?? key }
    }
}

extension ScalarForm {
    /// Brings a text to the type's normal form; what its type cannot read stays as it is.
    fileprivate var normalText: MergeShape.Normal {
        { [self] text in read(text).text }
    }

    /// Of two days on which something was found still right the later one counts.
    fileprivate var latest: MergeShape {
        .latest { [self] text in
            guard case .text(let normal) = read(text) else { return nil }
            return normal
        }
    }
}
