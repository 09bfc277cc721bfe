import HostSupport
import NIOCore

/// How long a connection may be slow, in each of its states. A plain value: time comes in with each question.
struct ConnectionPatience {
    /// What the server's settings allow.
    struct Limits: Sendable {
        let header: TimeAmount
        let body: TimeAmount
        let bodyBytesPerSecondMin: Int64
        let idle: TimeAmount
        let write: TimeAmount

        init(_ settings: HTTPSettings) {
            header = .seconds(settings.headerTimeout)
            body = .seconds(settings.bodyTimeout)
            bodyBytesPerSecondMin = settings.bodyBytesPerSecondMin
            idle = .seconds(settings.idleTimeout)
            write = .seconds(settings.writeTimeout)
        }
    }

    /// What ran out.
    enum Cause: Equatable {
        case header
        case idle
        case body
        case write
        /// The rest of what a refused client sends is not awaited any longer.
        case drain
    }

    /// How long the rest of a refused request is read and dropped: who sends everything before it listens would otherwise
    /// never hear why.
    private static let drain = TimeAmount.seconds(5)
    /// How long a body on its way is awaited once the server was told to stop.
    private static let stopBody = TimeAmount.seconds(1)

    private let limits: Limits
    private var isFirst = true
    private var quietSince: NIODeadline?
    /// Until when the next bytes are awaited, and until when all that came was in time by its rate.
    private var body: (next: NIODeadline, earned: NIODeadline)?
    private var unwritableSince: NIODeadline?
    private var drainingSince: NIODeadline?
    private var stoppingSince: NIODeadline?

    init(_ limits: Limits, now: NIODeadline) {
        self.limits = limits
        quietSince = now
    }

    mutating func headRead() {
        isFirst = false
        quietSince = nil
    }

    /// A body is awaited from now on, or again, because the server was not ready for it before.
    mutating func awaitBody(now: NIODeadline) { body = (now + limits.body, now + limits.body) }

    /// A body is awaited, unless it was before.
    mutating func beginBodyOnce(now: NIODeadline) {
        if body == nil { awaitBody(now: now) }
    }

    /// Bytes came. They earn time by the rate that is asked for, but never more than a body has at its beginning: what
    /// came fast does not let the rest, and with it the room that all share, wait for hours.
    mutating func bodyRead(_ count: Int, now: NIODeadline) {
        guard let old = body else { return }
        let next = now + limits.body
        guard limits.bodyBytesPerSecondMin > 0 else { return body = (next, next) }
        let seconds = Double(count) / Double(limits.bodyBytesPerSecondMin)
        let nanoseconds = min(seconds * 1_000_000_000, Double(limits.body.nanoseconds))
        body = (next, min(next, old.earned + .nanoseconds(Int64(nanoseconds))))
    }

    mutating func bodyEnded() { body = nil }

    /// Every request was answered.
    mutating func quiet(now: NIODeadline) { quietSince = now }

    mutating func writability(_ isWritable: Bool, now: NIODeadline) {
        unwritableSince = isWritable ? nil : unwritableSince ?? now
    }

    /// The client took something of an answer, though not yet enough.
    mutating func writeProgressed(now: NIODeadline) { unwritableSince = now }

    mutating func draining(now: NIODeadline) { drainingSince = drainingSince ?? now }

    mutating func stopping(now: NIODeadline) { stoppingSince = now }

    /// When patience ends, and with what; nil while the server is at work.
    func end() -> (at: NIODeadline, cause: Cause)? {
        if let drainingSince { return (drainingSince + Self.drain, .drain) }
        let ends: [(at: NIODeadline, cause: Cause)?] = [
            quietSince.map { isFirst ? ($0 + limits.header, .header) : ($0 + limits.idle, .idle) },
            bodyEnd.map { ($0, .body) },
            unwritableSince.map { ($0 + limits.write, .write) },
        ]
        return ends.compactMap { $0 }.min { $0.at < $1.at }
    }

    private var bodyEnd: NIODeadline? {
        guard let body else { return nil }
        let end = min(body.next, body.earned)
        return stoppingSince.map { min(end, $0 + Self.stopBody) } ?? end
    }
}
