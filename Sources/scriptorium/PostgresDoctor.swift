import CoreDomain
import CoreStoragePostgres
import HostSupport

/// Looks at a PostgreSQL database and at the server that holds it.
struct PostgresDoctor {
    let database: String
    let settings: PostgresSettings
    let clock: any Clock

    /// Blocks.
    func examine() -> [Finding] {
        do throws(CoreError) {
            let inspection = try PostgresInspection(database, clock: clock, settings: settings)
            let server = try inspection.server()
            return [
                Finding(
                    "database", .good,
                    "PostgreSQL \(server.version), \(ByteText.text(Int(clamping: server.databaseByteCount)))"),
                Self.safety(server), Self.encryption(server), connections(server),
            ] + Self.contents(inspection)
        } catch {
            return [Finding("database", error)]
        }
    }

    private static func safety(_ server: PostgresInspection.Server) -> Finding {
        if server.isReadOnly {
            return Finding(
                "changes", .fault, "the server takes none: it is a standby, or is set read-only",
                advice: "Name the primary server, or let the address follow it.")
        }
        guard server.settingsOff.isEmpty else {
            return Finding(
                "changes", .fault, "\(server.settingsOff.joined(separator: ", ")) off",
                advice: "Switch them on in the server's settings: without them data is lost, or never cleared away.")
        }
        return Finding("changes", .good, "they are taken, and outlive a loss of power")
    }

    private static func encryption(_ server: PostgresInspection.Server) -> Finding {
        if let encryption = server.encryption { return Finding("connection", .good, encryption) }
        if server.isLocal { return Finding("connection", .good, "on this machine, not encrypted") }
        return Finding(
            "connection", .warning, "not encrypted, and over a network",
            advice: "Add `?sslmode=verify-full` to the address; see docs/deployment.md.")
    }

    private func connections(_ server: PostgresInspection.Server) -> Finding {
        let text = "\(server.connectionCount) of \(server.connectionMax) are in use"
        // What one more server takes: its writers, its readers, and one for signals.
        let needed = Int64(settings.writers + settings.readers + 1)
        guard server.connectionMax - server.connectionCount < needed else { return Finding("connections", .good, text) }
        return Finding(
            "connections", .warning, "\(text), and one more server needs \(needed)",
            advice: "Raise PostgreSQL's `max_connections`, or lower `postgres.readers`.")
    }

    private static func contents(_ inspection: PostgresInspection) -> [Finding] {
        do throws(CoreError) {
            guard try !inspection.isBeingFilled() else {
                return [
                    Finding(
                        "schema", .fault, "the database is being filled with the copy of another one",
                        advice: "Finish `scriptorium migrate`; the same command goes on where it was.")
                ]
            }
            let schema = Finding(schema: try inspection.schemaVersion())
            guard schema.verdict == .good else { return [schema] }
            return [schema, servers(try inspection.workers())]
        } catch {
            return [Finding("schema", error)]
        }
    }

    private static func servers(_ names: [String]) -> Finding {
        Finding("servers", .good, names.isEmpty ? "none has it open" : names.joined(separator: "; "))
    }
}
