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

    /// A connection that broke or was never made; `detail` is libpq's own text.
    init(connection detail: String) {
        let line = detail.split(separator: "\n").first.map { String($0) } ?? "the connection was lost"
        self.init(.connection, Self.unreachable, detail: "PostgreSQL cannot be reached: \(line).")
    }

    private static let unreachable = CoreError(
        .databaseUnavailable, "The database cannot be reached at the moment.", retry: .later(after: .seconds(1)))

    /// The same, or less when it tells of a password: libpq repeats of an address what it cannot read.
    func without(secretsOf address: String) -> PostgresFailure {
        let user = address.lastIndex(of: "@").map { address[..<$0] } ?? address[...]
        let parts = user.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard let detail, let password = parts.last, parts.count == 3, !password.isEmpty, detail.contains(password)
        else { return self }
        return PostgresFailure(
            kind, error,
            detail: "PostgreSQL cannot be reached: its address cannot be read. Special characters are percent-encoded.",
            index: index)
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
        case "57P01", "57P02", "57P03", "57P05", "25P03", "53300", "25006": .connection
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
        case "25006":
            return CoreError(
                .databaseUnavailable, "This PostgreSQL server takes no changes: it is a standby, or is set read-only.",
                fix: "Name the primary server, or let the address follow it.", retry: .later(after: .seconds(5)))
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
