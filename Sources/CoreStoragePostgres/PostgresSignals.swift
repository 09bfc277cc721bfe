import CPostgres
public import CoreDomain
import CorePlatform
import Glibc
import Synchronization

/// Word between servers by LISTEN and NOTIFY (https://www.postgresql.org/docs/current/sql-notify.html), over a connection
/// and on a thread of its own.
///
/// A NOTIFY inside a transaction would make all commits wait for each other, so what was committed is told afterwards, and
/// many at once. Who missed a word because its connection was cut is told to look at everything.
public final class PostgresSignals: Signals {
    private struct State {
        var waiting: Set<Signal> = []
        var handler: (@Sendable (Signal) -> Void)?
        var isClosed = false
    }

    /// More than this are one: look at everything.
    private static let waitingMax = 2_048
    /// How long the first of several waits for more.
    private static let gathering: UInt32 = 4_000
    /// Between two looks whether the connection is there and whether others are stalled, in milliseconds.
    private static let silence: Int32 = 5_000

    private let state = Mutex(State())
    private let waker: Waker
    private let line: SignalLine

    /// Signals over the database at `address`.
    ///
    /// - Throws: `BUSY` when the system gives no thread.
    public init(
        _ address: String, settings: PostgresSettings = PostgresSettings(), clock: any Clock,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(CoreError) {
        waker = try Waker()
        line = SignalLine(
            PostgresConnector(
                address: address, settings: settings, clock: DatabaseClock(clock),
                reports: PostgresReports(clock: clock, report)),
            sender: String(UInt64.random(in: .min ... .max), radix: 16))
    }

    public func send(_ signal: Signal) {
        let isFirst = state.withLock { state in
            guard !state.isClosed, state.handler != nil else { return false }
            if state.waiting.count >= Self.waitingMax { state.waiting = [.everything] }
            return state.waiting.insert(signal).inserted && state.waiting.count == 1
        }
        if isFirst { waker.wake() }
    }

    /// Has `handler` told of what the others send, from now on.
    public func receive(_ handler: @escaping @Sendable (Signal) -> Void) {
        let isFirst = state.withLock { state in
            defer { state.handler = handler }
            return state.handler == nil && !state.isClosed
        }
        guard isFirst else { return }
        do throws(CoreError) {
            try WorkerThread.start { self.run() }
        } catch {
            // Everything works without signals, only later.
            state.withLock { $0.handler = nil }
        }
    }

    /// Lets go of the connection.
    public func close() {
        state.withLock { $0.isClosed = true }
        waker.wake()
    }

    // MARK: The thread

    private func run() {
        while !state.withLock({ $0.isClosed }) {
            do throws(PostgresFailure) {
                try line.connect()
                deliver([.everything])
                while try turn() {}
            } catch {
                line.tell(error)
                line.drop()
                waker.wait(nil, 500)
            }
        }
        line.drop()
    }

    /// Waits for something to send or to receive, and does so; false once closed.
    private func turn() throws(PostgresFailure) -> Bool {
        // What was sent while there was no connection has waited long enough.
        let hasWaiting = state.withLock { !$0.waiting.isEmpty }
        if !hasWaiting, waker.wait(line.socket, Self.silence) { usleep(Self.gathering) }
        let (signals, isClosed) = state.withLock { state in
            defer { state.waiting = [] }
            return (state.waiting, state.isClosed)
        }
        if isClosed { return false }
        deliver(try line.exchange(signals))
        try line.endStalled(every: .milliseconds(Int64(Self.silence)))
        return true
    }

    private func deliver(_ signals: [Signal]) {
        guard let handler = state.withLock({ $0.handler }) else { return }
        for signal in signals { handler(signal) }
    }
}

/// The connection over which signals go.
///
/// SAFETY: used by the thread of its signals alone.
private final class SignalLine: @unchecked Sendable {
    /// Bytes of a payload; PostgreSQL takes less than 8,000.
    private static let payloadBytesMax = 7_000

