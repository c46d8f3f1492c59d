import RecordModel

extension ScalarForm {
    /// What a YAML reader may make of a value of this type, as keywords of JSON Schema.
    var schema: [JSONValue.Member] {
        if let choices {
            return [.init("anyOf", [["enum": .array(words(choices))], open("")])]
        }
        if reference != nil { return typed(["string", "number", "null"], Pattern.path) }
        switch name {
        case "telephone": return typed(["string", "integer", "null"], #"(\D*\d){5}.*"#)
        case "email":
            return typed(["string", "null"], #"[^\s<>,;:"()\[\]\\@]+@[^\s<>,;:"()\[\]\\@]+\.[^\s<>,;:"()\[\]\\@]+"#)
        case "url": return typed(["string", "null"], #"[hH][tT][tT][pP][sS]?://\S+"#)
        case "currency": return typed(["string", "null"], "[A-Z]{3}")
        case "id": return typed(["string", "number", "null"], Pattern.segment)
        case "number": return [.init("minimum", 0)] + typed(["integer", "string", "null"], "[0-9]+")
        case "quantity": return [.init("minimum", 0)] + typed(["number", "string", "null"], #"[0-9]+(\.[0-9]{1,2})?"#)
        case "day": return typed(["string", "null"], Pattern.day)
        case "expiry": return typed(["string", "null"], "\(Pattern.day)|never")
        case "age limit": return [.init("minimum", 1)] + typed(["integer", "string", "null"], "0*[1-9][0-9]*|never")
        case "money":
            return typed(["string", "null"], #"[-−]?([A-Z]{3} ?|[£€])?[-−]?[0-9][0-9,]*(\.[0-9]{1,2})?( [A-Z]{3})?"#)
        case "identity": return typed(["string", "null"], "[A-Za-z0-9.-]+:[A-Za-z0-9._@+-]+")
        case "coordinates": return typed(["string", "null"], #" *-?[0-9]+(\.[0-9]+)? *, *-?[0-9]+(\.[0-9]+)? *"#)
        case "flag":
            return [
                .init(
                    "anyOf",
                    [["enum": ["yes", "no", true, false]], open("[Yy][Ee][Ss]|[Nn][Oo]|[Tt]rue|[Ff]alse|TRUE|FALSE")])
            ]
        // A type that is added later is any text until it says more here.
        default: return [.init("type", ["string", "number", "boolean", "null"])]
        }
    }

    /// What a key of this type looks like. Keys that begin with `x-` are nobody's.
    var keySchema: JSONValue {
        guard name == "id" || reference != nil else { return true }
        let pattern = reference == nil ? Pattern.segment : Pattern.path
        return ["pattern": .string("^(\(pattern)|x-.*|\(Pattern.undecided))$")]
    }

    /// A string must fit the pattern, be blank in one of the ways that are read so, or be an open decision.
    private func typed(_ types: JSONValue, _ pattern: String) -> [JSONValue.Member] {
        [.init("type", types), .init("pattern", .string("^(\(pattern)|\(Pattern.open))$"))]
    }

    private func open(_ pattern: String) -> JSONValue {
        let all = pattern.isEmpty ? Pattern.open : "\(pattern)|\(Pattern.open)"
        return ["type": ["string", "null"], "pattern": .string("^(\(all))$")]
    }

    /// The words of a choice, and what YAML 1.1 makes of `yes` and `no` among them.
    private func words(_ choices: [String]) -> [JSONValue] {
        choices.map { .string($0) }
            + (choices.contains { ["yes", "true", "on"].contains($0) } ? [true] : [])
            + (choices.contains { ["no", "false", "off"].contains($0) } ? [false] : [])
    }
}

/// Regular expressions that ECMAScript and Python read alike.
private enum Pattern {
    static let segment = "[a-z0-9][a-z0-9-]{0,62}"
    static let path = "\(segment)(/\(segment))*"
    static let day = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    static let undecided = #"\?{3,5}|\?{3}.*\?{3}"#
    static let open = #"N/A|n/a|-|\#(undecided)"#
}
