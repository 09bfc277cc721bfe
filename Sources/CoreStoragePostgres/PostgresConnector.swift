import CoreDomain
import Synchronization

/// Makes connections, each set up in the same way.
struct PostgresConnector: Sendable {
    /// What connections are for, unless the address says itself which servers are wanted.
    enum Purpose {
        /// Changes, and reads that must see them: the primary.
        case changes
        /// Reads alone: any server.
        case reading
        /// A look at the primary, or at what there is instead.
        case inspection

        fileprivate var targets: [String] {
            switch self {
            case .changes: ["read-write"]
            case .reading: ["any"]
            case .inspection: ["read-write", "any"]
            }
        }
    }

    /// The place in the address of the host that was reached last: it is tried first, since a silent one takes long. Where
    /// any host will do, the address says which is better.
    private final class Latest: Sendable {
        let place = Atomic<Int>(0)
    }

    let address: String
    let settings: PostgresSettings
    let clock: DatabaseClock
    let reports: PostgresReports
    var purpose = Purpose.changes
    private let latest = Latest()

    init(
        address: String, settings: PostgresSettings, clock: DatabaseClock, reports: PostgresReports,
        purpose: Purpose = .changes
    ) {
        (self.address, self.settings, self.clock, self.reports) = (address, settings, clock, reports)
        self.purpose = purpose
    }

    /// The oldest version with all that is used here.
    private static let oldestVersion = 130_000

    /// A new connection, to the first host of the address that has what is wanted. Each may take the time to connect.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE` when there is none to be had, or the server is too old or has another encoding.
    func connect() throws(PostgresFailure) -> PostgresConnection {
        try PostgresConnection.load()
        let parts = try PostgresAddress(address)
        var failures: [PostgresFailure] = []
        for target in targets(parts) {
            for place in places(parts.hosts.count) {
                do throws(PostgresFailure) {
                    let connection = try connect(parts, parts.hosts[place] + [("target_session_attrs", target)])
                    latest.place.store(target == "any" ? 0 : place, ordering: .relaxed)
                    return connection
                } catch {
                    failures.append(error)
                }
            }
        }
        throw PostgresFailure(ofEach: failures)
    }

    private func targets(_ parts: PostgresAddress) -> [String] {
        switch parts.target {
        case nil: purpose.targets
        // libpq prefers among hosts that it knows together.
        case "prefer-standby": ["standby", "any"]
        case .some(let target): [target]
        }
    }

    private func places(_ count: Int) -> [Int] {
        let first = latest.place.load(ordering: .relaxed)
        return (0..<count).filter { $0 == first } + (0..<count).filter { $0 != first }
    }

    private func connect(
        _ parts: PostgresAddress, _ overrides: PostgresAddress.Parameters
    ) throws(PostgresFailure) -> PostgresConnection {
        let defaults: PostgresAddress.Parameters = [
            ("application_name", "scriptorium"),
            ("keepalives_idle", "30"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "\(settings.connectTimeout.milliseconds)"),
        ]
        let connection = try PostgresConnection(
            defaults + [("dbname", parts.text)] + overrides,
            within: parts.connectTimeout ?? settings.connectTimeout,
            patience: settings.statementTimeout + settings.connectTimeout, clock)
        try setUp(connection)
        return connection
    }

    private func setUp(_ connection: PostgresConnection) throws(PostgresFailure) {
        guard connection.serverVersion >= Self.oldestVersion else {
            throw Self.unfit("PostgreSQL \(connection.serverVersion / 10_000) is too old", "Use version 13 or newer.")
        }
        for (name, value) in [
            ("statement_timeout", settings.statementTimeout), ("lock_timeout", settings.lockTimeout),
            ("idle_in_transaction_session_timeout", settings.idleTransactionTimeout),
        ] {
            try connection.send("SET \(name) = \(value.milliseconds)")
        }
        try connection.send("SET client_min_messages = warning")
        // An answer promises that the change outlives a loss of power.
        try connection.send(
            """
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
            """)
        for (name, value) in keepalives { try connection.send("SET \(name) = \(value)") }
        try connection.send("SELECT current_setting('server_encoding'), \(TransactionMark.origin)")
        let answer = try connection.roundTrip().last
        guard answer?.text(0) == "UTF8" else {
            throw Self.unfit("The database has another encoding than UTF-8", "Create it with `ENCODING 'UTF8'`.")
        }
        (connection.cluster, connection.recovery) = (answer?.text(1) ?? "", answer?.text(2) ?? "")
    }

    /// By which the server notices that a client is gone with its network, in about the time that it may lie idle, and
    /// not after the two hours that are usual: what it holds is kept from others until then.
    private var keepalives: [(String, Int64)] {
        let time = max(settings.idleTransactionTimeout.milliseconds, settings.connectTimeout.milliseconds)
        let seconds = max(1, time / 1_000)
        return [
            ("tcp_keepalives_idle", max(1, seconds / 2)), ("tcp_keepalives_interval", max(1, seconds / 6)),
            ("tcp_keepalives_count", 3), ("tcp_user_timeout", time),
        ]
    }

    private static func unfit(_ fault: String, _ fix: String) -> PostgresFailure {
        PostgresFailure(.refused, CoreError(.databaseUnavailable, fault + ".", fix: fix))
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { saturatedNanoseconds / 1_000_000 }
}
