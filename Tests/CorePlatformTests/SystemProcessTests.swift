import CorePlatform
import Glibc
import Testing

@Suite("Processes by their ids")
struct SystemProcessTests {
    @Test("A process is gone when the system knows none of its id")
    func gone() throws {
        #expect(try !#require(SystemProcess(id: getpid())).isGone)
        #expect(try !#require(SystemProcess(id: 1)).isGone, "it may belong to another user")
        // Ids end far below this one.
        #expect(try #require(SystemProcess(id: .max)).isGone)
    }

    @Test("What stands for several processes is no id", arguments: [0, -1, .min] as [Int32])
    func groups(_ id: Int32) {
        #expect(SystemProcess(id: id) == nil)
    }
}
