/// Which release the checks run, and how it is fetched: the same for every host.
extension ContinuousIntegration {
    /// What a job's machine needs besides the release.
    static let install =
        "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "
        + "ca-certificates curl git tzdata"
    /// The Debian that releases are made on (`scripts/package`).
    static let image = "debian:12-slim"

    static func release(_ version: String) -> String {
        """
        # The release of cotech that this network's checks run. It is named here and nowhere else.
        #
        # To take a newer one: find the line of its cotech-VERSION-ARCHITECTURE.tar.gz in the SHA256SUMS of the release,
        # put its version and that sum here, and propose the change like any other. A download whose sum is another one
        # is never run.
        version=\(version)
        architecture=amd64
        # The web folder that the release's files are in. It may say $version where the folder is called so.
        address=
        # The sum: 64 digits.
        sha256=

        """
    }

    /// Written for any POSIX shell. The folder is a variable, since a test or a runner without root has another.
    static let fetch = """
        #!/bin/sh
        # Fetches the release of cotech that the file "release" beside this one names, and puts it into /usr/local/bin, or
        # into $COTECH_BIN, if its checksum is the one that stands there.
        set -eu
        here=$(dirname "$0")
        . "$here/release"
        if [ -z "$address" ] || [ -z "$sha256" ]; then
            echo "error: no release of cotech is named yet, so nothing was checked" >&2
            echo "help: put its address and its checksum into \(releasePath)" >&2
            exit 69
        fi
        name=cotech-$version-$architecture.tar.gz
        work=$(mktemp -d)
        trap 'rm -rf "$work"' EXIT
        if ! curl -fsSL --retry 3 -o "$work/$name" "$address/$name"; then
            echo "error: $address/$name cannot be fetched, so nothing was checked" >&2
            exit 69
        fi
        if ! echo "$sha256  $work/$name" | sha256sum --check --status; then
            echo "error: $name is not the file whose checksum \(releasePath) has, so it was not run" >&2
            echo "help: its sum is $(sha256sum "$work/$name" | cut -d ' ' -f 1); ask whoever made the release which is right" >&2
            exit 69
        fi
        tar -xzf "$work/$name" -C "$work" "cotech-$version/bin/cotech"
        install -D -m 755 "$work/cotech-$version/bin/cotech" "${COTECH_BIN:-/usr/local/bin}/cotech"

        """
}
