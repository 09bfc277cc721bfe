import ArgumentParser
import CoreDomain
import CoreLanguage

struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "See the templates that scripts can begin from.",
        subcommands: [TemplateListCommand.self, TemplateShowCommand.self])
}

struct TemplateListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the templates by their ids.")

    @OptionGroup var output: OutputOptions

    @Option(help: "Only those of this category: core, embedding, vision or ecommerce.")
    var category: String?

    @Option(name: .customLong("label"), help: "Only templates with one of these, KEY=VALUE; may be given again.")
    var labels: [String] = []

    @Option(help: "Only templates that have all of these words, or words that begin so.")
    var search: String?

    private static let columns = [
        TableColumn("ID", "id"), TableColumn("CATEGORY", "category"), TableColumn("DESCRIPTION", "description"),
    ]

    func run(in host: CommandLineHost) async throws(CoreError) {
        var input: JSONObject = ["labels": try ScriptDetailOptions.labels(labels)]
        input["category"] = category.map { .string($0) }
        input["search"] = search.map { .string($0) }
        let templates = try await LocalOperation.compute("templates.list", .object(input))
        output.print(templates, listing: "templates", Self.columns, none: "No templates.", in: host)
    }
}

struct TemplateShowCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a template, and what it takes and gives.")

    @OptionGroup var output: OutputOptions

    @Flag(help: "Print the script itself.")
    var source = false

    @Argument(help: "Its id.")
    var id: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let found = try await LocalOperation.compute("templates.get", ["id": .string(id)])
        if output.json { return OutputOptions.writeJSON(found) }
        if source { return OutputOptions.writeText(found["source"]?.stringValue ?? "") }
        ScriptText.write(Self.readable(found["template"] ?? nil), output)
    }

    /// The same with its lists as texts.
    private static func readable(_ template: JSONValue) -> JSONValue {
        guard case .object(var members) = template else { return template }
        let labels = (members["labels"]?.arrayValue ?? []).flatMap { label in
            (label["values"]?.arrayValue ?? []).map { value in
                "\(label["key"]?.stringValue ?? "")=\(value.stringValue ?? "")"
            }
        }
        let tools = (members["tools_required"]?.arrayValue ?? []).compactMap(\.stringValue)
        members["labels"] = .string(labels.joined(separator: ", "))
        members["tools_required"] = .string(tools.joined(separator: ", "))
        return .object(members)
    }
}
