/// Forgejo reads GitHub's workflows, from a folder of its own.
extension ContinuousIntegration {
    static let forgejoCheck = """
        # Checks each pull request, made by: cotech init --ci forgejo
        #
        # This tells, and does not enforce: a pull request brings its own copy of this file, and can make it say anything.
        # What enforces is a hook on the server, or a coordinator who looks before merging.
        # Which cotech it runs: \(releasePath)

        name: cotech check

        on:
          pull_request:

        \(job(
            "check", on: "docker",
            variables: [
                ("AUTHOR", said("user.login")),
                ("COTECH_WEB", "\(said("head.repo.html_url"))/_edit/{branch}/{path}"),
            ],
            script: """
                \(history(also: "\"$GITHUB_SHA\""))
                cotech check --base "origin/$GITHUB_BASE_REF" --actor "forgejo:$AUTHOR"
                """))
        """

    static let forgejoWeekly = """
        # Says once a week which profiles should be looked at again, made by: cotech init --ci forgejo
        #
        # A red run is the reminder, under Actions. For one that comes by mail, run cotech from cron on a machine of your own.
        # Which cotech it runs: \(releasePath)

        name: cotech weekly

        on:
          schedule:
            - cron: "0 7 * * 1"
          workflow_dispatch:

        \(job("weekly", on: "docker", variables: [], script: "\(history(also: "\"$GITHUB_SHA\""))\n\(stale)"))
        """
}
