import ArgumentParser
import CoreDomain
import CoreLanguage
import HostSupport

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make and check sealing keys.",
        subcommands: [KeysNewCommand.self, KeysCheckCommand.self])
}

struct KeysNewCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a new sealing key into a new file that only you can read.")

    @OptionGroup var output: OutputOptions

    @Argument(help: "The new file; nothing that exists is overwritten.")
    var file: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        try SealingKeyFile.make(file, try Services.system(log: .none).entropy)
        guard !output.json else { return OutputOptions.writeJSON(["file": .string(file)]) }
        OutputOptions.write([
            ("file", file), ("mode", "600"),
            ("keep", "a copy in another place: without it, what is sealed under it is lost"),
        ])
    }
}

struct KeysCheckCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tell whether a sealing key fits a database, which is only read.")

    @OptionGroup var backend: BackendOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The file with the key. (default: the one that the database would use)")
    var file: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let configuration = try backend.configuration(host)
        let database = try backend.location(host, configuration).path
        let services = try Services.system(log: JSONLines.log(least: configuration.logLevel))
        let source = file.map { SealingKeySource.file($0) } ?? backend.key(host, configuration)
        try await SealingKeyFile.check(source, fits: database, drivers: host.drivers, services)
        guard !output.json else { return OutputOptions.writeJSON(["fits": true]) }
        OutputOptions.write([("✓", "The key fits the database.")])
    }
}
