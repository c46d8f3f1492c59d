import CotechCLI
