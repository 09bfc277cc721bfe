import CPostgres
import CoreDomain

/// Why a statement, or a whole connection, failed.
struct PostgresFailure: Error {
    /// What can be done about it.
    enum Kind {
        /// Another transaction stood in the way; the same may succeed in another one.
        case conflict
        /// Another transaction has held what this one wants for longer than it waits.
        case blocked
        /// A record of this id is there already, perhaps since a moment.
        case duplicate
        /// The connection is gone, or of no use any longer.
        case connection
        /// Anything else.
        case refused
    }

    let kind: Kind
    /// What a caller is told.
    let error: CoreError
    /// What PostgreSQL or libpq said, for whoever runs the server; nil when that is all in `error`.
    let detail: String?
    /// The place of the statement among those that were sent together; nil when it was none of them.
    var index: Int?

    init(_ kind: Kind, _ error: CoreError, detail: String? = nil, index: Int? = nil) {
        self.kind = kind
        self.error = error
        self.detail = detail
        self.index = index
    }

    /// The failure that a result tells of (https://www.postgresql.org/docs/current/errcodes-appendix.html).
    init(_ result: OpaquePointer?, index: Int?) {
        let state = Self.field(result, Int32(UInt8(ascii: "C")))
        let message = Self.field(result, Int32(UInt8(ascii: "M")))
        self.init(
            Self.kind(of: state), Self.error(state), detail: "PostgreSQL refuses: \(message) (\(state)).", index: index)
    }

    private static let unreachable = CoreError(
        .databaseUnavailable, "The database cannot be reached at the moment.", retry: .later(after: .seconds(1)))
    private static let changeless = CoreError(
        .databaseUnavailable, "This PostgreSQL server takes no changes: it is a standby, or is set read-only.",
        fix: "Name the primary server, or all of them, in the address.", retry: .later(after: .seconds(5)))

    /// A connection that broke or was never made; `detail` is libpq's own text.
    init(connection detail: String) {
        let line = detail.split(separator: "\n").first.map { String($0) } ?? "the connection was lost"
        self.init(.connection, Self.unreachable, detail: "PostgreSQL cannot be reached: \(line).")
    }

    /// A connection that was not made; `text` is libpq's, with a line for each address and lines of advice, set in.
    init(connecting text: String) {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("\t") }
        let isRefused = lines.contains { line in Self.unwanted.contains { line.hasSuffix($0) } }
        let said = lines.joined(separator: "; ")
        guard isRefused else {
            self.init(.connection, Self.unreachable, detail: "PostgreSQL cannot be reached: \(said).")
            return
        }
        self.init(.connection, Self.changeless, detail: "\(Self.changeless.message.dropLast()) (\(said)).")
    }

    /// How libpq says that a server is not one that takes changes.
    private static let unwanted = ["session is read-only", "server is in hot standby mode"]

    /// What became of each host of an address in turn.
    init(ofEach failures: [PostgresFailure]) {
        guard let first = failures.first else {
            self.init(connection: "the address has no host")
            return
        }
        let told = failures.first { $0.error != Self.unreachable } ?? first
        var details: [String] = []
        for detail in failures.map({ $0.detail ?? $0.error.message }) where !details.contains(detail) {
            details.append(detail)
        }
        // Where one may still come, it is waited for.
        self.init(
            failures.contains { $0.kind == .connection } ? .connection : first.kind, told.error,
            detail: details == [told.error.message] ? nil : details.joined(separator: " "))
    }

    /// The same for whoever opens the store, who named it and may know what it says.
    var openingError: CoreError {
        guard let detail else { return error }
        return CoreError(error.reason, detail, fix: error.fix, retry: error.retry)
    }

    private static func field(_ result: OpaquePointer?, _ code: Int32) -> String {
        PQresultErrorField(result, code).map { String(cString: $0) } ?? ""
    }

    private static func kind(of state: String) -> Kind {
        switch state {
        case "40001", "40P01": .conflict
        case "55P03": .blocked
        case "23505": .duplicate
        case "57P01", "57P02", "57P03", "57P05", "25P03", "53300", "25006", "0A000": .connection
        default: state.hasPrefix("08") || state.isEmpty ? .connection : .refused
        }
    }

    private static func error(_ state: String) -> CoreError {
        switch state {
        case "23505":
            return CoreError(.alreadyExists, "A record with this id exists already.")
        case "40001", "40P01", "55P03":
            return CoreError(
                .busy, "Other changes stood in the way of this one for too long.", retry: .later(after: .seconds(1)))
        case "57014":
            return CoreError(
                .databaseUnavailable, "PostgreSQL took too long for a statement.", retry: .later(after: .seconds(1)))
        case "25006", "0A000":
            return changeless
        case "53100":
            return CoreError(
                .databaseFull, "The disk that holds the database is full; nothing of this change was kept.",
                fix: "Free some space and send the call again.", retry: .later(after: .seconds(30)))
        case "28000", "28P01", "3D000", "42501":
            return CoreError(
                .databaseUnavailable, "The database lets this server do less than it has to.",
                fix: "Check the user, the password and the database in the address, and the user's rights.")
        case "XX001", "XX002":
            return CoreError(
                .databaseCorrupt, "PostgreSQL found the database damaged.",
                fix: "Restore it from a backup; keep the damaged files for inspection.")
        default:
            return other(state)
        }
    }

    private static func other(_ state: String) -> CoreError {
        switch state.prefix(2) {
        case "57", "08", "53":
            unreachable
        default: CoreError(.internalError, "The database refused a statement (\(state)).")
        }
    }
}
