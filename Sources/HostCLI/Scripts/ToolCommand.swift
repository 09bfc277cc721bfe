import ArgumentParser
import CoreDomain
import CoreLanguage
import HostYAML

struct ToolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tool", abstract: "See the tools that scripts may call, and offer more at URLs.",
        subcommands: [
            ToolListCommand.self, ToolShowCommand.self, ToolRegisterCommand.self, ToolRemoveCommand.self,
        ])
}

struct ToolListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the tools with what they do.")

    @OptionGroup var library: LibraryOptions
    @OptionGroup var page: LibraryPageOptions
    var output: OutputOptions { library.output }

    @Option(help: "Only those from there: native, cloud, mcp or model.")
    var source: String?

    @Option(help: "Only tools that have all of these words, or words that begin so.")
    var query: String?

    private static let columns = [
        TableColumn("NAME", "name"), TableColumn("SOURCE", "source"), TableColumn("VERSION", "version"),
        TableColumn("DESCRIPTION", "description"),
    ]

    func run(in host: CommandLineHost) async throws(CoreError) {
        let filter: [(String, JSONValue?)] = [
            ("source", source.map { .string($0) }), ("query", query.map { .string($0) }),
        ]
        let tools = try await library.perform("tools.list", page.members + filter, host)
        library.print(tools, listing: "tools", Self.columns, none: "No tools.", in: host)
    }
}

struct ToolShowCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a tool, and what it takes and gives.")

    @OptionGroup var library: LibraryOptions
    var output: OutputOptions { library.output }

    @Option(help: "A version of a registered tool. (default: the newest)")
    var toolVersion: String?

    @Argument(help: "Its name.")
    var name: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let found = try await library.perform(
            "tools.get", [("name", .string(name)), ("version", toolVersion.map { .string($0) })], host)
        OutputOptions.writeJSON(found["tool"] ?? nil)
    }
}

struct ToolRegisterCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Offer a tool at a URL to scripts, or a next version of it.",
        discussion: "The file is described in docs/tools.md. The secret that calls are signed with is printed once.")

    @OptionGroup var library: LibraryOptions
    var output: OutputOptions { library.output }

    @Option(help: "The URL that is called.")
    var endpoint: String

    @Flag(help: "Sign the calls of this version, and of those after it, with a new secret.")
    var rotateSecret = false

    @Argument(help: "The tool in YAML or JSON; `-` is standard input.")
    var file: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let bytes = file == "-" ? try InputText.standardInput() : try InputText.file(file)
        let members: [(String, JSONValue?)] = [
            ("definition", try Self.definition(bytes)), ("endpoint", .string(endpoint)),
            ("rotate_secret", .bool(rotateSecret)),
        ]
        let registered = try await library.perform("tools.register", members, host)
        if output.json { return OutputOptions.writeJSON(registered) }
        let tool = registered["tool"] ?? nil
        var rows = [("tool", tool["name"]?.stringValue ?? ""), ("version", tool["version"]?.stringValue ?? "")]
        if let secret = registered["signing_secret"]?.stringValue { rows.append(("signing secret", secret)) }
        OutputOptions.write(rows)
    }

    private static func definition(_ bytes: [UInt8]) throws(CoreError) -> JSONValue {
        do throws(YAMLError) {
            return try YAMLReader.parse(bytes)
        } catch {
            throw CoreError(
                .requestInvalid,
                "The tool cannot be read: line \(error.line), column \(error.column): \(error.message)")
        }
    }
}

struct ToolRemoveCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a registered tool away, or one of its versions.")

    @OptionGroup var library: LibraryOptions
    var output: OutputOptions { library.output }

    @Option(help: "Only this version.")
    var toolVersion: String?

    @Argument(help: "Its name.")
    var name: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        _ = try await library.perform(
            "tools.unregister", [("name", .string(name)), ("version", toolVersion.map { .string($0) })], host)
    }
}
