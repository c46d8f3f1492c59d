import Foundation

/// The built `cotech`: the one that the environment names, or the one beside the tests.
public enum Binary {
    /// Its path; nil where it is not built.
    public static let path: String? = {
        if let named = ProcessInfo.processInfo.environment["COTECH_BINARY"] { return named }
        for start in CommandLine.arguments + [Bundle.main.executablePath].compactMap(\.self) where start.hasPrefix("/")
        {
            var folder = URL(fileURLWithPath: start).resolvingSymlinksInPath()
            for _ in 0..<5 {
                folder.deleteLastPathComponent()
                let candidate = folder.appendingPathComponent("cotech").path
                if isProgram(candidate) { return candidate }
            }
        }
        return nil
    }()

    private static func isProgram(_ path: String) -> Bool {
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        return type == .typeRegular && FileManager.default.isExecutableFile(atPath: path)
    }
}
