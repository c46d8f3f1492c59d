import Testing

@testable import RecordStore

@Suite("Work in parts on two threads")
struct SharedPartsTests {
    private struct Refused: Error, Equatable { let part: Int }

    @Test("each part is done once, by one of the two")
    func eachOnce() throws {
        for count in [0, 1, 2, 7, 400] {
            let shared = SharedParts<Int, Int, Refused> { () throws(Refused) in { (part) throws(Refused) in part * 2 } }
            shared.add(0..<count)
            var outcomes: [Int: Int] = [:]
            while let (index, part) = shared.take(from: 0..<count) { outcomes[index] = part * 2 }
            for index in 0..<count where outcomes[index] == nil { outcomes[index] = try shared.outcome(of: index) }
            #expect((0..<count).map { outcomes[$0] } == (0..<count).map { $0 * 2 })
        }
    }

    @Test("the second thread does not go beyond what it is allowed")
    func limit() throws {
        let shared = SharedParts<Int, Int, Refused>(limit: 2) { () throws(Refused) in { (part) throws(Refused) in part }
        }
        shared.add(0..<6)
        #expect(try [shared.outcome(of: 0), shared.outcome(of: 1)] == [0, 1])
        // The others are still to be had.
        #expect((2..<6).compactMap { _ in shared.take(from: 2..<6)?.index } == [5, 4, 3, 2])
        shared.add(6..<8)
        shared.allow(upTo: 8)
        #expect(try [shared.outcome(of: 6), shared.outcome(of: 7)] == [6, 7])
    }

    @Test("what the second thread throws reaches whoever waits for it")
    func failure() {
        let shared = SharedParts<Int, Int, Refused> { () throws(Refused) in
            { (part) throws(Refused) in
                if part == 1 { throw Refused(part: part) }
                return part
            }
        }
        shared.add(0..<2)
        #expect(throws: Refused(part: 1)) { try shared.outcome(of: 1) }
        let unopened = SharedParts<Int, Int, Refused> { () throws(Refused) in throw Refused(part: -1) }
        unopened.add([5])
        #expect(throws: Refused(part: -1)) { try unopened.outcome(of: 0) }
    }

    @Test("letting go of work that is not finished ends it")
    func abandoned() {
        for _ in 0..<50 {
            let shared = SharedParts<Int, Int, Refused> { () throws(Refused) in { (part) throws(Refused) in part } }
            shared.add(0..<10_000)
        }
    }
}
