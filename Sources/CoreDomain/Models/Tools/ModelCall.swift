import CoreLanguage

/// The calls of a language model that one step makes, and what they took together.
struct ModelCall {
    let route: ModelRoute
    var request: ChatRequest
    private(set) var usage = ModelUsage()

    /// A call of the model with what every input may say: `system`, `temperature`, `max_tokens`, `timeout`.
    init(_ input: ModelInput, _ route: ModelRoute) throws(CoreError) {
        self.route = route
        request = ChatRequest(
            model: route.providerModel, messages: [], temperature: try input.number("temperature", in: 0...2),
            tokensMax: try input.integer("max_tokens", in: 1...100_000_000), timeout: try input.timeout)
        if let system = try input.text("system") { request.messages = [.system(system)] }
    }

    mutating func add(_ message: ChatMessage) { request.messages.append(message) }

    /// Asks for a text, which is handed on as it comes where the model does that, and otherwise at the end.
    mutating func ask(_ items: StepItems?) async throws(CoreError) -> ChatAnswer {
        var onText: (@Sendable (String) async throws -> Void)?
        if let items, route.entry.streams { onText = { try await items.hand(.string($0)) } }
        let answer = try await route.provider.chat(request, onText: onText)
        usage.add(answer.usage)
        guard let items, onText == nil, let text = answer.text, !text.isEmpty else { return answer }
        do {
            try await items.hand(.string(text))
        } catch {
            throw CoreError(narrowing: error)
        }
        return answer
    }

    /// Asks for a value of a type; an answer that is none is asked for once more, with what was wrong about it.
    ///
    /// - Throws: `MODEL_ANSWER_INVALID` when that is none either.
    /// - Returns: No value when the model calls tools instead.
    mutating func ask(for type: AnswerType) async throws(CoreError) -> (ChatAnswer, JSONValue?) {
        demand(type)
        let (answer, fault) = try await attempt(type)
        switch fault {
        case .success(let value): return (answer, value)
        case .failure(let fault):
            // What was cut off would be cut off again.
            guard answer.finishReason != ChatAnswer.cutOff else { throw cutOff }
            add(.assistant(answer.text ?? "", calls: []))
            add(
                .user("That answer cannot be used. \(fault.message) Answer again, with nothing but the corrected JSON.")
            )
        }
        let (second, secondFault) = try await attempt(type)
        switch secondFault {
        case .success(let value): return (second, value)
        case .failure(let fault):
            if second.finishReason == ChatAnswer.cutOff { throw cutOff }
            throw CoreError(
                .modelAnswerInvalid,
                "The model \"\(route.model)\" gave no answer of the type, also when it was told what was wrong. "
                    + fault.message,
                fix: "Try again, simplify the type, or name another model.", retry: .later(after: .zero))
        }
    }

    private var cutOff: CoreError {
        CoreError(
            .modelAnswerInvalid,
            "The answer of the model \"\(route.model)\" was cut off before the value was complete.",
            fix: "Raise `max_tokens`, or ask for less.")
    }

    private mutating func attempt(
        _ type: AnswerType
    ) async throws(CoreError) -> (ChatAnswer, Result<JSONValue?, AnswerType.Fault>) {
        let answer = try await ask(nil)
        guard answer.calls.isEmpty else { return (answer, .success(nil)) }
        return (answer, type.value(in: answer.text ?? "").map { $0 })
    }

    /// Tells the server, or the model itself, what the answer has to be. Few servers take a schema beside tools.
    private mutating func demand(_ type: AnswerType) {
        switch route.entry.structure {
        case .schema where request.tools.isEmpty:
            request.form = .schema(type.envelope)
            return
        case .object where request.tools.isEmpty: request.form = .object
        case .schema, .object, .prompt: break
        }
        let text =
            "Give your answer as JSON alone, without any words around it. It has to fit this JSON Schema:\n"
            + type.envelope.serializedString()
        if case .system(let system) = request.messages.first {
            request.messages[0] = .system("\(system)\n\n\(text)")
        } else {
            request.messages.insert(.system(text), at: 0)
        }
    }

    /// What the step gives, with what every result of `llm` has.
    func output(_ answer: ChatAnswer, _ members: JSONObject) -> StepOutput {
        var output = members
        output["model"] = .string(route.model)
        output["finish_reason"] = .string(answer.finishReason)
        output["usage"] = usage.document(route.entry.price)
        return StepOutput(.object(output), usage: usage.byUnit)
    }
}
