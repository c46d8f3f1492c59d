import Foundation

// make-store RECORDS COMMITS flat|sharded FILE: an invented store's history for `git fast-import` on standard output,
// and its profiles at the end, as GNU recutils keeps them, in FILE.
let arguments = CommandLine.arguments.dropFirst().map { $0 }
guard arguments.count == 4, let records = Int(arguments[0]), let commits = Int(arguments[1]), records >= 100,
    ["flat", "sharded"].contains(arguments[2])
else {
    FileHandle.standardError.write(Data("usage: make-store RECORDS COMMITS flat|sharded FILE\n".utf8))
    exit(64)
}
let history = History(records: records, commits: commits, isSharded: arguments[2] == "sharded")
history.write()
let profiles = history.present.sorted { $0.id < $1.id }
try ("%rec: Member\n\n" + profiles.map(\.rec).joined()).write(toFile: arguments[3], atomically: true, encoding: .utf8)
