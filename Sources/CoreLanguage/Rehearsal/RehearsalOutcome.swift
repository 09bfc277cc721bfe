/// What came of a rehearsal.
public struct RehearsalOutcome: Hashable, Sendable {
    /// How it ended.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// With a result.
        case completed
        /// With an error.
        case failed
        /// It was cancelled.
        case cancelled
        /// It paused at an error.
        case paused
        /// It waits for an event that does not come.
        case waiting
        /// An effect has no answer.
        case unanswered
        /// It took more than a rehearsal may.
        case limit
    }

    /// An event that was sent.
    public struct Sent: Hashable, Sendable {
        /// The event's name.
        public var name: String
        /// The thread it was sent to; nil for everybody.
        public var to: String?
        /// What it carried.
        public var payload: JSONValue
    }

    /// How it ended.
    public internal(set) var status = Status.waiting
    /// The result; only of a thread that completed.
    public internal(set) var result: JSONValue?
    /// Why it failed, paused, has no answer or reached a limit.
    public internal(set) var error: ScriptError?
    /// Where the error is in the source; nil without a source map.
    public internal(set) var place: SourceMap.Place?
    /// A rule that would answer the effect that has no answer.
    public internal(set) var rule: JSONValue?
    /// The numbers, from 0, of the world's rules that answered no effect.
    public internal(set) var unusedRules: [Int] = []
    /// The virtual time at the end.
    public internal(set) var elapsedMilliseconds: Int64 = 0
    /// What was told to whoever watches, in its order.
    public internal(set) var yields: [JSONValue] = []
    /// What was sent, in its order.
    public internal(set) var sends: [Sent] = []
    /// The effects in the order in which the thread wanted them, each attempt an entry of its own.
    public internal(set) var trace: [RehearsalTraceEntry] = []

    /// What kills would have done; nil when none were tried.
    public internal(set) var crashes: RehearsalCrashes?

    /// The outcome as JSON.
    public func encode() -> JSONValue {
        var outcome: JSONObject = ["status": .string(status.rawValue)]
        if let result { outcome["result"] = result }
        if let error { outcome["error"] = .object(encode(error)) }
        outcome["elapsed_ms"] = .integer(elapsedMilliseconds)
        outcome["yields"] = .array(yields)
        outcome["sends"] = .array(
            sends.map { ["name": .string($0.name), "to": $0.to.map { .string($0) } ?? .null, "payload": $0.payload] })
        if !unusedRules.isEmpty { outcome["unused_rules"] = .array(unusedRules.map { .integer(Int64($0)) }) }
        if let crashes { outcome["crashes"] = crashes.encode(trace) }
        outcome["trace"] = .array(trace.map { $0.encode() })
        return .object(outcome)
    }

    private func encode(_ error: ScriptError) -> JSONObject {
        var object: JSONObject = [
            "code": .string(error.code), "message": .string(error.message), "path": .string(error.path.description),
        ]
        if let place {
            object["line"] = .integer(Int64(place.line))
            object["column"] = .integer(Int64(place.column))
        }
        if let role = error.role { object["argument"] = .string(role) }
        if let tool = error.tool { object["tool"] = .string(tool) }
        if let rule { object["rule"] = rule }
        return object
    }
}
