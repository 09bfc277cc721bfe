import ArgumentParser
import CoreDomain
import CoreLanguage

struct ThreadResumeCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Answer what a thread asks, or have it go on from the step that failed.")

    @OptionGroup var options: ThreadOptions
    var output: OutputOptions { options.output }

    @Option(help: "The answer, another input, or an output, as JSON, @FILE or -; a word that is no JSON is a text.")
    var input: String?
    @Option(help: "The step; needed when the thread asks at several.")
    var step: String?
    @Option(help: "What is done with a step that failed: retry, skip or fail. (default: retry)")
    var action: Action?
    @Option(help: "Who answers. (default: the account)")
    var by: String?

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case retry
        case skip
        case fail

        /// As the operation spells it.
        var word: String { self == .skip ? "skip_with_output" : rawValue }
    }

    func run(in host: CommandLineHost) async throws(CoreError) {
        let thread = try await options.perform(
            "threads.resume",
            [
                ("step_input_override", try input.map { text throws(CoreError) in try Self.value(text) }),
                ("step_path", step.map { .string($0) }), ("action", action.map { .string($0.word) }),
                ("provided_by", by.map { .string($0) }),
            ], host)
        ThreadText.print(thread, output)
    }

    /// JSON, or a word as it stands: `yes` need not be quoted twice.
    private static func value(_ text: String) throws(CoreError) -> JSONValue {
        if text.hasPrefix("@") || text == "-" { return try InputText.json(text) }
        return (try? JSONValue.parse(Array(text.utf8))) ?? .string(text)
    }
}

struct ThreadSendCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "send", abstract: "Send a thread an event.")

    @OptionGroup var options: ThreadOptions
    var output: OutputOptions { options.output }

    @Argument(help: "The event's name.")
    var name: String
    @Option(help: "What it brings, as JSON, @FILE or -.")
    var payload: String?
    @Option(help: "Of events with the same id the thread gets only the first.")
    var eventId: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let receipt = try await options.perform(
            "threads.events.send",
            [
                ("name", .string(name)),
                ("payload", try payload.map { text throws(CoreError) in try InputText.json(text) }),
                ("event_id", eventId.map { .string($0) }),
            ], host)
        output.print(receipt)
    }
}

struct ThreadCancelCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a thread; what it did is taken back where the script says how.")

    @OptionGroup var options: ThreadOptions
    var output: OutputOptions { options.output }

    @Flag(help: "End it at once: take nothing back, and wait for nothing.")
    var force = false

    func run(in host: CommandLineHost) async throws(CoreError) {
        ThreadText.print(try await options.perform("threads.cancel", [("force", .bool(force))], host), output)
    }
}

struct ThreadDeleteCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Remove a thread that is over from view.")

    @OptionGroup var options: ThreadOptions
    var output: OutputOptions { options.output }

    func run(in host: CommandLineHost) async throws(CoreError) {
        output.print(try await options.perform("threads.delete", [], host))
    }
}
