import Foundation

/// What stands at a path outside of any repository.
public enum FileOrFolder: Sendable {
    /// A folder, or a symbolic link to one.
    case folder
    /// Anything else that is there.
    case file

    /// What stands at a path; nil where nothing does, or a link leads nowhere.
    public static func at(_ path: String) -> FileOrFolder? {
        var isFolder: ObjCBool = false
        // It is filled in before the call returns, and the pointer goes no further.
        let isThere = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return isThere ? (isFolder.boolValue ? .folder : .file) : nil
    }
}
