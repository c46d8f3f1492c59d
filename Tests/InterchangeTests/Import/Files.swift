import Foundation

/// Files of the checkout, for tests about what ships.
enum Files {
    static func contents(of path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }
}
