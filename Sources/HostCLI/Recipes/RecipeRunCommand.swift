import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform

struct RecipeRunCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a recipe and print its result and its cost.")

    @OptionGroup var options: JobOptions
    @OptionGroup var input: RecipeInput
    var output: OutputOptions { options.output }

    @Argument(help: "The recipe: namespace:kind:slug.")
    var id: String

    @Option(help: "The version. (default: the latest)")
    var recipeVersion: String?

    @Option(help: "Your own name for the run.")
    var reference: String?

    @Option(help: "How long it may take. (default: 3600)")
    var ttlSeconds: Int64?

    @Flag(help: "Whether to stay with the run.")
    var mode = Mode.follow

    @Option(help: "Your own name for this call, so that it can be repeated safely.")
    var idempotencyKey: String?

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        let request = try request()
        return try await options.withSession(host, .owning) { session in
            let accepted = try await session.perform("recipes.run", request, idempotencyKey: idempotencyKey)
            guard let job = accepted["job_id"]?.stringValue else {
                throw CoreError(.internalError, "An accepted run has no job.")
            }
            if mode == .detach {
                output.print(accepted)
                StandardStream.error.write(JobHints.goesOn(job, session) + "\n")
                return 0
            }
            let outcome: JobFollower.Outcome
            if output.json {
                outcome = try await JobFollower(session: session, job: job) { _ in }.follow()
            } else {
                outcome = try await JobFollower.followShowingProgress(job, session)
            }
            return JobReport.report(outcome, job, session, output, printsJSON: true)
        }
    }

    /// What a command does once the run was accepted.
    enum Mode: EnumerableFlag {
        case follow
        case detach

        static func help(for value: Mode) -> ArgumentHelp? {
            switch value {
            case .follow: "Follow the run to its end. (default)"
            case .detach: "Begin the run and leave it; print its job."
            }
        }
    }

    private func request() throws(CoreError) -> JSONValue {
        var request: JSONObject = ["recipe_id": .string(id), "input": try input.value()]
        request["version"] = recipeVersion.map { .string($0) }
        request["reference_id"] = reference.map { .string($0) }
        request["ttl_seconds"] = ttlSeconds.map { .integer($0) }
        return .object(request)
    }
}
