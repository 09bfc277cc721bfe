import CoreLanguage

/// `llm`: writes a text or a value of a type, decides, judges, and is what an agent thinks with.
///
/// Which of these it is, the input tells: an agent's has `history`, a decision's `branches`, a check's only a `question`.
struct LanguageModelTool: Sendable {
    let router: ModelRouter
    let tools: ToolSignatures

    func call(
        _ input: JSONValue, _ context: StepContext, _ items: StepItems
    ) async throws(CoreError) -> StepOutput {
        let input = try ModelInput(input)
        let route = try router.route(try input.text("model"), for: .llm)
        if input["history"] != nil { return try await work(input, route, items) }
        if input["branches"] != nil { return try await decide(input, route) }
        if input["prompt"] == nil, input["question"] != nil { return try await judge(input, route) }
        return try await write(input, route, items)
    }

    // MARK: Texts and values

    private func write(
        _ input: ModelInput, _ route: ModelRoute, _ items: StepItems
    ) async throws(CoreError) -> StepOutput {
        var call = try ModelCall(input, route)
        for message in try input.list("messages") { call.add(try Self.message(message)) }
        call.add(.user(input.opening(try input.neededText("prompt"))))
        call.request.stops = try input.texts("stop") ?? []
        return try await answer(&call, try input.answerType, items)
    }

    private func answer(
        _ call: inout ModelCall, _ type: AnswerType?, _ items: StepItems
    ) async throws(CoreError) -> StepOutput {
        guard let type else {
            let answer = try await call.ask(items)
            return call.output(answer, ["text": .string(answer.text ?? "")])
        }
        let (answer, value) = try await call.ask(for: type)
        return call.output(answer, ["text": .string(answer.text ?? ""), "value": value ?? .null])
    }

    private static func message(_ json: JSONValue) throws(CoreError) -> ChatMessage {
        let message = try ModelInput(json)
        let content = try message.neededText("content")
        switch try message.neededText("role") {
        case "system", "developer": return .system(content)
        case "user": return .user(content)
        case "assistant": return .assistant(content, calls: [])
        default:
            throw ModelInput.outOfRange("messages", "A message's `role` is `system`, `user` or `assistant`.")
        }
    }

    // MARK: Decisions

    private func decide(_ input: ModelInput, _ route: ModelRoute) async throws(CoreError) -> StepOutput {
        let branches = try input.neededTexts("branches")
        var lines: [String] = []
        for choice in try input.list("cases") {
            guard let branch = choice["branch"]?.stringValue else { continue }
            lines.append("- \(branch): \(choice["when"]?.promptText ?? "")")
        }
        let described = Set(try input.list("cases").compactMap { $0["branch"]?.stringValue })
        lines += branches.filter { !described.contains($0) }.map { "- \($0): when no other one fits" }
        let task = try input.text("question") ?? ""
        let question = "\(task)\n\nChoose one of these branches:\n\(lines.joined(separator: "\n"))"
        return try await judge(
            question, input, route, member: "branch", ["type": "string", "enum": .array(branches.map { .string($0) })],
            otherwise: "Answer with the name of one branch and nothing else.")
    }

    private func judge(_ input: ModelInput, _ route: ModelRoute) async throws(CoreError) -> StepOutput {
        try await judge(
            try input.neededText("question"), input, route, member: "pass", ["type": "boolean"],
            otherwise: "Answer with yes or no and nothing else.")
    }

    /// Asks for one word. An answer that is none goes back as it is, since whoever asked asks once more.
    private func judge(
        _ question: String, _ input: ModelInput, _ route: ModelRoute, member: String, _ schema: JSONValue,
        otherwise instruction: String
    ) async throws(CoreError) -> StepOutput {
        var call = try ModelCall(input, route)
        if route.entry.structure == .schema {
            call.add(.user(input.opening(question)))
            call.request.form = .schema([
                "type": "object", "properties": .object([member: schema]), "required": [.string(member)],
                "additionalProperties": false,
            ])
        } else {
            call.add(.user(input.opening("\(question)\n\n\(instruction)")))
        }
        let answer = try await call.ask(nil)
        var output: JSONObject = ["text": .string(answer.text ?? "")]
        // An answer that is no JSON is a word, which the text says.
        if case .success(let json) = AnswerType.json(in: answer.text ?? ""), let found = json[member] {
            output[member] = found
        }
        return call.output(answer, output)
    }

    // MARK: Agents

    private func work(
        _ input: ModelInput, _ route: ModelRoute, _ items: StepItems
    ) async throws(CoreError) -> StepOutput {
        var call = try ModelCall(input, route)
        call.request.tools = try AgentConversation.tools(of: input, tools)
        call.add(.user(input.opening(try input.neededText("task"))))
        for message in try AgentConversation.messages(of: input) { call.add(message) }
        let (answer, value) =
            if let type = try input.answerType { try await call.ask(for: type) } else {
                (try await call.ask(items), JSONValue?.none)
            }
        return call.output(answer, AgentConversation.output(of: answer, value, iteration: input["iteration"]))
    }
}
