import ArgumentParser
import CoreDomain
import CoreLanguage

struct DraftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft", abstract: "Work on the draft of a stored script, and publish it.",
        subcommands: [
            DraftSaveCommand.self, DraftShowCommand.self, DraftCompileCommand.self, DraftPublishCommand.self,
            DraftTestCommand.self, DraftDiscardCommand.self,
        ])
}

/// Which script a command is about.
struct DraftOptions: ParsableArguments {
    @OptionGroup var library: LibraryOptions

    @Argument(help: "The name of the script.")
    var name: String

    var output: OutputOptions { library.output }

    func perform(
        _ operation: String, _ members: [(String, JSONValue?)], _ host: CommandLineHost
    ) async throws(CoreError) -> JSONValue {
        try await library.perform(operation, [("name", .string(name))] + members, host)
    }
}

struct DraftSaveCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Store a source, or a program in JSON or YAML, as the draft.")

    @OptionGroup var options: DraftOptions
    var output: OutputOptions { options.output }

    @Option(name: .shortAndLong, help: "The file; - for standard input.")
    var file: String

    @Option(help: "The etag that was seen; refused when the script was changed since.")
    var etag: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let file = try ScriptFile.read(file)
        let content: (String, JSONValue?) =
            file.isProgram ? ("program", try file.value()) : ("source", .string(try file.text()))
        let saved = try await options.perform(
            "scripts.draft.save", [content, ("etag", etag.map { .string($0) })], host)
        DraftText.write(saved["draft"] ?? nil, output)
    }
}

struct DraftShowCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show where the draft stands, and what is wrong with it.")

    @OptionGroup var options: DraftOptions
    var output: OutputOptions { options.output }

    func run(in host: CommandLineHost) async throws(CoreError) {
        let found = try await options.perform("scripts.draft.get", [], host)
        DraftText.write(found["draft"] ?? nil, output)
    }
}

struct DraftCompileCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile", abstract: "Compile the draft; without errors it can be published.")

    @OptionGroup var options: DraftOptions
    var output: OutputOptions { options.output }

    @Flag(help: "Take warnings for errors.")
    var strict = false

    @Flag(help: "Print the program that it becomes, as JSON.")
    var showProgram = false

    func run(in host: CommandLineHost) async throws(CoreError) {
        let compiled = try await options.perform("scripts.draft.compile", [("strict", .bool(strict))], host)
        if showProgram, let program = compiled["program"] { return OutputOptions.writeJSON(program) }
        DraftText.write(compiled, output)
        guard compiled["success"] == true else {
            throw CoreError(
                .draftHasErrors, "The draft of \"\(options.name)\" has errors.",
                fix: "Save a mended draft by `draft save`, and compile it again.")
        }
    }
}

struct DraftTestCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Try the draft: in a world that a file describes, or in earnest as a thread.",
        discussion: """
            With --world or --crash-everywhere nothing is done in earnest, and nothing waits. Otherwise a thread is begun, \
            whose id is printed: `thread watch` follows it. Ends with 0 when the draft completes or a thread was begun.
            """)

    @OptionGroup var options: DraftOptions
    var output: OutputOptions { options.output }

    @Option(help: "The inputs: JSON, `@FILE`, or `-` for standard input.")
    var input: String = "{}"

    @Option(help: "The file that tells what answers: JSON or YAML.")
    var world: String?

    @Flag(help: "Try a kill after each write of the journal too.")
    var crashEverywhere = false

    @Option(help: "How long a thread may take, such as 5m.")
    var timeout: String?

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        var members: [(String, JSONValue?)] = [
            ("input", try InputText.json(input)), ("timeout", timeout.map { .string($0) }),
            ("crash_everywhere", .bool(crashEverywhere)),
        ]
        if let world { members.append(("world", try ScriptFile.read(world).value())) }
        let tested = try await options.perform("scripts.draft.test", members, host)
        let outcome = tested["outcome"]
        if output.json {
            OutputOptions.writeJSON(tested)
        } else if let outcome {
            RehearsalText(outcome, options.name).write()
        } else {
            DraftText.write(tested, output)
        }
        return tested["thread_id"] != nil || outcome?["status"] == "completed" ? 0 : 1
    }
}

struct DraftPublishCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Make the draft, once it was compiled, the next version.")

    @OptionGroup var options: DraftOptions
    var output: OutputOptions { options.output }

    @Option(help: "What is new.")
    var note: String?

    @Flag(help: "Leave the active version the active one.")
    var keepInactive = false

    @Option(help: "The etag that was seen; refused when the script was changed since.")
    var etag: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let published = try await options.perform(
            "scripts.draft.publish",
            [
                ("change_note", note.map { .string($0) }), ("keep_inactive", .bool(keepInactive)),
                ("etag", etag.map { .string($0) }),
            ], host)
        VersionText.write(published["version"] ?? nil, output)
    }
}

struct DraftDiscardCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "discard", abstract: "Throw the draft away.")

    @OptionGroup var options: DraftOptions
    var output: OutputOptions { options.output }

    func run(in host: CommandLineHost) async throws(CoreError) {
        output.print(try await options.perform("scripts.draft.discard", [], host))
    }
}

/// A draft as people read it.
enum DraftText {
    static func write(_ draft: JSONValue, _ output: OutputOptions) {
        guard !output.json, case .object(var members) = draft else { return OutputOptions.writeJSON(draft) }
        let diagnostics = members["diagnostics"]?.arrayValue ?? []
        for name in ["diagnostics", "contract", "program", "source"] { members[name] = nil }
        members["tools_required"] = members["tools_required"].map { tools in
            .string((tools.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", "))
        }
        output.print(.object(members))
        for diagnostic in diagnostics {
            let (line, column) = (diagnostic["line"]?.int64Value ?? 1, diagnostic["column"]?.int64Value ?? 1)
            let (severity, code) = (diagnostic["severity"]?.stringValue ?? "", diagnostic["code"]?.stringValue ?? "")
            OutputOptions.write([("\(line):\(column): \(severity)[\(code)]", diagnostic["message"]?.stringValue ?? "")])
        }
    }
}
