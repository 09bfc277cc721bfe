import ArgumentParser
import CoreDomain
import CoreLanguage

struct EnvironmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env", abstract: "Set, show and remove the variables that scripts read.",
        subcommands: [
            EnvironmentSetCommand.self, EnvironmentGetCommand.self, EnvironmentListCommand.self,
            EnvironmentDeleteCommand.self, EnvironmentImportCommand.self,
        ])
}

/// Whose variables a command is about.
struct EnvironmentOptions: ParsableArguments {
    @OptionGroup var library: LibraryOptions

    @Option(help: "Only this script's own variables. (default: those of all scripts)")
    var script: String?

    var output: OutputOptions { library.output }
}

struct EnvironmentSetCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Store a variable.")

    @OptionGroup var options: EnvironmentOptions
    var output: OutputOptions { options.output }

    @Flag(help: "Show it only to those who may see secrets.")
    var secret = false

    @Argument(help: "Its key: letters, digits and '_'.")
    var key: String

    @Argument(help: "Its value; - for standard input, which no list of processes shows.")
    var value: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let value = value == "-" ? try InputText.line() : value
        guard let script = options.script else {
            let members: [(String, JSONValue?)] = [
                ("key", .string(key)), ("value", .string(value)), ("secret", .bool(secret)),
            ]
            _ = try await options.library.perform("env.set", members, host)
            return
        }
        let members: [(String, JSONValue?)] = [
            ("name", .string(script)), ("env", .object([key: .string(value)])), ("secret", .bool(secret)),
        ]
        _ = try await options.library.perform("scripts.env.update", members, host)
    }
}

struct EnvironmentGetCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Print the value of a variable of all scripts.")

    @OptionGroup var library: LibraryOptions
    var output: OutputOptions { library.output }

    @Argument(help: "Its key.")
    var key: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let found = try await library.perform("env.get", [("key", .string(key))], host)
        if output.json { return OutputOptions.writeJSON(found) }
        OutputOptions.writeText((found["value"]?.stringValue ?? "") + "\n")
    }
}

struct EnvironmentListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List variables; secrets only with --reveal.")

    @OptionGroup var options: EnvironmentOptions
    @OptionGroup var page: LibraryPageOptions
    var output: OutputOptions { options.output }

    @Flag(help: "Show secrets too.")
    var reveal = false

    @Flag(help: "With --script: show what the script finds, its own and those of all scripts.")
    var effective = false

    private static let columns = [
        TableColumn("KEY", "key"),
        TableColumn("VALUE") { $0["redacted"] == true ? "(secret)" : OutputOptions.text($0["value"] ?? "") },
        TableColumn.time("UPDATED", "updated_at"),
    ]

    func run(in host: CommandLineHost) async throws(CoreError) {
        guard let script = options.script else {
            let found = try await options.library.perform("env.list", page.members + [("reveal", .bool(reveal))], host)
            return options.library.print(found, listing: "vars", Self.columns, none: "No variables.", in: host)
        }
        let found = try await options.library.perform(
            "scripts.env.get",
            [("name", .string(script)), ("effective", .bool(effective)), ("reveal", .bool(reveal))], host)
        guard !output.json, case .object(let values)? = found["env"] else { return OutputOptions.writeJSON(found) }
        let redacted = Set((found["redacted_keys"]?.arrayValue ?? []).compactMap(\.stringValue))
        OutputOptions.write(values.map { ($0.0, redacted.contains($0.0) ? "(secret)" : OutputOptions.text($0.1)) })
    }
}

struct EnvironmentDeleteCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Remove a variable.")

    @OptionGroup var options: EnvironmentOptions
    var output: OutputOptions { options.output }

    @Argument(help: "Its key.")
    var key: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        guard let script = options.script else {
            _ = try await options.library.perform("env.delete", [("key", .string(key))], host)
            return
        }
        let members: [(String, JSONValue?)] = [("name", .string(script)), ("remove_keys", [.string(key)])]
        _ = try await options.library.perform("scripts.env.update", members, host)
    }
}

struct EnvironmentImportCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Store the variables of a file with lines KEY=value, all of them or none.")

    @OptionGroup var library: LibraryOptions
    var output: OutputOptions { library.output }

    @Flag(help: "Replace variables that are there.")
    var overwrite = false

    @Flag(help: "Show them only to those who may see secrets.")
    var secret = false

    @Flag(help: "Store nothing; tell what would be.")
    var dryRun = false

    @Argument(help: "The file; - for standard input.")
    var file: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let text = try ScriptFile.read(file).text()
        let members: [(String, JSONValue?)] = [
            ("dotenv", .string(text)), ("overwrite", .bool(overwrite)), ("secret", .bool(secret)),
            ("dry_run", .bool(dryRun)),
        ]
        output.print(try await library.perform("env.import", members, host))
    }
}
