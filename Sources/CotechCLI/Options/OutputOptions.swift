import ArgumentParser

/// How rows are shown: shared by every command that lists something.
struct OutputOptions: ParsableArguments {
    @Option(help: "How to write it: table, json, jsonl, csv, tsv or markdown.")
    var format: OutputFormat = .table

    @Flag(help: "One 'label: value' a line, for screen readers.")
    var plain = false

    @Option(help: ArgumentHelp("Which fields to show, parted by commas.", valueName: "a,b"))
    var fields: String?

    @Flag(help: "Do not hand long output to a pager.")
    var noPager = false
}
