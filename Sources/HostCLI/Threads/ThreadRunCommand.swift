import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform

/// What a thread is begun with.
struct ThreadStartOptions: ParsableArguments {
    @OptionGroup var library: LibraryOptions

    @Argument(help: "The script.")
    var script: String
    @Option(help: "The input as JSON, @FILE, or - for standard input. (default: {})")
    var input: String?
    @Option(help: "The version of the script. (default: the active one)")
    var scriptVersion: Int64?
    @Option(help: "How long it may take, such as 5m or 1h. (default: as long as it needs)")
    var timeout: String?
    @Option(name: .customLong("metadata"), help: "A text of your own, KEY=VALUE; may be given again.")
    var metadata: [String] = []
    @Option(help: "Your own name for this call, so that it can be repeated safely.")
    var idempotencyKey: String?

    func members() throws(CoreError) -> JSONValue {
        var members: JSONObject = ["script_name": .string(script)]
        members["input"] = try input.map { text throws(CoreError) in try InputText.json(text) }
        members["version"] = scriptVersion.map { .integer($0) }
        members["timeout"] = timeout.map { .string($0) }
        if !metadata.isEmpty { members["metadata"] = try Self.texts(metadata) }
        return .object(members)
    }

    private static func texts(_ pairs: [String]) throws(CoreError) -> JSONValue {
        var texts = JSONObject()
        for pair in pairs {
            guard let equals = pair.firstIndex(of: "=") else {
                throw CoreError(.requestInvalid, "\"\(pair.prefix(64))\" has no value.", fix: "Write KEY=VALUE.")
            }
            texts[String(pair[..<equals])] = .string(String(pair[pair.index(after: equals)...]))
        }
        return .object(texts)
    }
}

struct ThreadCreateCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Begin a thread of a script and leave it.")

    @OptionGroup var start: ThreadStartOptions
    var output: OutputOptions { start.library.output }

    func run(in host: CommandLineHost) async throws(CoreError) {
        let members = try start.members()
        let library = start.library
        let begun = try await library.target.withSession(host, .owning, account: library.owner.account) { session in
            try await session.perform("threads.create", members, idempotencyKey: start.idempotencyKey)
        }
        if output.json { return OutputOptions.writeJSON(begun) }
        ThreadText.write(begun["thread"] ?? nil)
    }
}

struct ThreadRunCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Begin a thread of a script, follow it to its end, and print its result.")

    @OptionGroup var start: ThreadStartOptions
    var output: OutputOptions { start.library.output }

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        let members = try start.members()
        let library = start.library
        return try await library.target.withSession(host, .owning, account: library.owner.account) { session in
            let begun = try await session.perform("threads.create", members, idempotencyKey: start.idempotencyKey)
            let id = begun["thread_id"]?.stringValue ?? ""
            let outcome = try await JobFollower(session: session, job: id, subject: .thread) { event in
                if !output.json { StandardStream.error.write(ThreadText.line(event)) }
            }.follow()
            return try await ThreadEnd.report(outcome, id, session, output)
        }
    }
}

struct ThreadWatchCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow a thread to its end; on a file, carry it on meanwhile.")

    @OptionGroup var options: ThreadOptions
    var output: OutputOptions { options.output }

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        let library = options.library
        return try await library.target.withSession(host, .owning, account: library.owner.account) { session in
            let outcome = try await JobFollower(session: session, job: options.id, subject: .thread) { event in
                if output.json {
                    OutputOptions.writeJSON(event, style: .compact)
                } else {
                    OutputOptions.writeText(ThreadText.line(event))
                }
            }.follow()
            guard case .ended(let thread) = outcome else { return JobReport.detachedStatus }
            return JobEnd.status(thread)
        }
    }
}

/// What the end of a thread means to whoever waited for it.
enum ThreadEnd {
    /// Prints what came of a thread and returns the exit status.
    static func report(
        _ outcome: JobFollower.Outcome, _ id: String, _ session: any Session, _ output: OutputOptions
    ) async throws(CoreError) -> Int32 {
        guard case .ended(let thread) = outcome else {
            StandardStream.error.write(
                "The thread \(id) goes on. Follow it by: scriptorium thread watch \(id) \(session.place)\n")
            return JobReport.detachedStatus
        }
        if thread["status"] == "completed" {
            let result = try await session.perform(
                "threads.result", ["thread_id": .string(id), "output_only": true])
            OutputOptions.writeJSON(output.json ? result : result["output"] ?? nil)
        } else if output.json {
            OutputOptions.writeJSON(thread)
        } else {
            ThreadText.write(thread)
        }
        return JobEnd.status(thread)
    }
}
