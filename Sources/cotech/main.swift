import CotechCLI
import Foundation

// It lasts as long as the process.
let context = Context.live()
exit(CommandLineTool.run(Array(CommandLine.arguments.dropFirst()), in: context))
