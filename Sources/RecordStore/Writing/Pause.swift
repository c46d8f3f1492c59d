import Foundation

/// How long writers wait for each other.
enum Pause {
    /// A short pause of random length, so that two writers do not meet again at once.
    static func jitter() {
        Thread.sleep(forTimeInterval: Double.random(in: 0.002...0.03))
    }
}
