import RecordText

/// What libFuzzer calls with each input: whatever it is, reading it ends, and what is read can be formatted and edited
/// without a change of meaning. The first byte chooses the form.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecordText(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    let form: RecordForm = first & 1 == 0 ? .yaml : .markdown
    let document = Document(parsing: Array(input.dropFirst()), form: form)
    for problem in document.problems.prefix(20) {
        let text = Diagnostic(file: "input", in: document, problem: problem).text
        precondition(!text.utf8.contains(0x1B), "an escape sequence reaches the terminal")
    }
    guard document.isReadable else { return 0 }
    guard let once = formatted(document) else { preconditionFailure("the normal form says something else") }
    let again = Document(parsing: once, form: form)
    precondition(formatted(again) == once, "the normal form has another normal form")
    for edit: Edit in [.set(path: ["new", "key"], text: "text"), .addElement(path: ["list"], .text("item"))] {
        do {
            _ = try document.applying([edit], order: .none)
        } catch EditError.wouldChangeOthers {
            preconditionFailure("an edit changes something else")
        } catch {}
    }
    for entry in document.children(of: document.root) {
        guard let key = document.key(of: entry) else { continue }
        for edit: Edit in [.set(path: [key], text: "a: 'b"), .remove(path: [key])] {
            do {
                _ = try document.applying([edit], order: .none)
            } catch EditError.wouldChangeOthers {
                preconditionFailure("an edit changes something else")
            } catch {}
        }
        break
    }
    return 0
}
