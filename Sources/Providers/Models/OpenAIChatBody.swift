import CoreDomain
import CoreLanguage

/// What a server is sent for a conversation.
enum OpenAIChatBody {
    static func encode(
        _ request: ChatRequest, limit: ModelProviderSettings.TokenLimit, streams: Bool
    ) -> JSONObject {
        var body: JSONObject = [
            "model": .string(request.model), "messages": .array(request.messages.map(message)),
        ]
        if !request.tools.isEmpty { body["tools"] = .array(request.tools.map(tool)) }
        if let form = request.form { body["response_format"] = format(form) }
        if let temperature = request.temperature { body["temperature"] = .double(temperature) }
        if let tokensMax = request.tokensMax { body[limit.rawValue] = .integer(tokensMax) }
        if !request.stops.isEmpty { body["stop"] = .array(request.stops.map { .string($0) }) }
        if streams {
            body["stream"] = true
            body["stream_options"] = ["include_usage": true]
        }
        return body
    }

    private static func message(_ message: ChatMessage) -> JSONValue {
        switch message {
        case .system(let text): return ["role": "system", "content": .string(text)]
        case .user(let text): return ["role": "user", "content": .string(text)]
        case .tool(let id, let text): return ["role": "tool", "tool_call_id": .string(id), "content": .string(text)]
        case .assistant(let text, let calls):
            var members: JSONObject = ["role": "assistant", "content": text.map { .string($0) } ?? .null]
            if !calls.isEmpty { members["tool_calls"] = .array(calls.map(call)) }
            return .object(members)
        }
    }

    private static func call(_ call: ChatToolCall) -> JSONValue {
        let arguments = call.input.stringValue ?? call.input.serializedString()
        return [
            "id": .string(call.id), "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(arguments)],
        ]
    }

    private static func tool(_ tool: ChatTool) -> JSONValue {
        [
            "type": "function",
            "function": [
                "name": .string(tool.name), "description": .string(tool.summary), "parameters": tool.inputSchema,
            ],
        ]
    }

    private static func format(_ form: ChatRequest.AnswerForm) -> JSONValue {
        switch form {
        case .object: ["type": "json_object"]
        case .schema(let schema): ["type": "json_schema", "json_schema": ["name": "answer", "schema": schema]]
        }
    }
}
