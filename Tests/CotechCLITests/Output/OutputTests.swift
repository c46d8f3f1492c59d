import Testing

/// Everything about how commands read and write, so that `swift test --filter OutputTests` runs it alone.
@Suite("Output")
enum OutputTests {}
