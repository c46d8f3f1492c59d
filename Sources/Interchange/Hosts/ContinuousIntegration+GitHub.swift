extension ContinuousIntegration {
    /// Fetches the whole history with the job's own read-only token, which is not kept, and without another's action.
    ///
    /// It goes into a folder of its own: git, and cotech with it, trusts no folder that belongs to another user, as the
    /// runner's does.
    static func history(also revision: String) -> String {
        """
        set -eu
        cd "$(mktemp -d)"
        git init -q
        git -c "http.extraHeader=Authorization: Basic $(printf 'token:%s' "$TOKEN" | base64 -w 0)" \\
          fetch -q --no-tags "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" \\
          '+refs/heads/*:refs/remotes/origin/*' \(revision)
        git checkout -q --detach "$GITHUB_SHA"
        sh .cotech/ci/fetch
        """
    }

    /// A job with one step, whose script ends the file.
    ///
    /// - Parameters:
    ///   - program: what it needs besides cotech.
    ///   - variables: what the script is told of the event. It never stands in the script itself, where it would be run.
    static func job(
        _ name: String, on runner: String, with program: String? = nil, variables: [(String, String)], script: String
    ) -> String {
        let variables = ([("TOKEN", "${{ github.token }}")] + variables).map { "          \($0): \($1)" }
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.isEmpty ? "" : "          \($0)"
        }
        return """
            jobs:
              \(name):
                runs-on: \(runner)
                container:
                  # The Debian that releases of cotech are made for.
                  image: \(image)
                steps:
                  - name: Install what cotech needs
                    run: \(install)\(program.map { " \($0)" } ?? "")
                  - name: Run cotech
                    env:
            \(variables.joined(separator: "\n"))
                    run: |
            \(lines.joined(separator: "\n"))

            """
    }

    /// Something that the event says of the pull request.
    static func said(_ name: String) -> String { "${{ github.event.pull_request.\(name) }}" }

    static let stale = "cotech members stale --heartbeat --exit-code"

    static let githubCheck = """
        # Checks each pull request, made by: cotech init --ci github
        #
        # This tells, and does not enforce: a pull request brings its own copy of this file, and can make it say anything.
        # What enforces is the gate beside it. The token may only read: findings are marked beside their lines all the same.
        # Which cotech it runs: \(releasePath)

        name: cotech check

        on:
          pull_request:

        permissions:
          contents: read

        \(job(
            "check", on: "ubuntu-latest",
            variables: [("AUTHOR", said("user.login")), ("COTECH_WEB", said("head.repo.html_url"))],
            script: """
                \(history(also: "\"$GITHUB_SHA\""))
                cotech check --base "origin/$GITHUB_BASE_REF" --actor "github:$AUTHOR" --format github
                """))
        """

    static let githubGate = """
        # Says who may change what, made by: cotech init --ci github
        #
        # It runs with the main branch's own files, whatever a pull request says. NOTHING OF THE PULL REQUEST IS RUN OR
        # CHECKED OUT: its commits are only read. Keep it so: never check out the pull request here, and never use
        # anything of it as a command. It enforces where the main branch is protected and requires "gate" to pass.
        # Whoever approves has it run once more ("Re-run jobs"): only then is their yes seen.
        # Which cotech it runs: \(releasePath)

        name: cotech gate

        on:
          pull_request_target:
            types: [opened, synchronize, reopened, edited]

        permissions:
          contents: read
          pull-requests: read

        \(job(
            "gate", on: "ubuntu-latest", with: "jq",
            variables: [
                ("AUTHOR", said("user.login")), ("BASE", said("base.ref")), ("HEAD", said("head.sha")),
                ("NUMBER", said("number")), ("COTECH_WEB", said("head.repo.html_url")),
            ],
            script: """
                \(history(also: "\"$HEAD\""))
                # Whose last word on just these commits is yes. A hundred reviews may not be all of them: then none counts.
                reviews=$(curl -fsSL -H "Authorization: Bearer $TOKEN" \\
                  "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/pulls/$NUMBER/reviews?per_page=100")
                approvals=$(printf '%s' "$reviews" | jq -r --arg head "$HEAD" '
                  select(length < 100) | map(select(.state != "COMMENTED" and .user.type == "User"))
                  | group_by(.user.login)[] | last | select(.state == "APPROVED" and .commit_id == $head)
                  | "--approved-by=github:" + .user.login')
                # The words are logins of the host, which hold no spaces.
                cotech check --base "origin/$BASE" --at "$HEAD" --actor "github:$AUTHOR" $approvals --format github
                """))
        """

    static let githubWeekly = """
        # Says once a week which profiles should be looked at again, made by: cotech init --ci github
        #
        # A red run is the reminder: GitHub mails it to whoever changed the line with "cron" or switched this on last. Where
        # nothing is committed to a public repository for 60 days, GitHub switches this off: "Enable workflow", on its page
        # under Actions, switches it on again.
        # Which cotech it runs: \(releasePath)

        name: cotech weekly

        on:
          schedule:
            - cron: "0 7 * * 1"
          workflow_dispatch:

        permissions:
          contents: read

        \(job(
            "weekly", on: "ubuntu-latest", variables: [], script: "\(history(also: "\"$GITHUB_SHA\""))\n\(stale)"))
        """
}
