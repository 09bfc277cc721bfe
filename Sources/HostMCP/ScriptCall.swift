import CoreDomain
import CoreLanguage
import Synchronization

/// One call of a tool: a thread, from its beginning to its end.
struct ScriptCall: Sendable {
    /// Streams that may end before the thread does, as when a server is restarted.
    private static let streamsMax = 20

    let backend: any MCPBackend
    let script: String
    let input: JSONValue
    /// Tells the client how far the thread is; nil when nobody wants to know.
    let report: (@Sendable (String) async -> Void)?
    /// Asks the person behind the client; nil when the client cannot. Gives the answer, or nil when there is none.
    let ask: (@Sendable (JSONValue) async -> JSONValue?)?

    /// The result, as `tools/call` answers. When the task is cancelled, so is the thread.
    func result() async throws(CoreError) -> JSONValue {
        let begun = try await backend.perform(
            "threads.create", ["script_name": .string(script), "input": input, "metadata": ["via": "mcp"]])
        guard let thread = begun["thread_id"]?.stringValue else {
            throw CoreError(.serverAnswerInvalid, "A thread was begun and has no id.")
        }
        do throws(CoreError) {
            return try await end(of: thread)
        } catch {
            guard Task.isCancelled else { throw error }
            // In a task of its own: this one is cancelled, and the thread is to learn of it.
            let backend = backend
            await Task {
                _ = try? await backend.perform("threads.cancel", ["thread_id": .string(thread)])  // reason: may be over
            }.value
            throw error
        }
    }

    private func end(of thread: String) async throws(CoreError) -> JSONValue {
        var last: Int64 = 0
        var (fruitless, hasAnswered) = (0, false)
        while fruitless < Self.streamsMax {
            if !hasAnswered {
                let seen = try await follow(thread, after: last)
                fruitless = seen.last > last ? 0 : fruitless + 1
                last = seen.last
            }
            // Who answered wrongly is asked again, and nothing happens in between that could be followed.
            hasAnswered = false
            let found = try await state(of: thread)
            switch found["status"]?.stringValue {
            case "completed": return try await output(of: thread)
            case "failed", "cancelled": return Self.failure(found, thread)
            case "paused" where Self.isWaiting(found):
                guard try await answer(found, thread) else { return Self.pause(found, thread) }
                hasAnswered = true
            default: continue
            }
        }
        throw CoreError(.serverUnreachable, "The server ended the stream again and again, and the thread is not over.")
    }

    /// Whether somebody has to come; a thread whose question was just answered goes on by itself.
    private static func isWaiting(_ thread: JSONValue) -> Bool {
        thread["pause_reason"] != "ask" || thread["pending_asks"]?.arrayValue?.isEmpty == false
    }

    /// Follows the thread until it is over, or pauses; gives the last event that was seen.
    private func follow(_ thread: String, after: Int64) async throws(CoreError) -> Seen {
        let seen = Seen(after)
        let report = report
        try await backend.follow(
            "threads.watch", ["thread_id": .string(thread), "after_seq": .integer(after)]
        ) { event in
            if let sequence = event["seq"]?.int64Value { seen.note(sequence) }
            if let text = Self.text(event) { await report?(text) }
            // A thread that is paused already asks its next question without another pause.
            return event["status_changed"]?["to"] != "paused" && event["ask"] == nil
        }
        if Task.isCancelled { throw CoreError(.cancelled, "The call was cancelled.") }
        return seen
    }

    /// What a stream has told so far.
    private final class Seen: Sendable {
        private let sequence: Mutex<Int64>
        init(_ last: Int64) { sequence = Mutex(last) }
        var last: Int64 { sequence.withLock { $0 } }
        func note(_ last: Int64) { sequence.withLock { $0 = last } }
    }

    private func state(of thread: String) async throws(CoreError) -> JSONValue {
        let answer = try await backend.perform("threads.get", ["thread_id": .string(thread)])
        return answer["thread"] ?? answer
    }

    /// What people are told of an event; nil for what is of no interest.
    private static func text(_ event: JSONValue) -> String? {
        if let yielded = event["yielded"] {
            let value = yielded["value"] ?? .null
            return value.stringValue ?? value.serializedString()
        }
        guard let step = event["step"], let status = step["status"]?.stringValue else { return nil }
        let name = step["step_name"]?.stringValue ?? ""
        return "\(name.isEmpty ? step["step_path"]?.stringValue ?? "" : name): \(status)"
    }

    // MARK: Questions

    /// Asks the person behind the client what the thread asks; false when nobody answers.
    private func answer(_ thread: JSONValue, _ id: String) async throws(CoreError) -> Bool {
        guard let ask, thread["pause_reason"] == "ask", let question = thread["pending_asks"]?.arrayValue?.first,
            let answer = await ask(question)
        else { return false }
        let path = question["step_path"] ?? ""
        do throws(CoreError) {
            _ = try await backend.perform(
                "threads.resume", ["thread_id": .string(id), "step_path": path, "step_input_override": answer])
        } catch {
            // It was no answer to the question, or somebody else was faster: the thread tells what is asked now.
            guard
                error.reason == .askAnswerInvalid || error.reason == .askAlreadyAnswered
                    || error.reason == .threadNotPaused
            else { throw error }
        }
        return true
    }

    // MARK: Results

    private func output(of thread: String) async throws(CoreError) -> JSONValue {
        let result = try await backend.perform(
            "threads.result", ["thread_id": .string(thread), "output_only": true])
        guard result["output_truncated"]?.boolValue != true else {
            return Self.result(
                "The result of the thread \(thread) is too large to be sent.",
                ["thread_id": .string(thread), "status": "completed"], isError: true)
        }
        let output = result["output"] ?? .null
        return Self.result(output.serializedString(), output.objectValue == nil ? ["result": output] : output)
    }

    private static func failure(_ thread: JSONValue, _ id: String) -> JSONValue {
        let failure = thread["failure"] ?? .null
        let reason = failure["reason"]?.stringValue ?? failure["code"]?.stringValue ?? ""
        let status = thread["status"]?.stringValue ?? "failed"
        let message = thread["error"]?.stringValue ?? ""
        let why = [reason, message].filter { !$0.isEmpty }.joined(separator: ": ")
        return result(
            "The thread \(id) is \(status). \(why)",
            ["thread_id": .string(id), "status": .string(status), "failure": failure], isError: true)
    }

    /// A thread that waits for somebody. It is told as an error, since its result is not there.
    private static func pause(_ thread: JSONValue, _ id: String) -> JSONValue {
        let asks = thread["pending_asks"]?.arrayValue ?? []
        var lines = asks.map { ask in
            let options = (ask["options"]?.arrayValue ?? []).compactMap(\.stringValue)
            let choice = options.isEmpty ? "" : " (\(options.joined(separator: ", ")))"
            return "It asks: \(ask["prompt"]?.stringValue ?? "")\(choice)"
        }
        if let error = thread["error"]?.stringValue, !error.isEmpty { lines.append("A step failed: \(error)") }
        let text = (["The thread \(id) is paused, and goes on once somebody resumes it."] + lines)
            .joined(separator: "\n")
        return result(
            text,
            [
                "thread_id": .string(id), "status": "paused", "pause_reason": thread["pause_reason"] ?? .null,
                "pending_asks": .array(asks),
            ], isError: true)
    }

    static func result(_ text: String, _ structured: JSONValue?, isError: Bool = false) -> JSONValue {
        var result: JSONObject = ["content": [["type": "text", "text": .string(text)]], "isError": .bool(isError)]
        if let structured { result["structuredContent"] = structured }
        return .object(result)
    }
}
