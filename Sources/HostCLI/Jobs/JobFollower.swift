import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport
import HostWire

/// Follows one job or thread to its end, or until the user leaves it.
struct JobFollower {
    /// What came of it.
    enum Outcome {
        /// The job, which is over, or waits for somebody where nobody else can come.
        case ended(JSONValue)
        /// Ctrl-C: the job goes on without us.
        case detached
    }

    /// How what is followed is asked for.
    struct Subject: Sendable {
        let watch: String
        let get: String
        let field: String
        /// The member of the answer that it is in; nil for the answer itself.
        let member: String?
        /// The command that shows it.
        let command: String

        static let job = Subject(watch: "jobs.watch", get: "jobs.get", field: "job_id", member: nil, command: "job")
        static let thread = Subject(
            watch: "threads.watch", get: "threads.get", field: "thread_id", member: "thread", command: "thread")
    }

    /// Streams that may end before the job does, as when the server is restarted.
    private static let streamsMax = 20

    let session: any Session
    let job: String
    var subject = Subject.job
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
        var last: Int64?
        for _ in 0..<Self.streamsMax {
            let stream = try await session.follow(subject.watch, name(after: last))
            while let event = try await stream.next() {
                onEvent(event)
                last = event["seq"]?.int64Value ?? last
                if let waiting = try await waiting(after: event) { return waiting }
            }
            let found = try await found()
            if JobEnd.isOver(found) { return found }
            if Task.isCancelled { throw CoreError(.cancelled, "The job was left.") }
        }
        throw CoreError(
            .serverUnreachable, "The server ended the stream again and again, and the job is not over.",
            fix: "`scriptorium \(subject.command) show` tells how it stands.")
    }

    /// The thread, when it waits for somebody after this event and nobody else can come: this process owns the file. It is
    /// given a moment to take what was left for it before.
    private func waiting(after event: JSONValue) async throws(CoreError) -> JSONValue? {
        guard session.carriesThreads, event["status_changed"]?["to"] == "paused" else { return .none }
        let clock = SystemClock()
        do { try await clock.sleep(until: clock.monotonic() + .milliseconds(200)) } catch {
            throw CoreError(narrowing: error)
        }
        let found = try await found()
        let isAnswered = found["pause_reason"] == "ask" && found["pending_asks"]?.arrayValue?.isEmpty == true
        // With `? :` the literal `nil` would be JSON's null.
        if found["last_event_seq"] == event["seq"], !isAnswered { return found }
        return .none
    }

    private func name(after last: Int64?) -> JSONValue {
        var name: JSONObject = [subject.field: .string(job)]
        if subject.member != nil, let last { name["after_seq"] = .integer(last) }
        return .object(name)
    }

    private func found() async throws(CoreError) -> JSONValue {
        let answer = try await session.perform(subject.get, name(after: nil))
        return subject.member.flatMap { answer[$0] } ?? answer
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
