/// A model that works with tools: it is called, its calls of tools are carried out, and it is called again with what
/// came of them, until it gives a text.
extension MachineRun {
    static let iterationsDefault: Int64 = 10
    static let iterationsMax: Int64 = 1_000
    /// How many tools a model may call at once.
    static let callsMax = 64

    mutating func beginAgent(
        _ number: Int, _ input: JSONValue, at path: StepPath, _ fiber: inout Fiber, _ slot: Int
    ) -> Next {
        let object = input.objectValue ?? JSONObject()
        let most: Int
        do throws(EvaluationError) {
            most = try Self.iterations(object["max_iterations"])
        } catch {
            return raise(ScriptError(error, role: "max_iterations"), &fiber, slot)
        }
        clearTemporaries(of: &fiber)
        fiber.work = .agent(AgentWork(site: number, iterationsMax: most, input: object))
        return callModel(&fiber, slot)
    }

    /// How often an agent calls its model at most; nil counts as not said.
    private static func iterations(_ value: JSONValue?) throws(EvaluationError) -> Int {
        guard let value else { return Int(iterationsDefault) }
        guard let number = value.int64Value else {
            throw EvaluationError(.type, "\"max_iterations\" is a whole number, not \(value.scriptTypeName).")
        }
        guard (1...iterationsMax).contains(number) else {
            throw EvaluationError(.argument, "\"max_iterations\" is 1 to \(iterationsMax), not \(number).")
        }
        return Int(number)
    }

    private mutating func callModel(_ fiber: inout Fiber, _ slot: Int) -> Next {
        guard case .agent(let agent) = fiber.work, case .agent(let tools) = tables.effects[agent.site].kind else {
            return raise(Self.invalidState, &fiber, slot)
        }
        var input = agent.input
        input["tools"] = .array(tools.map { ["name": .string($0.name), "source": .string($0.source)] })
        input["iteration"] = .integer(Int64(agent.iteration))
        input["history"] = .array(agent.history)
        let path = path(tables.effects[agent.site].path, in: fiber).appending(iteration: agent.iteration)
        return wait(for: Wait(path: path, role: .site(agent.site), input: .object(input)), &fiber, slot)
    }

    /// Something has come of the model call, or of tool calls.
    mutating func resumeAgent(_ fiber: inout Fiber, _ slot: Int) -> Next {
        while let place = fiber.waits.firstIndex(where: { $0.inbox != nil }) {
            let wait = fiber.waits.remove(at: place)
            let next: Next
            switch (wait.role, wait.inbox) {
            case (.toolCall(let number), .completed(let value)): next = note(value, of: number, &fiber)
            case (.toolCall(let number), .failed(let error)):
                next = retry(wait, error, number, &fiber, slot)
            case (_, .completed(let value)): next = answered(wait, value, &fiber, slot)
            case (_, .failed(let error)): next = fail(wait, error, &fiber, slot)
            case (_, nil): next = .suspend
            }
            guard case .suspend = next, fiber.work != nil else { return next }
        }
        return nextIteration(&fiber, slot)
    }

    /// What the model said: the result, or calls of tools.
    private mutating func answered(
        _ wait: Wait, _ value: JSONValue, _ fiber: inout Fiber, _ slot: Int
    ) -> Next {
        guard case .agent(var agent) = fiber.work else { return raise(Self.invalidState, &fiber, slot) }
        guard let answer = AgentAnswer(value), answer.calls.count <= Self.callsMax else {
            let message = AgentAnswer(value).map {
                "The model called \($0.calls.count) tools at once; \(Self.callsMax) are the most."
            }
            // Resumed, the thread asks the model again.
            fiber.failedWait = wait
            fiber.failedWait?.inbox = nil
            return raise(
                ScriptError(
                    code: ScriptError.Code.modelAnswer,
                    message: message ?? "The model gave neither a text nor calls of tools."),
                &fiber, slot)
        }
        agent.text = answer.text
        agent.calls = answer.calls
        guard !agent.calls.isEmpty else { return finish(agent, answer.value, isExhausted: false, &fiber) }
        agent.results = [JSONValue?](repeating: nil, count: agent.calls.count)
        let path = path(tables.effects[agent.site].path, in: fiber).appending(iteration: agent.iteration)
        fiber.work = .agent(agent)
        for (number, call) in agent.calls.enumerated() {
            guard tool(of: call, agent.site) != nil else {
                let name = Suggestion.clipped(call["name"]?.stringValue ?? "")
                let error = ScriptError(code: "TOOL_UNKNOWN", message: "There is no tool \"\(name)\" here.")
                _ = note(Self.report(error), of: number, &fiber)
                continue
            }
            let wait = Wait(
                path: path.appending(step: String(number)), role: .toolCall(number),
                input: [
                    "input": call["input"] ?? [:], "name": call["name"] ?? .null, "site": .integer(Int64(agent.site)),
                ])
            if let error = give(wait, of: fiber, slot) { return raise(error, &fiber, slot) }
            fiber.waits.append(wait)
        }
        return .suspend
    }

