extension ContinuousIntegration {
    static let gitlab = """
        # Checks of this network's records, made by: cotech init --ci gitlab
        #
        # These jobs tell, and do not enforce: a merge request brings its own copy of this file, and can make it say
        # anything. What enforces is a hook on the server, or a coordinator who looks before merging.
        # Which cotech they run: \(releasePath)

        workflow:
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
            - if: $CI_PIPELINE_SOURCE == "schedule"
            - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

        variables:
          # The whole history: what a branch changes, and how old a page is, cannot be told from a part of it.
          GIT_DEPTH: "0"

        default:
          # The Debian that releases of cotech are made for.
          image: \(image)
          before_script:
            - \(install)
            - sh .cotech/ci/fetch

        # What a merge request would bring. Whoever started the pipeline counts as its author, so that a coordinator who
        # runs it once more has said yes.
        proposal:
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
          script:
            # The branch that it would be merged into, as it stands now. A fork asks the project that it was made from.
            - if [ "$CI_PROJECT_ID" = "$CI_MERGE_REQUEST_PROJECT_ID" ]; then from=origin; else from="$CI_MERGE_REQUEST_PROJECT_URL.git"; fi
            - git fetch -q --no-tags "$from" "+refs/heads/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME:refs/remotes/upstream/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
            - cotech check --base "upstream/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME" --actor "gitlab:$GITLAB_USER_LOGIN" --format gitlab > gl-code-quality-report.json
          artifacts:
            when: always
            reports:
              codequality: gl-code-quality-report.json

        # Everything, once it has landed. A merge request shows what its report has and this one has not. The report of a
        # merge request holds nothing but news, so this one is empty.
        landed:
          rules:
            - if: $CI_PIPELINE_SOURCE != "merge_request_event" && $CI_PIPELINE_SOURCE != "schedule"
          script:
            - echo '[]' > gl-code-quality-report.json
            - cotech check
          artifacts:
            when: always
            reports:
              codequality: gl-code-quality-report.json

        # Which profiles should be looked at again. It needs a schedule (Build > Pipeline schedules), such as "0 7 * * 1".
        # A red run is the reminder: GitLab mails it to whoever made the schedule.
        weekly:
          rules:
            - if: $CI_PIPELINE_SOURCE == "schedule"
          script:
            - cotech members stale --heartbeat --exit-code

        """
}
