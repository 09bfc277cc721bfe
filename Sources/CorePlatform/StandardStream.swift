internal import Glibc
import Synchronization

/// The three streams that a program is started with.
public enum StandardStream: Int32, Sendable {
    case input = 0
    case output = 1
    case error = 2

    private static let failures = Mutex<[StandardStream: Int32]>([:])

    /// Why something was not written, in the system's words; nil when everything was, and when whoever reads went away,
    /// having seen enough.
    public var failure: String? {
        guard let code = Self.failures.withLock({ $0[self] }), code != EPIPE else { return nil }
        return String(cString: strerror(code))
    }

    /// Writes all of `text`, or as much as can be; ``failure`` tells what hindered the rest.
    public func write(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// The same of bytes.
    public func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { write($0) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(rawValue, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 {
                let code = count < 0 ? errno : EIO
                return Self.failures.withLock { $0[self] = $0[self] ?? code }
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Waits for bytes, and gives at most `countMax` of them: none at the end, nil when the stream fails.
    public func read(countMax: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: max(1, countMax))
        while true {
            let count = bytes.withUnsafeMutableBytes { Glibc.read(rawValue, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            return count < 0 ? nil : Array(bytes.prefix(count))
        }
    }

    /// Whether there is something to read, or the end, without waiting.
    public var hasMore: Bool { hasMore(withinMilliseconds: 0) }

    /// Waits for something to read, or the end, but no longer than this; false when there was neither.
    public func hasMore(withinMilliseconds milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    /// Reads until the end, at most `limit` bytes; nil when there are more or the stream fails.
    public func readAll(limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(rawValue, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            if bytes.count > limit { return nil }
        }
    }
}
