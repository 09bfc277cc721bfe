import CorePlatform
import Glibc
import Testing

@Suite("Process and terminal")
struct ProcessTests {
    @Test("the id is the system's")
    func id() {
        #expect(CurrentProcess.id == getpid())
        #expect(CurrentProcess.id > 0)
    }

    @Test("a file, a pipe and a closed descriptor are no terminals")
    func noTerminals() {
        let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        #expect(!Terminal.isTerminal(fileDescriptor: file))
        #expect(!Terminal.isTerminal(fileDescriptor: -1))
        #expect(!Terminal.isTerminal(fileDescriptor: .max))
    }

    @Test("a pseudo-terminal is one")
    func terminal() {
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(terminal) }
        #expect(Terminal.isTerminal(fileDescriptor: terminal))
    }
}
