public import RecordModel

/// A kind's records as JSON Schema (draft 2020-12), for editors that complete and check YAML as it is typed.
///
/// It says what `check` says of one value, as far as a schema can: a value is any scalar that YAML readers make of it
/// (`0123` a number, `no` false), blank is legal everywhere but in no way required to be written, and `???` stands in
/// every typed field. References, rules and the pipeline's steps are left to `check`. Only keywords that mean the same
/// in draft 7 are used, since many editors read that.
public enum JSONSchema {
    typealias Member = JSONValue.Member

    /// The schema of one kind's text: of the whole file for `.yaml`, of the front matter for `.md`.
    public static func document(for kind: Kind) -> JSONValue {
        .object([Member("$schema", .string(dialect))] + content(of: kind))
    }

    /// One document with the schema of each kind under `$defs`.
    public static func document(for kinds: [Kind]) -> JSONValue {
        .object([
            Member("$schema", .string(dialect)),
            Member("$defs", .object(kinds.map { Member($0.name.rawValue, .object(content(of: $0))) })),
        ])
    }

    private static let dialect = "https://json-schema.org/draft/2020-12/schema"

    private static func content(of kind: Kind) -> [Member] {
        var entries: [Entry] = []
        for field in kind.fields {
            if case .body = field.shape { continue }
            entries.append(Entry(path: field.path[...], field: field, present: nil))
        }
        let known = Set(entries.map { $0.path.joined(separator: ".") })
        for field in kind.fields {
            for former in field.formerly where !known.contains(former) {
                let path = former.split(separator: ".").map(String.init)
                entries.append(Entry(path: path[...], field: field, present: field.name))
            }
        }
        let required = kind.fields.filter { $0.isRequired && $0.path.count == 1 && $0.formerly.isEmpty }.map(\.name)
        return [Member("title", .string(kind.singular)), Member("description", .string(kind.summary))]
            + mapping(entries)
            + (required.isEmpty ? [] : [Member("required", .strings(required))])
    }

    /// A field at the keys that lead to it; a former key names the present one.
    private struct Entry {
        var path: ArraySlice<String>
        let field: FieldDeclaration
        let present: String?
    }

    /// A mapping whose keys are known; `x-` keys are kept and ignored.
    private static func mapping(_ entries: [Entry]) -> [Member] {
        var names: [String] = []
        for entry in entries {
            if let name = entry.path.first, !names.contains(name) { names.append(name) }
        }
        let properties = names.map { name in
            let here = entries.filter { $0.path.first == name }
            if let leaf = here.first(where: { $0.path.count == 1 }) { return Member(name, schema(of: leaf)) }
            let inner = here.map { Entry(path: $0.path.dropFirst(), field: $0.field, present: $0.present) }
            return Member(name, .object(mapping(inner)))
        }
        return closedMapping(properties)
    }

    private static func closedMapping(_ properties: [Member], required: [String] = []) -> [Member] {
        [
            Member("type", ["object", "null"]), Member("properties", .object(properties)),
            Member("patternProperties", ["^x-": true]), Member("additionalProperties", false),
        ] + (required.isEmpty ? [] : [Member("required", .strings(required))])
    }

    private static func schema(of entry: Entry) -> JSONValue {
        let field = entry.field
        var said = field.help
        if case .days(let days)? = field.limit { said += " Worth checking every \(days) days." }
        if let present = entry.present { said = "Now called \(present). " + said }
        var members = [Member("description", .string(said))]
        if entry.present != nil { members.append(Member("deprecated", true)) }
        if let example = field.example { members.append(Member("examples", [.string(example)])) }
        return .object(members + layout(field.shape))
    }

    private static func layout(_ shape: Shape) -> [Member] {
        switch shape {
        case .scalar(let form): return form.schema
        // A lone scalar is read as a list of one.
        case .set(let form): return anyOf(list(of: .object(form.schema)), .object(form.schema))
        case .graded(let form, let level):
            let graded: JSONValue = .object([
                Member("type", "object"), Member("propertyNames", form.keySchema),
                Member("additionalProperties", .object(level.schema)), Member("maxProperties", 1),
            ])
            let element: JSONValue = .object(anyOf(.object(form.schema), graded))
            return anyOf(list(of: element), element)
        case .map(let keys, let values):
            return openMapping(keys, .object(values.schema))
        case .table(let keys, let columns):
            let cells = columns.map { column in
                Member(column.name, .object([Member("description", .string(column.help))] + column.form.schema))
            }
            let row = closedMapping(cells, required: columns.filter(\.isRequired).map(\.name))
            return openMapping(keys, .object(row))
        case .body: return []
        }
    }

    private static func list(of element: JSONValue) -> JSONValue {
        .object([Member("type", ["array", "null"]), Member("items", element)])
    }

    private static func openMapping(_ keys: ScalarForm, _ values: JSONValue) -> [Member] {
        [
            Member("type", ["object", "null"]), Member("propertyNames", keys.keySchema),
            Member("patternProperties", ["^x-": true]), Member("additionalProperties", values),
        ]
    }

    private static func anyOf(_ schemas: JSONValue...) -> [Member] { [Member("anyOf", .array(schemas))] }
}
