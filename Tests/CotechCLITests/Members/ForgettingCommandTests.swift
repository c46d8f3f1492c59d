import Foundation
import Testing

@Suite(.onOwnThreads) struct ForgettingCommandTests {
    @Test func `an address between signs and a number parted by any space or dash is found`() throws {
        let network = try TestNetwork()
        try network.write(
            "network-private/notes.md",
            "Write to _sian@ty-gwydr.example_ or see...sian@ty-gwydr.example,\nring 01970\u{A0}555\u{A0}0199 or 01970–555–0199\n"
        )
        try network.commit("Notes", in: "network-private")
        let answer = network.cotech("people", "erase", "sian", "--yes")
        #expect(answer.status == 0, "\(answer)")
        #expect(
            network.read("network-private/notes.md")
                == "Write to _nobody@erased.invalid_ or see...nobody@erased.invalid,\nring  or \n")
    }

    @Test func `what may be the address or the number is told, and is no success until somebody has said what it is`()
        throws
    {
        let network = try TestNetwork()
        let text = "see--sian@ty-gwydr.example\n01970, 555 0199\nx_sian@ty-gwydr.example, sian@ty-gwydr.example.org\n"
        try network.write("network-private/notes.md", text)
        try network.write("network-private/sian@ty-gwydr.example.txt", "A scan\n")
        try network.commit("Notes", in: "network-private")
        let answer = network.cotech("people", "erase", "sian", "--yes")
        #expect(answer.status == 1, "\(answer)")
        #expect(
            answer.output.contains("e-mail sian@ty-gwydr.example   PERHAPS in: see--sian@ty-gwydr.example\n"),
            "\(answer.output)")
        #expect(answer.output.contains("telephone 01970 555 0199       PERHAPS in: 01970, 555 0199\n"))
        #expect(answer.output.contains("PERHAPS in: sian@ty-gwydr.example.txt\n"))
        #expect(!answer.output.contains("x_sian"))
        #expect(answer.error.contains("with --also and the whole of it"))
        #expect(network.read("network-private/notes.md") == text)
        // The same command goes on with what was meant.
        try network.git("mv", "sian@ty-gwydr.example.txt", "scan.txt", in: "network-private")
        try network.commit("Another name", in: "network-private")
        #expect(
            network.cotech(
                "people", "erase", "sian", "--yes", "--also", "see--sian@ty-gwydr.example", "--also",
                "01970, 555 0199", "--also", "sian@ty-gwydr.example.txt"
            ).status == 1)
        #expect(
            network.read("network-private/notes.md")
                == "Someone\nSomeone\nx_sian@ty-gwydr.example, sian@ty-gwydr.example.org\n")
        #expect(network.read("network-private/.git/cotech/notes/forgetting")?.contains("see--sian") == true)
    }
}
