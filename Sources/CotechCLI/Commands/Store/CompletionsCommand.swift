import ArgumentParser

/// `cotech completions SHELL`: what a shell needs to complete commands, ids, fields and values.
struct CompletionsCommand: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completion script of a shell.",
        discussion: """
            bash: cotech completions bash > ~/.local/share/bash-completion/completions/cotech. \
            zsh: cotech completions zsh > a folder of $fpath, as _cotech. \
            fish: cotech completions fish > ~/.config/fish/completions/cotech.fish.
            """)

    static let endings = Endings.answering

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
        let script = Self.withoutParsersHelp(Cotech.completionScript(for: shell.completed))
        context.standardOutput.write(script.hasSuffix("\n") ? script : script + "\n")
        if shell == .bash { context.standardOutput.write(Self.joiningAssignments) }
        return .done
    }

    /// The parser adds a `help` of its own to the commands, whose function would take the place of that of ours.
    private static func withoutParsersHelp(_ script: String) -> String {
        let begin = "\n_cotech_help() {\n"
        let parts = script.split(separator: begin, omittingEmptySubsequences: false)
        guard parts.count == 3, let end = parts[2].firstRange(of: "\n}\n") else { return script }
        return "\(parts[0])\(begin)\(parts[1])\n\(parts[2][end.upperBound...])"
    }

    /// Bash parts words at `=` as well; the parser's script knows only whole ones. This hands it `services+=web` as one
    /// word, and gives back what bash will put behind the sign. After `FIELD=` the value follows without a space.
    ///
    /// What records say is anybody's: it is compared here instead of by `compgen -W`, which would run `$(...)` in it, and
    /// where bash is told not to quote it as the name of a file, it is quoted here. The scripts of zsh and fish hand what
    /// is offered to shells that quote it themselves.
    private static let joiningAssignments = #"""

        __cotech_add_completions() {
            local completion quoted
            if [[ "${1}" != -W ]]; then
                while IFS='' read -r completion; do
                    COMPREPLY+=("${completion}")
                done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
                return
            fi
            while IFS='' read -r completion; do
                [[ -n "${completion}" ]] || continue
                printf -v quoted %q "${completion}"
                [[ "${completion}" == "${cur}"* || "${quoted}" == "${cur}"* ]] && COMPREPLY+=("${completion}")
            done <<< "${2}"
        }

        _cotech_joined() {
            local -a words=()
            local -i index cursor=0
            local rest="${COMP_LINE}" word
            for ((index = 0; index < ${#COMP_WORDS[@]}; index++)); do
                word="${COMP_WORDS[index]}"
                if ((index > 0)) && [[ "${rest}" != [[:space:]]* && -n "${word}" ]]; then
                    words[${#words[@]}-1]+="${word}"
                else
                    words+=("${word}")
                fi
                rest="${rest#"${rest%%[![:space:]]*}"}"
                rest="${rest#"${word}"}"
                ((index == COMP_CWORD)) && cursor=$((${#words[@]} - 1))
            done
            local COMP_LINE="${COMP_LINE}"
            local -i COMP_POINT="${COMP_POINT}"
            # The parser's script knows no folder before the command: the program is told of it beside the words.
            if [[ "${words[1]}" == -C && "${cursor}" -eq 2 ]]; then
                while IFS='' read -r word; do
                    COMPREPLY+=("${word}")
                done < <(compgen -d -- "${words[2]}")
                return 0
            elif [[ "${words[1]}" == -C && "${cursor}" -gt 2 ]]; then
                local -x COTECH_COMPLETING_IN="${words[2]/#\~\//${HOME}/}"
                words=("${words[0]}" "${words[@]:3}")
                ((cursor -= 2))
                COMP_LINE="${words[*]::cursor + 1}"
                COMP_POINT="${#COMP_LINE}"
            fi
            local whole="${words[cursor]}"
            local -a COMP_WORDS=("${words[@]}")
            local -i COMP_CWORD="${cursor}"
            _cotech "${1}" "${whole}" "${words[cursor - 1]}"
            [[ "${whole}${COMPREPLY[*]}" == *=* ]] || return 0
            if [[ "${whole}" == *=* && "${COMP_WORDBREAKS}" == *=* ]]; then
                COMPREPLY=("${COMPREPLY[@]#"${whole%%=*}="}")
            fi
            # The parser asks for names of files, in which bash would escape the sign: without that it escapes nothing.
            if compopt +o filenames 2>/dev/null; then
                for index in "${!COMPREPLY[@]}"; do
                    printf -v word %q "${COMPREPLY[index]}"
                    COMPREPLY[index]="${word}"
                done
            fi
            [[ "${COMPREPLY[*]}" == *= ]] && compopt -o nospace 2>/dev/null
            return 0
        }

        complete -o filenames -F _cotech_joined cotech

        """#
}
