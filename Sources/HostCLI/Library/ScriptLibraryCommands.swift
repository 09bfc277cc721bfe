import ArgumentParser
import CoreDomain
import CoreLanguage

struct ScriptCreateCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a script in the store; a template or `draft save` gives it a source.")

    @OptionGroup var options: LibraryOptions
    @OptionGroup var details: ScriptDetailOptions
    var output: OutputOptions { options.output }

    @Option(help: "The template whose source becomes the draft; `template list` tells which there are.")
    var template: String?

    @Argument(help: "Its name: letters, digits, '.', '_' and '-'.")
    var name: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let members: [(String, JSONValue?)] = [
            ("name", .string(name)), ("from_template", template.map { .string($0) }),
        ]
        let made = try await options.perform("scripts.create", members + details.members(), host)
        ScriptText.write(made["script"] ?? nil, output)
    }
}

struct ScriptListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the stored scripts by name.")

    @OptionGroup var options: LibraryOptions
    @OptionGroup var page: LibraryPageOptions
    var output: OutputOptions { options.output }

    @Option(name: .customLong("tag"), help: "Only scripts with this tag; may be given again.")
    var tags: [String] = []

    @Option(name: .customLong("label"), help: "Only scripts with one of these, KEY=VALUE; may be given again.")
    var labels: [String] = []

    private static let columns = [
        TableColumn("NAME", "name"), TableColumn("STATUS", "status"), TableColumn("ACTIVE", "active_version"),
        TableColumn("LATEST", "latest_version"), TableColumn("DRAFT", "draft_status"),
        TableColumn.time("UPDATED", "updated_at"), TableColumn("DESCRIPTION", "description"),
    ]

    func run(in host: CommandLineHost) async throws(CoreError) {
        let filter: [(String, JSONValue?)] = [
            ("tags", .array(tags.map { .string($0) })), ("labels", try ScriptDetailOptions.labels(labels)),
        ]
        let scripts = try await options.perform("scripts.list", filter + page.members, host)
        options.print(scripts, listing: "scripts", Self.columns, none: "No scripts.", in: host)
    }
}

struct ScriptShowCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a stored script, and what it takes and gives.")

    @OptionGroup var options: LibraryOptions
    var output: OutputOptions { options.output }

    @Argument(help: "Its name.")
    var name: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let found = try await options.perform("scripts.get", [("name", .string(name))], host)
        if output.json { return OutputOptions.writeJSON(found) }
        ScriptText.write(found["script"] ?? nil, output)
    }
}

struct ScriptUpdateCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change what is said of a stored script, or whether it may be run.")

    @OptionGroup var options: LibraryOptions
    @OptionGroup var details: ScriptDetailOptions
    var output: OutputOptions { options.output }

    @Option(help: "active, disabled or archived.")
    var status: String?

    @Option(help: "The etag that was seen; refused when the script was changed since.")
    var etag: String?

    @Argument(help: "Its name.")
    var name: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let members: [(String, JSONValue?)] = [
            ("name", .string(name)), ("status", status.map { .string($0) }), ("etag", etag.map { .string($0) }),
        ]
        let changed = try await options.perform("scripts.update", members + details.members(), host)
        ScriptText.write(changed["script"] ?? nil, output)
    }
}

struct ScriptDeleteCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Remove a stored script with its draft and its versions.")

    @OptionGroup var options: LibraryOptions
    var output: OutputOptions { options.output }

    @Option(help: "The etag that was seen; refused when the script was changed since.")
    var etag: String?

    @Argument(help: "Its name.")
    var name: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let members: [(String, JSONValue?)] = [("name", .string(name)), ("etag", etag.map { .string($0) })]
        output.print(try await options.perform("scripts.delete", members, host))
    }
}

/// A stored script as people read it.
enum ScriptText {
    static func write(_ script: JSONValue, _ output: OutputOptions) {
        guard !output.json, case .object(var members) = script else { return OutputOptions.writeJSON(script) }
        members["contract"] = nil
        output.print(.object(members))
        for (title, name) in [("input", "inputs"), ("output", "outputs"), ("stream", "stream"), ("env", "env")] {
            let fields = script["contract"]?[name]?.arrayValue ?? []
            if fields.isEmpty { continue }
            OutputOptions.writeText("\n\(title)\n")
            OutputOptions.write(fields.map(line))
        }
    }

    /// `  name: type, what it means`.
    private static func line(_ field: JSONValue) -> (name: String, text: String) {
        let type = field["type"]?["enum_name"]?.stringValue ?? field["type"]?["base"]?.stringValue ?? "any"
        let isRequired = field["required"]?.boolValue == true
        let description = field["description"]?.stringValue ?? ""
        return (
            "  " + (field["name"]?.stringValue ?? ""),
            type + (isRequired ? "" : ", may be left out") + (description.isEmpty ? "" : ": " + description)
        )
    }
}
