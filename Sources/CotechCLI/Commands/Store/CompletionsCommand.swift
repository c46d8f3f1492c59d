import ArgumentParser

/// `cotech completions SHELL`: what a shell needs to complete commands, ids, fields and values.
struct CompletionsCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completion script of a shell.",
        discussion: """
            bash: cotech completions bash > ~/.local/share/bash-completion/completions/cotech. \
            zsh: cotech completions zsh > a folder of $fpath, as _cotech. \
            fish: cotech completions fish > ~/.config/fish/completions/cotech.fish.
            """)

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var completed: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    func run(in context: Context) throws -> ExitStatus {
        let script = Cotech.completionScript(for: shell.completed)
        context.standardOutput.write(script.hasSuffix("\n") ? script : script + "\n")
        return .done
    }
}
