/// What an agent's model said: a text, as it is or as the member `text`; calls of tools as the member `tool_calls`; and
/// where a type was asked for, the member `value`.
struct AgentAnswer {
    let text: JSONValue
    let calls: [JSONValue]
    let value: JSONValue

    /// Nil for an answer that is none.
    init?(_ answer: JSONValue) {
        if case .string = answer {
            (text, calls, value) = (answer, [], .null)
            return
        }
        guard case .object(let members) = answer else { return nil }
        switch members["text"] ?? .null {
        case .string, .null: text = members["text"] ?? .null
        default: return nil
        }
        switch members["tool_calls"] ?? .null {
        case .array(let calls): self.calls = calls
        case .null: calls = []
        default: return nil
        }
        value = members["value"] ?? .null
        guard !text.isNull || !calls.isEmpty || members["value"] != nil else { return nil }
    }
}
