import CoreDomain
import CoreLanguage

/// An answer as it comes together, from one message or from many parts.
struct OpenAIChatParts {
    /// A call whose arguments come piece by piece.
    struct Call {
        let index: Int64
        var id = ""
        var name = ""
        var arguments = ""

        /// The call; what is no JSON stays a text, which the tool refuses.
        var call: ChatToolCall {
            let input: JSONValue
            if arguments.isEmpty {
                input = [:]
            } else {
                do throws(JSONError) { input = try JSONValue.parse(arguments) } catch { input = .string(arguments) }
            }
            return ChatToolCall(id: id, name: name, input: input)
        }
    }

    private(set) var text = ""
    private(set) var calls: [Call] = []
    private(set) var isRefusal = false
    var finishReason: String?
    var usage = ModelUsage()

    /// Takes a message, or a part of one, and gives the text in it.
    @discardableResult
    mutating func take(_ part: JSONValue) -> String? {
        for (place, call) in (part["tool_calls"]?.arrayValue ?? []).enumerated() {
            take(call, at: call["index"]?.int64Value ?? Int64(place))
        }
        if let refusal = part["refusal"]?.stringValue, !refusal.isEmpty { isRefusal = true }
        guard let content = part["content"] else { return nil }
        // A list of parts is what a few servers give.
        let new = content.stringValue ?? (content.arrayValue ?? []).compactMap { $0["text"]?.stringValue }.joined()
        text += new
        return new
    }

    private mutating func take(_ part: JSONValue, at index: Int64) {
        let place: Int
        if let found = calls.firstIndex(where: { $0.index == index }) {
            place = found
        } else {
            place = calls.count
            calls.append(Call(index: index))
        }
        if let id = part["id"]?.stringValue, calls[place].id.isEmpty { calls[place].id = id }
        if let name = part["function"]?["name"]?.stringValue, calls[place].name.isEmpty { calls[place].name = name }
        guard let arguments = part["function"]?["arguments"], !arguments.isNull else { return }
        calls[place].arguments += arguments.stringValue ?? arguments.serializedString()
    }
}
