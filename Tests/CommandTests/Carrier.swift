import Foundation
import TestSupport
import Testing

/// How clones reach the repository that they share.
enum Carrier: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case file, http, ssh

    var testDescription: String { rawValue }

    /// Why it cannot be tried here; nil where it can.
    var obstacle: String? {
        switch self {
        case .file: nil
        case .http: Carrier.has("python3 -c 'import http.server'") ? nil : "python3 is not here to serve HTTP"
        case .ssh:
            Carrier.daemon == nil
                ? "sshd is not here" : Carrier.has("command -v ssh ssh-keygen") ? nil : "ssh is not here"
        }
    }

    fileprivate static func has(_ script: String) -> Bool {
        (try? Program.run("sh", ["-c", "\(script) >/dev/null"]).status) == 0
    }

    /// OpenSSH's server must be called by its whole path.
    fileprivate static let daemon = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
}

/// A repository that others reach by a carrier, until this is gone.
final class SharedRepository {
    /// Its address for clones.
    let address: String
    /// What git needs to be told to reach it, as settings.
    let settings: [String]
    private var server: Running?

    /// Serves `name`, which is in the network's folder.
    init(_ name: String, by carrier: Carrier, for network: Network) throws {
        let place = "\(network.root)/\(name)"
        switch carrier {
        case .file:
            address = "file://\(place)"
            settings = []
        case .http:
            try network.write("../git-http.py", SharedRepository.httpServer)
            let server = try Program.start(
                "python3", ["-u", "\(network.root)/git-http.py", network.root], environment: network.environment)
            self.server = server
            address = "http://127.0.0.1:\(try SharedRepository.port(in: "\(network.root)/http-port", server))/\(name)"
            settings = []
        case .ssh:
            let folder = "\(network.root)/ssh"
            // Below those that a system gives to connections of its own.
            let port = Int.random(in: 20_000..<32_000)
            try network.shell(
                """
                mkdir -m 700 '\(folder)' && cd '\(folder)' && mkdir -p /run/sshd 2>/dev/null
                ssh-keygen -q -t ed25519 -N '' -f host && ssh-keygen -q -t ed25519 -N '' -f key && cp key.pub allowed
                cat > config <<END
                Port \(port)
                ListenAddress 127.0.0.1
                HostKey \(folder)/host
                AuthorizedKeysFile \(folder)/allowed
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                END
                """, in: network.root)
            let server = try Program.start(
                Carrier.daemon ?? "sshd", ["-D", "-e", "-f", "\(folder)/config"], environment: network.environment)
            self.server = server
            settings = [
                "core.sshCommand=ssh -i '\(folder)/key' -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
            ]
            let user = try network.shell("id -un").split(separator: "\n").joined()
            address = "ssh://\(user)@127.0.0.1:\(port)\(place)"
            try network.shell(
                "for turn in $(seq 200); do git -c \"\(settings[0])\" ls-remote '\(address)' >/dev/null 2>&1 && exit 0; sleep 0.05; done; exit 1",
                in: network.root)
        }
    }

    private static func port(in file: String, _ server: Running) throws -> String {
        for _ in 0..<400 {
            if let bytes = FileManager.default.contents(atPath: file), bytes.last == UInt8(ascii: "\n") {
                return String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined()
            }
            guard server.isRunning else {
                throw Program.Failure(description: "the server ended: \(try server.answer().text)")
            }
            usleep(25_000)
        }
        throw Program.Failure(description: "the server never said its port")
    }

    /// git's own server over HTTP (`git http-backend`), behind the least that can call it: CGI, as RFC 3875 has it.
    private static let httpServer = """
        import http.server, os, subprocess, sys

        root = sys.argv[1]

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def body(self):
                if self.headers.get("Transfer-Encoding", "") != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = []
                while True:
                    size = int(self.rfile.readline(), 16)
                    parts.append(self.rfile.read(size))
                    self.rfile.readline()
                    if size == 0:
                        return b"".join(parts)

            def answer(self):
                path, _, query = self.path.partition("?")
                body = self.body()
                environment = dict(
                    os.environ, GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
                    REQUEST_METHOD=self.command, REMOTE_USER="mair", REMOTE_ADDR="127.0.0.1",
                    CONTENT_TYPE=self.headers.get("Content-Type", ""), CONTENT_LENGTH=str(len(body)),
                    HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""),
                    GIT_PROTOCOL=self.headers.get("Git-Protocol", ""))
                result = subprocess.run(["git", "http-backend"], input=body, env=environment, stdout=subprocess.PIPE)
                head, _, content = result.stdout.partition(b"\\r\\n\\r\\n")
                fields = [line.split(": ", 1) for line in head.decode().split("\\r\\n") if ": " in line]
                status = next((value for name, value in fields if name == "Status"), "200 OK")
                self.send_response_only(int(status.split()[0]))
                for name, value in fields:
                    if name != "Status":
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = answer

            def log_message(self, *words):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        with open(root + "/http-port", "w") as file:
            file.write(f"{server.server_address[1]}\\n")
        server.serve_forever()
        """
}
