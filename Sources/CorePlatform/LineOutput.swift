internal import Glibc
import Synchronization

/// Writes lines to a stream as long as somebody takes them. Who writes is never held up: what nobody takes is counted, and
/// left out.
public final class LineOutput: Sendable {
    private struct State {
        var isStuck = false
        var lostCount = 0
    }

    /// How long a stream that took everything so far is waited for, once.
    private static let patienceMilliseconds: Int32 = 200
    /// A pipe that is ready has room for as much (`PIPE_BUF`, pipe(7)), so that writing it does not wait.
    private static let pieceBytesMax = 4_096

    private let stream: StandardStream
    private let lost: @Sendable (Int) -> String
    private let state = Mutex(State())

    /// An output to `stream`; `lost` is the line that tells how many are missing.
    public init(_ stream: StandardStream, lost: @escaping @Sendable (Int) -> String) {
        self.stream = stream
        self.lost = lost
    }

    /// Writes `line` and ends it.
    public func write(_ line: String) {
        state.withLock { state in
            // After an interrupted line the next begins anew.
            let missing = state.lostCount == 0 ? "" : "\n" + lost(state.lostCount) + "\n"
            if isTaken(missing + line + "\n", patience: state.isStuck ? 0 : Self.patienceMilliseconds) {
                state = State()
            } else {
                state.isStuck = true
                state.lostCount += 1
            }
        }
    }

    private func isTaken(_ text: String, patience: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            var request = pollfd(fd: stream.rawValue, events: Int16(POLLOUT), revents: 0)
            let ready = poll(&request, 1, patience)
            if ready < 0, errno == EINTR { continue }
            // One that is closed, or never was open, takes nothing and need not be told of it.
            guard ready > 0 else { return false }
            let end = min(bytes.count, written + Self.pieceBytesMax)
            let count = bytes.withUnsafeBytes { all in
                Glibc.write(stream.rawValue, all.baseAddress.map { $0 + written }, end - written)
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            if count <= 0 { return true }
            written += count
        }
        return true
    }
}
