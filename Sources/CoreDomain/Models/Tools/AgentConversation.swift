import CoreLanguage

/// An agent's input as a conversation, and its model's answer as the agent reads it.
enum AgentConversation {
    /// The tools that the model may call, each name once: a call names only that.
    static func tools(of input: ModelInput, _ signatures: ToolSignatures) throws(CoreError) -> [ChatTool] {
        var tools: [ChatTool] = []
        var names: Set<String> = []
        for tool in try input.list("tools") {
            guard let name = tool["name"]?.stringValue, names.insert(name).inserted else { continue }
            let signature = signatures[ToolName(name, from: tool["source"]?.stringValue ?? "")]
            tools.append(
                ChatTool(
                    name: name, summary: signature?.summary ?? "",
                    inputSchema: signature?.inputSchema ?? ["type": "object"]))
        }
        return tools
    }

    /// What was said and called so far.
    static func messages(of input: ModelInput) throws(CoreError) -> [ChatMessage] {
        var messages: [ChatMessage] = []
        for (round, turn) in try input.list("history").enumerated() {
            var calls: [ChatToolCall] = []
            var results: [ChatMessage] = []
            for (number, call) in (turn["tool_calls"]?.arrayValue ?? []).enumerated() {
                let id = call["id"]?.stringValue ?? Self.id(round, number)
                calls.append(
                    ChatToolCall(id: id, name: call["name"]?.stringValue ?? "", input: call["input"] ?? [:]))
                results.append(.tool(id: id, (call["output"] ?? .null).promptText))
            }
            messages.append(.assistant(turn["text"]?.stringValue, calls: calls))
            messages += results
        }
        return messages
    }

    /// The members that an agent reads.
    static func output(of answer: ChatAnswer, _ value: JSONValue?, iteration: JSONValue?) -> JSONObject {
        let text = answer.text.flatMap { $0.isEmpty ? nil : $0 }
        var output: JSONObject = ["text": text.map { .string($0) } ?? .null]
        if let value { output["value"] = value }
        guard !answer.calls.isEmpty else { return output }
        let round = Int(clamping: iteration?.int64Value ?? 0)
        var seen: Set<String> = []
        output["tool_calls"] = .array(
            answer.calls.enumerated().map { number, call in
                // Results are told apart by the ids, which some models leave out or repeat.
                let isOwn = !call.id.isEmpty && seen.insert(call.id).inserted
                return [
                    "id": .string(isOwn ? call.id : id(round, number)), "name": .string(call.name), "input": call.input,
                ]
            })
        return output
    }

    private static func id(_ round: Int, _ number: Int) -> String { "call_\(round)_\(number)" }
}
