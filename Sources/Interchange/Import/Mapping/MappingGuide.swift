import RecordModel

/// What a mapping may say, for a person who writes one: made from the declarations by which it is read.
public enum MappingGuide {
    /// A key of a mapping.
    public struct Key: Sendable {
        /// What stands left of the colon.
        public let name: String
        /// The format of the mappings that have it: `csv`, `front-matter`, `folders` for one below a folder, or several.
        public let format: String
        /// What stands right of the colon: `text`, or the words to choose from.
        public let shape: String
        /// What it says, in a sentence.
        public let help: String
    }

    /// Every key, those of a spreadsheet's mapping first.
    public static var keys: [Key] {
        let formats: [(name: String, fields: [FieldDeclaration])] = [
            ("csv", MappingSchema.rows([]).fields), ("front-matter", MappingSchema.files([]).fields),
            (MappingSchema.folders, MappingSchema.folder([]).fields),
        ]
        var keys: [Key] = []
        for field in formats.flatMap(\.fields) where !keys.contains(where: { $0.name == field.name }) {
            let having = formats.filter { $0.fields.contains { $0.name == field.name } }.map(\.name)
            keys.append(
                Key(
                    name: field.name, format: having.joined(separator: ", "), shape: field.shape.words,
                    help: field.help))
        }
        let folders = Key(
            name: MappingSchema.folders, format: "front-matter", shape: "entries, a path each",
            help: "The source's folders, each with the keys whose format is \(MappingSchema.folders).")
        return keys + [folders]
    }

    /// A spreadsheet's mapping, to begin with.
    public static let example = """
        format: csv
        kind: members
        id: Name of your co-op
        dates: day/month/year
        fields:
          Name of your co-op: name
          Where are you?: town
          What can you offer?: skills.offered
          Twitter: social.twitter
        terms:
          skills.offered: service
        ignore:
          Who filled this in?: nobody's business but theirs
        """
}
