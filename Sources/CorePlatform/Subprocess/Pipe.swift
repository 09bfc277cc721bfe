import CPlatform
import CoreDomain
import Glibc

/// One end of a pipe, closed with its last reference or before.
///
/// SAFETY: each end is used by one thread at a time; what is shared is made once and only written to.
final class PipeEnd: @unchecked Sendable {
    private(set) var descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { end() }

    var isOpen: Bool { descriptor >= 0 }

    /// Closes it. Harmless when called again.
    func end() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}

/// A pipe whose ends no other program inherits.
struct Pipe: Sendable {
    let reader: PipeEnd
    let writer: PipeEnd

    /// - Throws: `BUSY` when the system gives none.
    init() throws(CoreError) {
        var ends: [Int32] = [-1, -1]
        let status = cplatform_pipe(&ends)
        guard status == 0 else { throw SubprocessRun.noRoom(-status) }
        reader = try Self.aboveStandard(ends[0])
        writer = try Self.aboveStandard(ends[1])
    }

    /// The end as a descriptor that is none of the three standard ones, which a program gets of its own.
    private static func aboveStandard(_ descriptor: Int32) throws(CoreError) -> PipeEnd {
        let end = PipeEnd(descriptor)
        if descriptor > 2 { return end }
        let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard moved >= 0 else { throw SubprocessRun.noRoom(errno) }
        return PipeEnd(moved)
    }

    /// Makes an end that never blocks.
    static func setNonBlocking(_ end: PipeEnd) {
        _ = fcntl(end.descriptor, F_SETFL, O_NONBLOCK)
    }
}
