import ArgumentParser
import CoreDomain
import CoreLanguage
import HostSupport

struct BackupCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database, also while a server uses it, and check the copy.")

    @OptionGroup var backend: BackendOptions
    @OptionGroup var output: OutputOptions

    @Option(help: .hidden)
    var url: String?

    @Argument(help: "The new file; nothing that exists is overwritten.")
    var file: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        guard url == nil else {
            throw CoreError(
                .unsupported, "A backup is made on the machine that has the file, not over --url.",
                fix: "There: `scriptorium backup FILE --database my.db`; the server need not be stopped.")
        }
        let database = try backend.location(host, try backend.configuration(host)).path
        let copy = try await DatabaseBackup.make(of: database, at: file)
        guard !output.json else {
            return OutputOptions.writeJSON([
                "file": .string(copy.path), "bytes": .integer(Int64(copy.byteCount)),
                "schema_version": .integer(copy.schemaVersion),
            ])
        }
        OutputOptions.write([
            ("file", copy.path), ("size", ByteText.text(copy.byteCount)), ("schema", "version \(copy.schemaVersion)"),
            ("checked", "every page is sound"),
            ("keep too", "the sealing key (\(database)-key, unless another is named), in another place"),
        ])
    }
}
