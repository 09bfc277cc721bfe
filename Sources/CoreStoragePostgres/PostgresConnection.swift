import CPostgres
import CoreDomain
import CoreStorage
import Glibc

/// One connection in pipeline mode, used by one thread at a time
/// (https://www.postgresql.org/docs/current/libpq-pipeline-mode.html).
///
/// Statements are sent one after the other without waiting; ``roundTrip()`` waits for what came of all of them. After one
/// that failed, the server passes over the rest of the same trip.
final class PostgresConnection {
    /// What an answer is awaited for.
    private enum Awaited {
        case preparation(of: Int)
        case statement
        case synchronization
    }

    private let handle: OpaquePointer
    /// Prepared statements by number and use, named after both.
    private var prepared: [PostgresStatement?] = []
    private var awaited: [Awaited] = []
    private(set) var isBroken = false
    /// Bytes of parameters sent since they were last asked for.
    private(set) var sentByteCount = 0
    private let patience: Int32
    /// What tells the server's databases from others; see ``TransactionMark``. Empty until it was asked for, as the next.
    var cluster = ""
    /// When the server last recovered from a crash.
    var recovery = ""

    /// Makes libpq's functions callable; before anything else.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE` when it is not installed.
    static func load() throws(PostgresFailure) {
        if let missing = scriptorium_postgres_load() {
            throw PostgresFailure(
                .refused,
                CoreError(
                    .databaseUnavailable, "The client library of PostgreSQL is missing: \(String(cString: missing)).",
                    fix: "Install it: `apt install libpq5`."))
        }
    }

    /// A connection as these parameters of libpq say, of which later ones override earlier ones, also those in an address.
    /// `timeout`: for connecting; `patience`: for each answer afterwards.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE`, with what libpq says.
    init(
        _ parameters: PostgresAddress.Parameters, within timeout: Duration, patience: Duration, _ clock: any Clock
    ) throws(PostgresFailure) {
        self.patience = Self.milliseconds(patience)
        handle = try Self.connect(parameters + [("client_encoding", "UTF8")], timeout, clock)
        PQsetnonblocking(handle, 1)
        PQenterPipelineMode(handle)
        _ = PQsetNoticeReceiver(handle, { _, _ in }, nil)
    }

    deinit { PQfinish(handle) }

