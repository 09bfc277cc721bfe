import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport
import HostWire

/// Follows one job to its end, or until the user leaves it.
struct JobFollower {
    /// What came of it.
    enum Outcome {
        /// The job, which is over.
        case ended(JSONValue)
        /// Ctrl-C: the job goes on without us.
        case detached
    }

    /// Streams that may end before the job does, as when the server is restarted.
    private static let streamsMax = 20

    let session: any Session
    let job: String
    /// Called for each event.
    let onEvent: @Sendable (JSONValue) -> Void

    /// Follows the job with its progress on standard error.
    static func followShowingProgress(_ job: String, _ session: any Session) async throws(CoreError) -> Outcome {
        let reporter = ProgressReporter()
        let drawing = Task { await reporter.draw() }
        let follower = JobFollower(session: session, job: job) { reporter.take($0) }
        let outcome: Result<Outcome, CoreError>
        do throws(CoreError) {
            outcome = .success(try await follower.follow())
        } catch {
            outcome = .failure(error)
        }
        drawing.cancel()
        await drawing.value
        reporter.clear()
        return try outcome.get()
    }

    /// Follows until the end, or the first Ctrl-C.
    func follow() async throws(CoreError) -> Outcome {
        let following = Task { () async -> Result<JSONValue, CoreError> in
            do throws(CoreError) { return .success(try await end()) } catch { return .failure(error) }
        }
        Interrupts.onFirst { following.cancel() }
        switch await following.value {
        case .success(let job): return .ended(job)
        case .failure(let error):
            if error.reason == .cancelled, following.isCancelled { return .detached }
            throw error
        }
    }

    private func end() async throws(CoreError) -> JSONValue {
        for _ in 0..<Self.streamsMax {
            let stream = try await session.follow("jobs.watch", ["job_id": .string(job)])
            while let event = try await stream.next() { onEvent(event) }
            let found = try await session.perform("jobs.get", ["job_id": .string(job)])
            if JobEnd.isOver(found) { return found }
            if Task.isCancelled { throw CoreError(.cancelled, "The job was left.") }
        }
        throw CoreError(
            .serverUnreachable, "The server ended the stream again and again, and the job is not over.",
            fix: "`scriptorium job show` tells how it stands.")
    }
}

/// What the end of a job means to whoever waited for it.
enum JobEnd {
    static func isOver(_ job: JSONValue) -> Bool {
        ["completed", "failed", "cancelled"].contains(job["status"]?.stringValue)
    }

    /// 0 for a job that did what it should, 1 for any other end.
    static func status(_ job: JSONValue) -> Int32 {
        job["status"]?.stringValue == "completed" ? 0 : ErrorTable.ExitStatus.failed.rawValue
    }

    /// Prints the result, or why there is none, and what it cost.
    static func print(_ job: JSONValue, _ output: OutputOptions) {
        guard !output.json else { return OutputOptions.writeJSON(job) }
        JobText.write(job)
    }
}
