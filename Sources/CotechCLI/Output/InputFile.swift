import Foundation
import RecordStore

/// A file that a command is given to read.
enum InputFile {
    /// Reads it.
    ///
    /// - Parameters:
    ///   - typed: the file as it was named.
    ///   - place: where that is.
    ///   - isMissing: what helps where nothing is there.
    ///   - isFolder: what helps where it is a folder.
    static func bytes(
        of typed: String, at place: String, isMissing: String? = nil, isFolder: String? = nil
    ) throws(CommandFailure) -> [UInt8] {
        switch FileOrFolder.at(place) {
        case nil:
            throw CommandFailure(
                "there is no file \(typed)", helpLines: [isMissing].compactMap(\.self), status: .usage)
        case .folder:
            throw CommandFailure(
                "\(typed) is a folder, where a file is needed", helpLines: [isFolder].compactMap(\.self),
                status: .usage)
        case .file:
            do {
                return Array(try Data(contentsOf: URL(fileURLWithPath: place)))
            } catch {
                throw CommandFailure("\(typed) cannot be read: \(error.systemWords)", status: .badData)
            }
        }
    }
}
