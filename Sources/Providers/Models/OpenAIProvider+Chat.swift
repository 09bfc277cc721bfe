public import CoreDomain
import CoreLanguage

extension OpenAIProvider {
    public func chat(
        _ request: ChatRequest, onText: (@Sendable (String) async throws -> Void)?
    ) async throws(CoreError) -> ChatAnswer {
        let body = OpenAIChatBody.encode(request, limit: tokenLimit, streams: onText != nil)
        guard let onText else {
            let answer = try await post("/chat/completions", body, within: request.timeout)
            return try whole(answer)
        }
        let bytes = JSONValue.object(body).serialized()
        return try await within(request.timeout) { () async throws(CoreError) in
            let answer = try await send(
                "/chat/completions", "application/json", bytes, accept: "text/event-stream", request.timeout)
            // Some servers do not stream, whatever they are asked.
            guard answer.header("content-type")?.hasPrefix("application/json") != true else {
                let whole = try whole(try await json(answer))
                if let text = whole.text, !text.isEmpty { try await hand(text, to: onText) }
                return whole
            }
            return try await stream(answer, onText)
        }
    }

    private func whole(_ body: JSONValue) throws(CoreError) -> ChatAnswer {
        guard let choice = body["choices"]?[0], let message = choice["message"] else {
            throw failure.unreadable("it has no choices.")
        }
        var parts = OpenAIChatParts()
        parts.take(message)
        parts.finishReason = choice["finish_reason"]?.stringValue
        parts.usage = Self.usage(body)
        return try answer(parts)
    }

    private func stream(
        _ answer: HTTPAnswer, _ onText: @Sendable (String) async throws -> Void
    ) async throws(CoreError) -> ChatAnswer {
        var (events, parts, count) = (ServerSentEvents(), OpenAIChatParts(), 0)
        while let bytes = try await next(of: answer) {
            guard bytes.count <= Self.bytesMax - count else { throw tooLarge }
            count += bytes.count
            for event in events.read(bytes) {
                if event == "[DONE]" { return try self.answer(parts) }
                if let text = try take(event, &parts) { try await hand(text, to: onText) }
            }
        }
        guard parts.finishReason != nil else { throw failure.cutOff }
        return try self.answer(parts)
    }

    /// Takes an event and gives the text that it brings.
    private func take(_ event: String, _ parts: inout OpenAIChatParts) throws(CoreError) -> String? {
        let body: JSONValue
        do throws(JSONError) {
            body = try JSONValue.parse(event)
        } catch {
            throw failure.unreadable("an event is no JSON (\(error.kind.rawValue)).")
        }
        if let error = body["error"], !error.isNull { throw failure.error(inStream: body) }
        if let usage = body["usage"], !usage.isNull { parts.usage = Self.usage(body) }
        guard let choice = body["choices"]?[0] else { return nil }
        if let reason = choice["finish_reason"]?.stringValue { parts.finishReason = reason }
        let text = choice["delta"].flatMap { parts.take($0) }
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func hand(
        _ text: String, to onText: @Sendable (String) async throws -> Void
    ) async throws(CoreError) {
        do {
            try await onText(text)
        } catch {
            throw CoreError(narrowing: error)
        }
    }

    private func answer(_ parts: OpenAIChatParts) throws(CoreError) -> ChatAnswer {
        let hasNothing = parts.text.isEmpty && parts.calls.isEmpty
        if hasNothing, parts.isRefusal || parts.finishReason == "content_filter" { throw failure.refusal }
        return ChatAnswer(
            text: parts.text.isEmpty ? nil : parts.text, calls: parts.calls.map(\.call),
            finishReason: parts.finishReason ?? "stop", usage: parts.usage)
    }
}