    private let connector: PostgresConnector
    private let sender: String
    private var connection: PostgresConnection?
    private var channel = ""
    /// When stalled transactions were looked for.
    private var looked = Duration.zero

    init(_ connector: PostgresConnector, sender: String) {
        self.connector = connector
        self.sender = sender
    }

    var socket: Int32? { connection?.socket }

    func drop() { connection = nil }

    func tell(_ failure: PostgresFailure) { connector.reports.tell(failure) }

    /// Listens on a channel of the schema's own.
    func connect() throws(PostgresFailure) {
        let made = try connector.connect()
        let name = try made.ask("SELECT 'scriptorium_' || substr(md5(current_schema()), 1, 16)")
        channel = name.text(0) ?? "scriptorium"
        _ = try made.ask("LISTEN \(channel)")
        connection = made
    }

    /// Sends, and returns what came.
    func exchange(_ signals: Set<Signal>) throws(PostgresFailure) -> [Signal] {
        guard let connection else { return [] }
        for payload in payloads(signals) { try connection.send("SELECT pg_notify('\(channel)', '\(payload)')") }
        _ = try connection.roundTrip()
        return connection.takeNotifications().flatMap { read($0) }
    }

    /// Ends the connections of our servers that stall in the middle of a transaction: of a server that was stopped, or cut
    /// off, while it sent. PostgreSQL itself ends those that wait between two trips, and not those that wait within one.
    func endStalled(every period: Duration) throws(PostgresFailure) {
        let now = connector.clock.monotonic()
        guard let connection, now >= looked + period else { return }
        looked = now
        _ = try connection.ask(
            """
            SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a
            WHERE a.datname = current_database() AND a.usename = current_user AND a.state = 'active'
            AND a.wait_event = 'ClientRead' AND a.backend_xid IS NOT NULL
            AND a.state_change < clock_timestamp() - INTERVAL '\(connector.settings.idleTransactionTimeout.milliseconds) ms'
            AND EXISTS (
                SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory'
                AND CAST(CAST(l.classid AS TEXT) AS BIGINT) = \(AdvisoryLock.shards.listedKey))
            """)
    }

    private func payloads(_ signals: Set<Signal>) -> [String] {
        var payloads: [String] = []
        for signal in signals {
            if let last = payloads.last, last.utf8.count < Self.payloadBytesMax {
                payloads[payloads.count - 1] = last + " " + signal.word
            } else {
                payloads.append("\(sender) \(signal.word)")
            }
        }
        return payloads
    }

    private func read(_ payload: String) -> [Signal] {
        let words = payload.split(separator: " ")
        guard let first = words.first, first != sender else { return [] }
        return words.dropFirst().map { Signal(word: $0) ?? .everything }
    }
}

extension Signal {
    /// A letter and ids in hexadecimal: nothing that SQL would read otherwise.
    fileprivate var word: String {
        switch self {
        case .events(let organization): "e\(organization.hexadecimal)"
        case .thread(let thread, let organization): "t\(thread.hexadecimal)\(organization.hexadecimal)"
        case .work: "w"
        case .everything: "a"
        }
    }

    fileprivate init?(word: Substring) {
        let ids = word.dropFirst()
        switch (word.first, ids.utf8.count) {
        case ("e", 32):
            guard let organization = Identifier(hexadecimal: ids) else { return nil }
            self = .events(of: organization)
        case ("t", 64):
            guard let thread = Identifier(hexadecimal: ids.prefix(32)),
                let organization = Identifier(hexadecimal: ids.dropFirst(32))
            else { return nil }
            self = .thread(thread, of: organization)
        case ("w", 0): self = .work
        default: return nil
        }
    }
}

extension Identifier {
    fileprivate var hexadecimal: String { Self.digits(high) + Self.digits(low) }

    private static func digits(_ half: UInt64) -> String {
        let text = String(half, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    fileprivate init?(hexadecimal text: Substring) {
        guard let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.dropFirst(16), radix: 16) else {
            return nil
        }
        self.init(high: high, low: low)
    }
}
