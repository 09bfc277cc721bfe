import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport
import Synchronization

struct MigrateCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Move a database file into PostgreSQL, and check that everything arrived.",
        discussion: "Run it again after it was cut off: it goes on where it was. The file stays as it is.")

    @Option(help: "The database file; nobody may use it meanwhile.")
    var from: String

    @Option(help: "The empty PostgreSQL database, such as postgres://user@host/name.")
    var to: String

    @Option(help: "The configuration file.")
    var config: String?

    @OptionGroup var output: OutputOptions

    func run(in host: CommandLineHost) async throws(CoreError) {
        var options = BackendOptions()
        options.config = config
        let configuration = try options.configuration(host)
        let progress = MigrationProgress(isShown: !output.json && Terminal.isTerminal(fileDescriptor: 2))
        let tables = try await DatabaseMove.make(
            from: from, to: to, drivers: host.drivers,
            services: .system(log: JSONLines.log(least: configuration.logLevel)), postgres: configuration.postgres,
            report: { table, rows in progress.add(rows, to: table) })
        progress.end()
        if output.json {
            return OutputOptions.writeJSON([
                "tables": .array(
                    tables.map { table in
                        [
                            "name": .string(table.name), "rows": .integer(table.rowCount),
                            "checksum": .string(table.checksum),
                        ]
                    }),
                "ledger": "sound",
            ])
        }
        OutputOptions.write(
            tables.map { ($0.name, "\($0.rowCount) rows, \($0.checksum.prefix(16))") } + [
                ("checked", "counts, checksums and the trial balance agree; the ledger is sound"),
                ("key", "every server needs the file's sealing key: SCRIPTORIUM_SEALING_KEY_FILE"),
            ])
    }
}

/// How far a migration has come, on one line of a terminal.
private final class MigrationProgress: Sendable {
    private let isShown: Bool
    private let count = Mutex<Int64>(0)

    init(isShown: Bool) { self.isShown = isShown }

    func add(_ rows: Int64, to table: String) {
        let sum = count.withLock { count in
            count += rows
            return count
        }
        if isShown { StandardStream.error.write("\r\u{1b}[K\(table): \(sum) rows in all") }
    }

    func end() {
        if isShown { StandardStream.error.write("\r\u{1b}[K") }
    }
}
