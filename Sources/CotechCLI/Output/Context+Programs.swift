extension Context {
    /// Runs a program to its end in this context's folder and environment.
    public func run(
        _ executable: String, _ arguments: [String], input: [UInt8] = []
    ) throws(ChildProcess.Failure) -> ChildProcess.Outcome {
        try ChildProcess.run(
            executable, arguments, input: input, environment: environment, workingDirectory: currentDirectory)
    }

    /// Hands the person's terminal to a program, such as an editor, until it ends. What was said before is written
    /// first, so that the two are read in order.
    ///
    /// - Parameter input: what it reads; nil where it reads from the terminal.
    /// - Returns: its exit status.
    public func runInteractively(
        _ executable: String, _ arguments: [String], input: [UInt8]? = nil
    ) throws(ChildProcess.Failure) -> Int32 {
        // What output has lost is said at the end, by `finish`.
        try? standardOutput.flush()
        return try ChildProcess.runInteractively(
            executable, arguments, input: input, environment: environment, workingDirectory: currentDirectory)
    }
}
