import ArgumentParser
import CoreDomain
import CoreLanguage

struct ThreadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thread", abstract: "Run scripts, and follow, answer, resume and cancel their threads.",
        subcommands: [
            ThreadRunCommand.self, ThreadCreateCommand.self, ThreadListCommand.self, ThreadShowCommand.self,
            ThreadWatchCommand.self, ThreadResultCommand.self, ThreadStepsCommand.self, ThreadResumeCommand.self,
            ThreadSendCommand.self, ThreadCancelCommand.self, ThreadDeleteCommand.self, ThreadForkCommand.self,
            ThreadExportCommand.self, ThreadReplayCommand.self,
        ])
}

struct AskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "See what threads ask.", subcommands: [AskListCommand.self])
}

/// A command about one thread.
struct ThreadOptions: ParsableArguments {
    @OptionGroup var library: LibraryOptions

    @Argument(help: "The thread.")
    var id: String

    var output: OutputOptions { library.output }

    func perform(
        _ operation: String, _ members: [(String, JSONValue?)], _ host: CommandLineHost
    ) async throws(CoreError) -> JSONValue {
        try await library.perform(operation, [("thread_id", .string(id))] + members, host)
    }
}

struct ThreadListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List threads of scripts, the newest first.")

    @OptionGroup var library: LibraryOptions
    @OptionGroup var page: LibraryPageOptions
    var output: OutputOptions { library.output }

    @Option(help: "Only threads of this script.")
    var script: String?
    @Option(help: "Only threads that are pending, running, paused, cancelling, completed, failed or cancelled.")
    var status: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let filter = [("script_name_filter", script), ("status_filter", status)].map { name, text in
            (name, text.map { JSONValue.string($0) })
        }
        let threads = try await library.perform("threads.list", page.members + filter, host)
        library.print(threads, listing: "threads", ThreadText.columns, none: "No threads.", in: host)
    }
}

struct ThreadShowCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a thread, its steps and what it asks.")

    @OptionGroup var options: ThreadOptions
    var output: OutputOptions { options.output }

    func run(in host: CommandLineHost) async throws(CoreError) {
        let found = try await options.perform("threads.get", [], host)["thread"] ?? nil
        let steps = try await options.perform("threads.steps", [("page_size", 200)], host)
        if output.json {
            guard case .object(var members) = found else { return OutputOptions.writeJSON(found) }
            members["steps"] = steps["steps"]
            return OutputOptions.writeJSON(.object(members))
        }
        ThreadText.write(found)
        OutputOptions.writeText("\n")
        output.print(steps, listing: "steps", ThreadText.stepColumns, none: "No step has begun yet.", in: host)
    }
}

struct ThreadStepsCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps", abstract: "List what the steps of a thread did.")

    @OptionGroup var options: ThreadOptions
    @OptionGroup var page: LibraryPageOptions
    var output: OutputOptions { options.output }

    @Option(help: "Only the step at this path and those below it.")
    var below: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let steps = try await options.perform(
            "threads.steps", page.members + [("path_prefix", below.map { .string($0) })], host)
        options.library.print(steps, listing: "steps", ThreadText.stepColumns, none: "No steps.", in: host)
    }
}

struct ThreadResultCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "result", abstract: "Print what a thread gave, or what one of its steps did.")

    @OptionGroup var options: ThreadOptions
    var output: OutputOptions { options.output }

    @Option(help: "The step whose output is wanted.")
    var step: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let members: [(String, JSONValue?)] = [
            ("step_path", step.map { .string($0) }), ("output_only", .bool(!output.json)),
        ]
        let result = try await options.perform("threads.result", members, host)
        if output.json { return OutputOptions.writeJSON(result) }
        let shown = step == nil ? result["output"] : result["step_details"]?[0]?["output"]
        if let shown { return OutputOptions.writeJSON(shown) }
        if step == nil, result["output_truncated"] == true {
            return try await ResultDownload.write(options.id, options, host)
        }
        let status = result["status"]?.stringValue ?? ""
        throw CoreError(
            .stateConflict, "There is nothing to show: the thread is \(status).",
            fix: "`scriptorium thread show` tells how it stands.")
    }
}

struct AskListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what threads ask and nobody has answered.")

    @OptionGroup var library: LibraryOptions
    @OptionGroup var page: LibraryPageOptions
    var output: OutputOptions { library.output }

    @Option(help: "Only what threads of this script ask.")
    var script: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let asks = try await library.perform(
            "threads.asks", page.members + [("script_name_filter", script.map { .string($0) })], host)
        library.print(asks, listing: "asks", ThreadText.askColumns, none: "Nothing is asked.", in: host)
    }
}
