import CPostgres
import CoreDomain
import Glibc

/// An address taken apart, as far as that is needed to try one host after the other
/// (https://www.postgresql.org/docs/current/libpq-connect.html).
struct PostgresAddress {
    /// Parameters of libpq with their values; later ones override earlier ones.
    typealias Parameters = [(name: String, value: String)]

    /// The whole of it.
    let text: String
    /// For each of its hosts what names that one alone; nothing where libpq is to take the address as it is.
    let hosts: [Parameters]
    /// How long a host may take, as the address says.
    let connectTimeout: Duration?
    /// Which servers are wanted, `target_session_attrs`, as the address says.
    let target: String?

    /// What libpq says of an address that it cannot read repeats of it what may be the password, so nothing of it is told.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE` when it cannot be read.
    init(_ text: String) throws(PostgresFailure) {
        guard !Self.hasSlashInPassword(text), let parsed = PQconninfoParse(text, nil) else { throw Self.unreadable }
        let values = Self.values(parsed)
        PQconninfoFree(parsed)
        let ports = Self.list(values["port"])
        // A password that is not percent-encoded ends up in parts of which libpq's later messages tell.
        guard !Self.list(values["host"]).contains(where: { $0.contains("@") }),
            ports.allSatisfy({ $0.isEmpty || (UInt16($0) ?? 0) > 0 })
        else { throw Self.unreadable }
        self.text = text
        hosts = Self.hosts(Self.completed(values))
        // libpq waits without end at 0.
        connectTimeout = values["connect_timeout"].flatMap { Int64($0) }.flatMap { $0 > 0 ? .seconds($0) : nil }
        target = values["target_session_attrs"]
    }

    private static let unreadable = PostgresFailure(
        .refused,
        CoreError(
            .databaseUnavailable, "The address of the database cannot be read.",
            fix: """
                Write `postgres://user:password@host:port/name?parameter=value`, with parameters of libpq, and special \
                characters percent-encoded: `%40` for `@`, `%2F` for `/`, `%25` for `%`.
                """))

    /// Whether a URL's name of a database has an `@`, as when the `/` before it belongs to the password.
    private static func hasSlashInPassword(_ text: String) -> Bool {
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else { return false }
        let place = text.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "?" }
        return place.drop { $0 != "/" }.contains("@")
    }

    private static func values(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val, value.pointee != 0 {
                values[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return values
    }

    /// With what the environment says where the address does not; one that names a service is completed from that.
    private static func completed(_ values: [String: String]) -> [String: String] {
        guard values["service"] == nil, let defaults = PQconndefaults() else { return values }
        defer { PQconninfoFree(defaults) }
        return values.merging(Self.values(defaults)) { own, _ in own }
    }

    private static let defaultPort = "5432"

    private static func hosts(_ values: [String: String]) -> [Parameters] {
        let lists = ["host", "hostaddr"].map { (name: $0, values: list(values[$0])) }.filter { !$0.values.isEmpty }
        let ports = list(values["port"])
        guard let count = lists.first?.values.count, count > 1,
            lists.allSatisfy({ $0.values.count == count && !$0.values.contains("") }),
            ports.count <= 1 || ports.count == count
        else { return [[]] }
        return (0..<count).map { place in
            let names: Parameters = lists.map { ($0.name, $0.values[place]) }
            guard ports.count > 1 else { return names }
            return names + [("port", ports[place].isEmpty ? defaultPort : ports[place])]
        }
    }

    private static func list(_ value: String?) -> [String] {
        value.map { $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0) } } ?? []
    }
}
