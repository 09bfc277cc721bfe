import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform

struct JobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job", abstract: "List, show, follow and cancel runs of recipes.",
        subcommands: [JobListCommand.self, JobShowCommand.self, JobWatchCommand.self, JobCancelCommand.self])
}

/// What every command about jobs is told: where, whose, and how to print.
struct JobOptions: ParsableArguments {
    @OptionGroup var target: TargetOptions
    @OptionGroup var acting: ActingOptions
    @OptionGroup var output: OutputOptions

    func withSession<Value: Sendable>(
        _ host: CommandLineHost, _ access: TargetOptions.Access, _ body: (any Session) async throws -> Value
    ) async throws(CoreError) -> Value {
        try await target.withSession(host, access, account: acting.account, body)
    }
}

struct JobListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the account's jobs, the newest first.")

    @OptionGroup var options: JobOptions
    @OptionGroup var page: PageOptions
    var output: OutputOptions { options.output }

    @Option(help: "Only jobs that are pending, processing, completed, failed or cancelled.")
    var status: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        var input = JSONObject()
        for (name, value) in page.members + [("status", status.map { .string($0) })] { input[name] = value }
        let jobs = try await options.withSession(host, .reading) { session in
            try await session.perform("jobs.list", .object(input))
        }
        output.print(jobs, listing: "jobs", JobText.columns, none: "No jobs.", in: host)
    }
}

struct JobShowCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a job, its steps and its result.")

    @OptionGroup var options: JobOptions
    var output: OutputOptions { options.output }

    @Argument(help: "The job.")
    var id: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let (job, steps) = try await options.withSession(host, .reading) { session in
            let name: JSONValue = ["job_id": .string(id)]
            return (try await session.perform("jobs.get", name), try await session.perform("jobs.steps", name))
        }
        guard !output.json else {
            guard case .object(var members) = job else { return OutputOptions.writeJSON(job) }
            members["steps"] = steps["steps"]
            return OutputOptions.writeJSON(.object(members))
        }
        JobText.write(job)
        StandardStream.output.write("\n")
        output.print(steps, listing: "steps", JobText.stepColumns, none: "No step was tried yet.", in: host)
    }
}

struct JobWatchCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow a job to its end; on a file, carry it on meanwhile.")

    @OptionGroup var options: JobOptions
    var output: OutputOptions { options.output }

    @Argument(help: "The job.")
    var id: String

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        try await options.withSession(host, .owning) { session in
            let outcome: JobFollower.Outcome
            if output.json {
                outcome = try await JobFollower(session: session, job: id) { event in
                    OutputOptions.writeJSON(event, style: .compact)
                }.follow()
            } else {
                outcome = try await JobFollower.followShowingProgress(id, session)
            }
            return JobReport.report(outcome, id, session, output, printsJSON: false)
        }
    }
}

/// Tells the user what came of following a job.
enum JobReport {
    /// Prints the outcome and returns the exit status. With `--json` the end is printed only where `printsJSON`.
    static func report(
        _ outcome: JobFollower.Outcome, _ id: String, _ session: any Session, _ output: OutputOptions, printsJSON: Bool
    ) -> Int32 {
        switch outcome {
        case .ended(let job):
            if !output.json || printsJSON { JobEnd.print(job, output) }
            return JobEnd.status(job)
        case .detached:
            StandardStream.error.write(JobHints.goesOn(id, session) + "\n")
            return detachedStatus
        }
    }

    /// As a shell counts a program that SIGINT ended.
    static let detachedStatus: Int32 = 130
}

struct JobCancelCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a job; what it cost is given back.")

    @OptionGroup var options: JobOptions
    var output: OutputOptions { options.output }

    @Argument(help: "The job.")
    var id: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let job = try await options.withSession(host, .owning) { session in
            try await session.perform("jobs.cancel", ["job_id": .string(id)])
        }
        JobEnd.print(job, output)
    }
}
