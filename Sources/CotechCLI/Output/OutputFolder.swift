import Foundation
import SystemPackage

/// A folder that a command was told to write into.
enum OutputFolder {
    /// Makes it, with the folders that it stands in, where it is missing.
    ///
    /// - Parameters:
    ///   - permissions: who may look into it, as `chmod` has it; whoever else's folders may be, where it is nil.
    ///   - option: what to type for another folder: `--out DIR`.
    static func make(_ path: String, permissions: Int? = nil, option: String) throws(CommandFailure) {
        let help = "name a folder, which is made where it is missing: \(option)"
        if let file = file(at: path) {
            throw CommandFailure("\(file) is a file, where a folder is needed", help: help, status: .cannotWrite)
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: permissions.map { [.posixPermissions: $0] })
        } catch {
            throw CommandFailure("\(path) cannot be made: \(error.systemWords)", help: help, status: .cannotWrite)
        }
    }

    /// The file that stands at a path, or where one of its folders is to be; nil where none does.
    private static func file(at path: String) -> String? {
        var place = URL(fileURLWithPath: path).standardizedFileURL
        while place.path != "/" {
            if let type = try? FileManager.default.attributesOfItem(atPath: place.resolvingSymlinksInPath().path)[.type]
            {
                return type as? FileAttributeType == .typeDirectory ? nil : place.path
            }
            place.deleteLastPathComponent()
        }
        return nil
    }
}

extension Error {
    /// The operating system's words for what went wrong, where there are some.
    var systemWords: String {
        systemError.map { Errno(rawValue: CInt($0.code)).description } ?? localizedDescription
    }

    /// What the operating system said; nil where it was not asked.
    var systemError: NSError? {
        let error = self as NSError
        let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError
        return [error, underlying].compactMap(\.self).first { $0.domain == NSPOSIXErrorDomain }
    }
}
