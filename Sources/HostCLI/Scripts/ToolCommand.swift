import ArgumentParser
import CoreDomain
import CoreLanguage

struct ToolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tool", abstract: "See the tools that scripts may call.", subcommands: [ToolListCommand.self])
}

struct ToolListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the tools with what they do.")

    @OptionGroup var output: OutputOptions

    @Option(help: "Only those from there: native, cloud, mcp or model.")
    var source: String?

    private static let columns = [
        TableColumn("NAME", "name"), TableColumn("SOURCE", "source"), TableColumn("DESCRIPTION", "description"),
    ]

    func run(in host: CommandLineHost) async throws(CoreError) {
        var input = JSONObject()
        input["source"] = source.map { .string($0) }
        let tools = try await LocalOperation.compute("tools.list", .object(input))
        output.print(tools, listing: "tools", Self.columns, none: "No tools.", in: host)
    }
}
