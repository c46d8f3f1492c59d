public import ArgumentParser

extension OutputFormat: ExpressibleByArgument {
    /// `plain` is spelt `--plain`.
    static var offered: [OutputFormat] { [.table, .json, .jsonl, .csv, .tsv, .markdown] }
    /// The names that `--format` takes.
    public static var allValueStrings: [String] { offered.map(\.rawValue) }
}

/// How rows are written: shared by every command that shows some.
struct OutputOptions: ParsableArguments {
    @Option(
        help: """
            How to write it. In csv and tsv an apostrophe stands before what a spreadsheet would take for a formula, as \
            before +44; programs read json.
            """)
    var format: OutputFormat = .table

    @Flag(help: "Write one 'label: value' a line, for screen readers.")
    var plain = false

    func validate() throws {
        if plain, format != .table {
            throw ValidationError(
                "--plain and --format \(format.rawValue) contradict each other: leave one of them out")
        }
    }

    /// The format that is asked for.
    var chosen: OutputFormat { plain ? .plain : format }
}

/// What is shown of a record.
struct ShowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Show only these fields, parted by commas.", valueName: "a,b"), completion: .askedNames())
    var fields: String?

    @Flag(help: "Show how old each field is as well; in JSON under ages.")
    var ages = false
}

/// Which fields are shown, of which records.
struct SelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Show these fields, parted by commas.", valueName: "a,b"), completion: .askedNames())
    var fields: String?

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only records of which this is so: FIELD=VALUE, or with !=, <, <=, >, >=, or ~ for a part of it; FIELD= where it is blank. May be repeated.",
            valueName: "condition"), completion: .askedNames(after: ["=", "~"]))
    var conditions: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Order by this field; with - in front, the other way round. With --ages also by age, or by age.FIELD; with --changed by changed. A second --sort orders what the first leaves equal.",
            valueName: "field"),
        completion: .askedNames(before: ["", "-"]))
    var sort: [String] = []
}
