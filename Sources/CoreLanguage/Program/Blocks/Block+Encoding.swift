extension Block {
    /// The steps in their stored form, which ``BlockDecoder`` reads.
    func encode() -> JSONValue {
        .array(steps.map { $0.encode() })
    }
}

extension BlockStep {
    fileprivate func encode() -> JSONValue {
        var members: JSONObject = ["do": .string(action.word.rawValue)]
        members["label"] = label.map { .string($0) }
        action.encode(into: &members)
        if let binding { members[binding.isStream ? "bind_stream" : "bind"] = .string(binding.name) }
        members["on_error"] = onError?.encode()
        members["undo"] = undo.map { .object($0.encode()) }
        return .object(members)
    }
}

extension ToolCall {
    fileprivate func encode() -> JSONObject {
        ["tool": tool.encode(), "input": input.encode()]
    }
}

extension ToolName {
    fileprivate func encode() -> JSONValue {
        var members: JSONObject = ["name": .string(name), "source": .string(source)]
        members["version"] = pin.map { .integer($0.version) }
        members["effect"] = pin.map { .string($0.effect.rawValue) }
        return .object(members)
    }
}

extension ErrorPolicy {
    fileprivate func encode() -> JSONValue {
        var members: JSONObject =
            switch action {
            case .handOn: ["do": "hand_on"]
            case .ignore: ["do": "ignore"]
            case .pause: ["do": "pause"]
            case .use(let value): ["do": "use", "value": value.encode()]
            case .fail(let message): ["do": "fail", "message": message.encode()]
            case .fallback(let call):
                ["do": "fallback", "tool": call.tool.encode(), "input": call.input.encode()]
            }
        members["retry"] = retry?.encode()
        return .object(members)
    }
}

extension StepAction {
    fileprivate func encode(into members: inout JSONObject) {
        switch self {
        case .call(let call):
            members["tool"] = call.tool.encode()
            members["input"] = call.input.encode()
        case .compute(let value), .emit(let value), .yield(let value): members["value"] = value.encode()
        case .each(let loop): loop.encode(into: &members)
        case .pipe(let loop): loop.encode(into: &members)
        case .decide(let decision): decision.encode(into: &members)
        case .check(let check): check.encode(into: &members)
        case .together(let lanes):
            members["lanes"] = .array(lanes.map { ["name": .string($0.name), "body": $0.body.encode()] })
        case .repeat(let loop): loop.encode(into: &members)
        case .wait(let condition): condition.encode(into: &members)
        case .send(let name, let to, let payload):
            members["name"] = name.encode()
            members["to"] = to?.encode()
            members["payload"] = payload.encode()
        case .ask(let input): members["input"] = input.encode()
        case .agent(let input, let tools), .plan(let input, let tools):
            members["input"] = input.encode()
            members["tools"] = .array(tools.map { $0.encode() })
        case .run(.plan(let plan), let input):
            members["plan"] = plan.encode()
            members["input"] = input.encode()
        case .run(.script(let name), let input):
            members["script"] = .string(name)
            members["input"] = input.encode()
        }
    }
}

extension WaitCondition {
    fileprivate func encode(into members: inout JSONObject) {
        switch self {
        case .duration(let milliseconds): members["duration_ms"] = milliseconds.encode()
        case .until(let time): members["until"] = time.encode()
        case .event(let name, let filter, let timeout):
            members["event"] = name.encode()
            members["where"] = filter?.encode()
            members["timeout_ms"] = timeout?.encode()
        }
    }
}
