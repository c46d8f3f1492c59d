import CotechCLI
import Foundation

// It lasts as long as the process.
let context = Context.live()
// Swift's own list of arguments has what is not UTF-8 mended already.
let words = unsafe UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)).dropFirst()
let bytes = unsafe words.compactMap { word in
    unsafe word.map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
}
exit(CommandLineTool.run(bytes: bytes, in: context))
