import RecordText

extension Mending {
    /// A text as it can be read, and what had to be mended for that; nil where some fault has no single remedy.
    static func read(_ bytes: [UInt8], codes: Set<TextProblem.Code>) -> (document: Document, mended: [Mended])? {
        let result = mend(bytes, form: .markdown, codes: codes.filter { $0.severity == .error })
        return result.document.isReadable ? result : nil
    }
}