    /// 150000 for version 15.
    var serverVersion: Int { Int(PQserverVersion(handle)) }
    /// Whether a transaction is open, or has failed and is not ended.
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }
    var socket: Int32 { PQsocket(handle) }

    // MARK: Connecting

    private static func connect(
        _ parameters: PostgresAddress.Parameters, _ timeout: Duration, _ clock: any Clock
    ) throws(PostgresFailure) -> OpaquePointer {
        let names = parameters.map { strdup($0.name) }
        let values = parameters.map { strdup($0.value) }
        defer { for text in names + values { free(text) } }
        let start = (names + [nil]).map { UnsafePointer($0) }.withUnsafeBufferPointer { names in
            (values + [nil]).map { UnsafePointer($0) }.withUnsafeBufferPointer { values in
                PQconnectStartParams(names.baseAddress, values.baseAddress, 1)
            }
        }
        guard let start else { throw PostgresFailure(connection: "out of memory") }
        // libpq's own limit is for those that let it wait.
        let deadline = clock.monotonic() + timeout
        var wanted = PGRES_POLLING_WRITING
        while wanted != PGRES_POLLING_OK {
            let hasFailed = wanted == PGRES_POLLING_FAILED || PQstatus(start) == CONNECTION_BAD
            guard !hasFailed,
                wait(
                    PQsocket(start), wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT,
                    milliseconds(deadline - clock.monotonic()))
            else {
                let failure =
                    hasFailed
                    ? PostgresFailure(connecting: String(cString: PQerrorMessage(start)))
                    : PostgresFailure(connection: "\(place(parameters)) did not answer in time")
                PQfinish(start)
                throw failure
            }
            wanted = PQconnectPoll(start)
        }
        return start
    }

    /// The host that is connected to, where it is one of several.
    private static func place(_ parameters: PostgresAddress.Parameters) -> String {
        let names = ["host", "hostaddr", "port"].compactMap { name in
            parameters.last { $0.name == name }.map { "\(name) \($0.value)" }
        }
        return names.isEmpty ? "it" : names.joined(separator: ", ")
    }

    /// As `poll` takes it: whole, and not without end.
    private static func milliseconds(_ duration: Duration) -> Int32 {
        Int32(clamping: max(0, duration.saturatedNanoseconds / 1_000_000))
    }

    /// Waits until the socket is ready; false when `milliseconds` passed.
    private static func wait(_ socket: Int32, _ events: Int32, _ milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        while true {
            let count = poll(&descriptor, 1, milliseconds)
            if count < 0, errno == EINTR { continue }
            return count > 0
        }
    }

    // MARK: Sending

    /// The statement in the spelling for a use.
    func form(of statement: SQLStatement, for use: PostgresStatement.Use) -> PostgresStatement {
        let place = Self.place(statement, use)
        if prepared.indices.contains(place), let form = prepared[place] { return form }
        return PostgresStatement(statement, for: use)
    }

    private static func place(_ statement: SQLStatement, _ use: PostgresStatement.Use) -> Int {
        statement.number * PostgresStatement.Use.allCases.count + use.rawValue
    }

    /// Sends a statement, prepared at its first use.
    func send(
        _ statement: SQLStatement, for use: PostgresStatement.Use, _ parameters: PostgresParameters
    ) throws(PostgresFailure) {
        let place = Self.place(statement, use)
        while prepared.count <= place { prepared.append(nil) }
        let name = "s\(place)"
        if prepared[place] == nil {
            let form = PostgresStatement(statement, for: use)
            try check(PQsendPrepare(handle, name, form.text, Int32(parameters.types.count), parameters.types))
            awaited.append(.preparation(of: place))
            prepared[place] = form
        }
        let sent = parameters.withValues { values, lengths, formats in
            PQsendQueryPrepared(handle, name, Int32(parameters.types.count), values, lengths, formats, 1)
        }
        try check(sent)
        awaited.append(.statement)
        sentByteCount += parameters.bytes.count
    }

    /// Sends a statement without parameters that is not worth preparing; its answer comes as text.
    func send(_ text: String) throws(PostgresFailure) {
        try check(PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 0))
        awaited.append(.statement)
    }

    private func check(_ status: Int32) throws(PostgresFailure) {
        if status != 1 { throw broken() }
    }

    /// Counts bytes of parameters from zero again.
    func forgetSentBytes() { sentByteCount = 0 }

    // MARK: Receiving

    /// What came of every statement since the last trip, in order.
    ///
    /// - Throws: what the first that failed says; those behind it did nothing.
    func roundTrip() throws(PostgresFailure) -> [PostgresResult] {
        try check(PQpipelineSync(handle))
        awaited.append(.synchronization)
        var results: [PostgresResult] = []
        var failure: PostgresFailure?
        var index = 0
        for expected in awaited {
            let result = try nextResult()
            let status = PQresultStatus(result.handle)
            switch expected {
            case .synchronization:
                guard status == PGRES_PIPELINE_SYNC else { throw broken() }
            case .preparation(let place):
                if status != PGRES_COMMAND_OK {
                    prepared[place] = nil
                    failure = failure ?? Self.failure(result, status, index)
                }
            case .statement:
                if status != PGRES_COMMAND_OK, status != PGRES_TUPLES_OK {
                    failure = failure ?? Self.failure(result, status, index)
                }
                results.append(PostgresResult(result.take()))
                index += 1
            }
        }
        awaited.removeAll(keepingCapacity: true)
        if let failure {
            if failure.kind == .connection { isBroken = true }
            throw failure
        }
        return results
    }

    /// Sends one text and waits for its answer.
    func ask(_ text: String) throws(PostgresFailure) -> PostgresResult {
        try send(text)
        guard let result = try roundTrip().last else { throw broken() }
        return result
    }

    /// The payloads of notifications that came with what was received.
    func takeNotifications() -> [String] {
        var payloads: [String] = []
        while let notification = PQnotifies(handle) {
            if let payload = notification.pointee.extra { payloads.append(String(cString: payload)) }
            PQfreemem(notification)
        }
        return payloads
    }

    private static func failure(_ result: RawResult, _ status: ExecStatusType, _ index: Int) -> PostgresFailure {
        if status == PGRES_PIPELINE_ABORTED {
            return PostgresFailure(
                .refused, CoreError(.internalError, "PostgreSQL passed over a statement."), index: index)
        }
        return PostgresFailure(result.handle, index: index)
    }

    /// A result that is let go of unless it is taken.
    private final class RawResult {
        let handle: OpaquePointer
        private var isTaken = false

        init(_ handle: OpaquePointer) { self.handle = handle }
        deinit { if !isTaken { PQclear(handle) } }

        func take() -> OpaquePointer {
            isTaken = true
            return handle
        }
    }

    /// The next result; each statement's is followed by a null, which is passed over.
    private func nextResult() throws(PostgresFailure) -> RawResult {
        var nulls = 0
        while true {
            while PQisBusy(handle) != 0 { try exchange() }
            if let result = PQgetResult(handle) { return RawResult(result) }
            nulls += 1
            if nulls > 2 { throw broken() }
        }
    }

    /// Sends what is left to send and reads what is there, when either is possible.
    private func exchange() throws(PostgresFailure) {
        let left = PQflush(handle)
        guard left >= 0 else { throw broken() }
        let events = left == 1 ? POLLIN | POLLOUT : POLLIN
        guard Self.wait(PQsocket(handle), events, patience) else {
            isBroken = true
            throw PostgresFailure(connection: "it did not answer in time")
        }
        guard PQconsumeInput(handle) == 1 else { throw broken() }
    }

    private func broken() -> PostgresFailure {
        isBroken = true
        return PostgresFailure(connection: String(cString: PQerrorMessage(handle)))
    }
}
