import CoreDomain
import Glibc

/// Wakes a thread that waits for a socket.
///
/// SAFETY: the descriptor never changes, and both of its uses are system calls.
final class Waker: @unchecked Sendable {
    private let reading: Int32
    private let writing: Int32

    /// - Throws: `BUSY` when the system gives no descriptor.
    init() throws(CoreError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw CoreError(.busy, "The system gave no descriptor.", retry: .later(after: .seconds(1)))
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Wakes whoever waits, or will wait next.
    func wake() {
        var byte: UInt8 = 0
        _ = write(writing, &byte, 1)
    }

    /// Waits until it is woken, the socket has something to read, or `milliseconds` passed; tells whether it was woken.
    @discardableResult
    func wait(_ socket: Int32?, _ milliseconds: Int32) -> Bool {
        var descriptors = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
        if let socket { descriptors.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        guard poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0, descriptors[0].revents != 0 else {
            return false
        }
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(reading, &bytes, bytes.count) == bytes.count {}
        return true
    }
}
