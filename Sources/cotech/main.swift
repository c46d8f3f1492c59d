import CotechCLI
import Foundation

exit(CommandLineTool.run(Array(CommandLine.arguments.dropFirst()), in: .live()))
