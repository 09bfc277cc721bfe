/// What a thread wanted done, and what came of it.
public struct RehearsalTraceEntry: Hashable, Sendable {
    /// What came of an effect.
    public enum End: Hashable, Sendable {
        /// It has this value.
        case value(JSONValue)
        /// It failed.
        case error(ScriptError)
        /// It was given up.
        case cancelled
    }

    /// When it began, its delay being over.
    public var atMilliseconds: Int64
    /// Its path.
    public var path: StepPath
    /// The line of the step; nil without a source map.
    public var line: Int?
    /// What it is: `tool`, `model`, `ask`, `run`, `plan`, `ingredient`, `wait`, `event`, `yield`, `send`.
    public var effect: String
    /// The name of the tool, model capability, script, ingredient or event; nil for what has none.
    public var name: String?
    /// The input; of a wait what it waits for.
    public var input: JSONValue
    /// The number of the attempt, from 1.
    public var attempt: Int
    /// The items of a stream that came before its end.
    public var items: [JSONValue] = []
    /// When it ended; nil while it is under way.
    public var endedMilliseconds: Int64?
    /// What came of it; nil while it is under way.
    public var end: End?

    init(_ effect: MachineEffect, at time: Int64, line: Int?) {
        atMilliseconds = time
        path = effect.path
        self.line = line
        input = effect.input
        attempt = effect.attempt
        if let (word, name) = RehearsalRule.Target(effect.kind)?.member {
            self.effect = word
            self.name = name.stringValue
            return
        }
        switch effect.kind {
        case .wait(.duration(let milliseconds)):
            self.effect = "wait"
            input = ["duration_ms": .integer(milliseconds)]
        case .wait(.until(let text)):
            self.effect = "wait"
            input = ["until": .string(text)]
        case .awaitEvent(let name, let timeout):
            self.effect = "event"
            self.name = name
            input = timeout.map { ["timeout_ms": .integer($0)] } ?? .null
        case .send(let name, let to):
            self.effect = "send"
            self.name = name
            input = ["to": to.map { .string($0) } ?? .null, "payload": effect.input]
        default: self.effect = "yield"
        }
    }

    /// The entry as JSON.
    public func encode() -> JSONValue {
        var entry: JSONObject = ["at_ms": .integer(atMilliseconds), "path": .string(path.description)]
        if let line { entry["line"] = .integer(Int64(line)) }
        entry["effect"] = .string(effect)
        if let name { entry["name"] = .string(name) }
        entry["input"] = input
        entry["attempt"] = .integer(Int64(attempt))
        if !items.isEmpty { entry["items"] = .array(items) }
        if let endedMilliseconds { entry["ended_ms"] = .integer(endedMilliseconds) }
        switch end {
        case .value(let value): entry["value"] = value
        case .error(let error): entry["error"] = ["code": .string(error.code), "message": .string(error.message)]
        case .cancelled: entry["cancelled"] = true
        case nil: break
        }
        return .object(entry)
    }
}