    private func tool(of call: JSONValue, _ site: Int) -> ToolName? {
        guard case .agent(let tools) = tables.effects[site].kind, let name = call["name"]?.stringValue else {
            return nil
        }
        return tools.first { JSONText.areEqual($0.name, name) }
    }

    func toolEffect(of wait: Wait) -> MachineEffect? {
        guard let site = wait.input["site"]?.int64Value, let number = Int(exactly: site),
            tables.effects.indices.contains(number), let tool = tool(of: wait.input, number)
        else { return nil }
        return MachineEffect(
            path: wait.path, kind: tool.source == "model" ? .model(tool.name) : .call(tool),
            input: wait.input["input"] ?? .null)
    }

    /// Keeps what a tool gave.
    private func note(_ value: JSONValue, of number: Int, _ fiber: inout Fiber) -> Next {
        guard case .agent(var agent) = fiber.work, agent.results.indices.contains(number) else { return .suspend }
        agent.results[number] = value
        fiber.work = .agent(agent)
        return .suspend
    }

    /// A tool has failed. After the last attempt the model is told, and finds another way.
    private mutating func retry(
        _ wait: Wait, _ error: ScriptError, _ number: Int, _ fiber: inout Fiber, _ slot: Int
    ) -> Next {
        var wait = wait
        wait.inbox = nil
        guard case .agent(let agent) = fiber.work else { return .suspend }
        guard let policy = tables.effects[agent.site].retry, wait.attempt < policy.attempts,
            error.isRetryable
        else {
            return note(Self.report(error), of: number, &fiber)
        }
        wait.attempt += 1
        if let error = give(wait, of: fiber, slot, delay: policy) { return raise(error, &fiber, slot) }
        fiber.waits.append(wait)
        return .suspend
    }

    private static func report(_ error: ScriptError) -> JSONValue {
        ["error": ["code": .string(error.code), "message": .string(error.message)]]
    }

    /// Calls the model again when all tools have given something.
    private mutating func nextIteration(_ fiber: inout Fiber, _ slot: Int) -> Next {
        guard case .agent(var agent) = fiber.work else { return .proceed }
        guard fiber.waits.isEmpty, !agent.calls.isEmpty, agent.results.allSatisfy({ $0 != nil }) else {
            return .suspend
        }
        let calls = zip(agent.calls, agent.results).map { call, result -> JSONValue in
            [
                "id": call["id"] ?? .null, "name": call["name"] ?? .null, "input": call["input"] ?? [:],
                "output": result ?? .null,
            ]
        }
        agent.log += calls
        agent.history.append(["text": agent.text, "tool_calls": .array(calls)])
        agent.calls = []
        agent.results = []
        agent.iteration += 1
        guard agent.iteration < agent.iterationsMax else { return finish(agent, .null, isExhausted: true, &fiber) }
        fiber.work = .agent(agent)
        return callModel(&fiber, slot)
    }

    /// Ends the work of an agent whose model has given its last answer; false when it has not.
    func finishAgent(_ value: JSONValue, _ fiber: inout Fiber) -> Bool {
        guard case .agent(var agent) = fiber.work, let answer = AgentAnswer(value), answer.calls.isEmpty else {
            return false
        }
        agent.text = answer.text
        _ = finish(agent, answer.value, isExhausted: false, &fiber)
        return true
    }

    /// With a type that was asked for, the result has the value of that type too; null when the model was stopped.
    private func finish(_ agent: AgentWork, _ typed: JSONValue, isExhausted: Bool, _ fiber: inout Fiber) -> Next {
        fiber.work = nil
        var value: JSONObject = [
            "text": agent.text, "iterations": .integer(Int64(isExhausted ? agent.iteration : agent.iteration + 1)),
            "tool_calls": .array(agent.log), "exhausted": .bool(isExhausted),
        ]
        if agent.input["type"] != nil { value["value"] = typed }
        return proceed(&fiber, with: .object(value), into: tables.instructions[fiber.position].c)
    }
}
