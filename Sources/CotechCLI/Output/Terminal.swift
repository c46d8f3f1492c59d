import Foundation

/// What is known of the terminal, if there is one.
public struct Terminal: Hashable, Sendable {
    /// Whether a person types at standard input.
    public var isInput: Bool
    /// Whether a person sees standard output.
    public var isOutput: Bool
    /// Whether a person sees standard error.
    public var isError: Bool
    /// Columns of the window.
    public var columns: Int
    /// Lines of the window.
    public var lines: Int

    /// A terminal as described; by default there is none, and what is written is not fitted to anything.
    public init(
        isInput: Bool = false, isOutput: Bool = false, isError: Bool = false, columns: Int = 80, lines: Int = 24
    ) {
        self.isInput = isInput
        self.isOutput = isOutput
        self.isError = isError
        self.columns = columns
        self.lines = lines
    }

    /// The terminal of this process. `COLUMNS` and `LINES` come before the window's own size, since people set them
    /// to say so; 80 by 24 where nobody knows.
    public static func live(environment: [String: String]) -> Terminal {
        let window = windowSize()
        func said(_ name: String) -> Int? {
            environment[name].flatMap { Int($0) }.flatMap { (1...10_000).contains($0) ? $0 : nil }
        }
        return Terminal(
            isInput: isatty(STDIN_FILENO) == 1, isOutput: isatty(STDOUT_FILENO) == 1,
            isError: isatty(STDERR_FILENO) == 1,
            columns: said("COLUMNS") ?? window?.columns ?? 80, lines: said("LINES") ?? window?.lines ?? 24)
    }

    private static func windowSize() -> (columns: Int, lines: Int)? {
        for descriptor in [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO] {
            var size = winsize()
            // The size is filled in before the call returns, and the pointer goes no further.
            let status = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
            if status == 0, size.ws_col > 0, size.ws_row > 0 { return (Int(size.ws_col), Int(size.ws_row)) }
        }
        return nil
    }
}
