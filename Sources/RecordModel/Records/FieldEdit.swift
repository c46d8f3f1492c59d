/// A change to one field, checked against its declaration and in normal form.
public enum FieldEdit: Hashable, Sendable {
    /// A scalar or body at a place below the record; nil clears it.
    case set(field: String, below: [String] = [], text: String?)
    /// One element more in a list, with its level if it has one; in a table an entry that needs no columns.
    case addElement(field: String, text: String, level: String?)
    /// One element less.
    case removeElement(field: String, text: String)
    /// These elements instead of the ones there are; in a table, entries that are there keep their columns.
    case setElements(field: String, [String])

    /// The field it changes.
    public var field: String {
        switch self {
        case .set(let field, _, _), .addElement(let field, _, _), .removeElement(let field, _),
            .setElements(let field, _):
            field
        }
    }

    /// Whether nothing would be left of what another edit says that was asked for together with this one, and before it.
    public func overrides(_ earlier: FieldEdit) -> Bool {
        guard field == earlier.field else { return false }
        return switch (self, earlier) {
        case (.set(_, let below, _), .set(_, let place, _)): place.starts(with: below)
        case (.set(_, let below, _), _): below.isEmpty
        case (.setElements, _): true
        case (.addElement(_, let text, let level?), .addElement(_, let other, let before?)):
            text == other && level != before
        case (.addElement(_, let text, _), .removeElement(_, let other)),
            (.removeElement(_, let text), .addElement(_, let other, _)):
            text == other
        case (.removeElement(_, let text), .setElements(_, let elements)): elements.contains(text)
        case (.addElement, _), (.removeElement, _): false
        }
    }
}

extension FieldEdit {
    /// The edits that make an empty field say what another record's says.
    public static func copying(_ content: Content, to field: FieldDeclaration) -> [FieldEdit] {
        switch field.shape {
        case .scalar, .body: content.map { .set(field: field.name, text: $0.value.text) }
        case .set: [.setElements(field: field.name, content.map(\.entry))]
        case .graded:
            content.map {
                .addElement(field: field.name, text: $0.entry, level: $0.value.text.isEmpty ? nil : $0.value.text)
            }
        case .map: content.map { .set(field: field.name, below: [$0.entry], text: $0.value.text) }
        case .table:
            content.filter { !$0.column.isEmpty }.map {
                .set(field: field.name, below: [$0.entry, $0.column], text: $0.value.text)
            }
        }
    }
}
