extension BlockStep.Binding {
    init?(decoding step: StoredObject) throws(ProgramError) {
        guard step.optional("bind") != nil || step.optional("bind_stream") != nil else { return nil }
        let (key, name) = try step.one(of: "bind", "bind_stream")
        self.init(try name.rootName(), isStream: key == "bind_stream")
    }
}

extension ToolCall {
    init(decoding stored: StoredValue) throws(ProgramError) {
        let call = try stored.object()
        try call.allow(["tool", "input"])
        try self.init(partsOf: call)
    }

    /// The call whose tool and input are among the members of `object`.
    init(partsOf object: StoredObject) throws(ProgramError) {
        self.init(try ToolName(decoding: object.required("tool")), input: try object.expression("input"))
    }
}

extension ToolName {
    fileprivate init(decoding stored: StoredValue) throws(ProgramError) {
        let tool = try stored.object()
        try tool.allow(["name", "source", "version", "effect"])
        self.init(
            try tool.required("name").label(), from: try tool.required("source").label(),
            pin: try ToolPin(partsOf: tool))
    }

    fileprivate static func list(_ stored: StoredValue) throws(ProgramError) -> [ToolName] {
        var tools: [ToolName] = []
        for element in try stored.elements(countMax: countMax) { tools.append(try ToolName(decoding: element)) }
        return tools
    }
}

extension ToolPin {
    /// The pin among the members of a tool's name: both of them, or none.
    fileprivate init?(partsOf tool: StoredObject) throws(ProgramError) {
        guard tool.optional("version") != nil || tool.optional("effect") != nil else { return nil }
        self.init(
            version: try tool.required("version").integer(in: Self.versions), effect: try tool.required("effect").word()
        )
    }
}

extension ErrorPolicy {
    private enum Word: String, CaseIterable {
        case handOn = "hand_on"
        case ignore, use, fallback, fail, pause
    }

    init(decoding stored: StoredValue) throws(ProgramError) {
        let policy = try stored.object()
        let (action, members) = try Self.action(policy)
        try policy.allow(members.union(["do", "retry"]))
        self.init(retry: try policy.optional("retry").map(RetryPolicy.init(decoding:)), action: action)
    }

    private static func action(_ policy: StoredObject) throws(ProgramError) -> (Action, members: Set<String>) {
        let word: Word = try policy.knownWord("thing to do on an error")
        return switch word {
        case .handOn: (.handOn, [])
        case .ignore: (.ignore, [])
        case .pause: (.pause, [])
        case .use: (.use(try policy.expression("value")), ["value"])
        case .fail: (.fail(try policy.expression("message")), ["message"])
        case .fallback: (.fallback(try ToolCall(partsOf: policy)), ["tool", "input"])
        }
    }
}

extension Check {
    init(decoding step: StoredObject) throws(ProgramError) {
        let (key, stored) = try step.one(of: "when", "model")
        let condition = try Expression(decoding: stored)
        self.init(
            condition: key == "when" ? .expression(condition) : .model(condition),
            onPass: try step.optional("on_pass").map(Action.init(decoding:)) ?? .proceed,
            onFail: try Action(decoding: step.required("on_fail")))
    }
}

extension Check.Action {
    private enum Word: String, CaseIterable {
        case proceed, goto, retry, fail
    }

    fileprivate init(decoding stored: StoredValue) throws(ProgramError) {
        let action = try stored.object()
        let word: Word = try action.knownWord("thing to do after a check")
        switch word {
        case .proceed:
            try action.allow(["do"])
            self = .proceed
        case .goto:
            try action.allow(["do", "levels", "step"])
            let levels = try action.optional("levels")?.integer(in: 0...Block.depthMax)
            self = .goto(levels: levels ?? 0, ordinal: try action.ordinal())
        case .retry:
            try action.allow(["do", "step", "times"])
            self = .retry(ordinal: try action.ordinal(), times: try action.expression("times"))
        case .fail:
            try action.allow(["do", "message"])
            self = .fail(try action.expression("message"))
        }
    }
}

extension StepAction {
    /// The kinds that have no block inside and several members.
    init(decoding step: StoredObject, _ word: StepWord) throws(ProgramError) {
        switch word {
        case .wait: self = .wait(try WaitCondition(decoding: step))
        case .send:
            self = .send(
                name: try step.expression("name"), to: try step.optionalExpression("to"),
                payload: try step.expression("payload"))
        case .agent: self = .agent(try step.expression("input"), tools: try ToolName.list(step.required("tools")))
        case .plan: self = .plan(try step.expression("input"), tools: try ToolName.list(step.required("tools")))
        case .run: self = .run(try RunTarget(decoding: step), input: try step.expression("input"))
        default: self = .ask(try step.expression("input"))
        }
    }
}

extension RunTarget {
    fileprivate init(decoding step: StoredObject) throws(ProgramError) {
        let (key, target) = try step.one(of: "script", "plan")
        self = key == "script" ? .script(try target.label()) : .plan(try Expression(decoding: target))
    }
}

extension WaitCondition {
    fileprivate init(decoding step: StoredObject) throws(ProgramError) {
        let (key, stored) = try step.one(of: "duration_ms", "until", "event")
        let value = try Expression(decoding: stored)
        let (filter, timeout) = (step.optional("where"), step.optional("timeout_ms"))
        guard key != "event" else {
            self = .event(
                name: value, filter: try filter.map(Expression.init(decodingArgument:)),
                timeoutMilliseconds: try timeout.map(Expression.init(decoding:)))
            return
        }
        if let extra = filter ?? timeout { throw extra.malformed("Only who waits for an event has this.") }
        self = key == "until" ? .until(value) : .duration(milliseconds: value)
    }
}

extension StoredObject {
    /// The expression in the member `key`.
    func expression(_ key: String) throws(ProgramError) -> Expression {
        try Expression(decoding: required(key))
    }

    /// The expression in the member `key`, if there is one.
    func optionalExpression(_ key: String) throws(ProgramError) -> Expression? {
        try optional(key).map(Expression.init(decoding:))
    }

    /// The word in the member `do`, which must be known here.
    func knownWord<Word: RawRepresentable<String> & CaseIterable>(_ what: String) throws(ProgramError) -> Word {
        let stored = try required("do")
        let text = try stored.string()
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue)
            throw ProgramError(
                .unsupported, at: stored.pointer,
                "\"\(Suggestion.clipped(text))\" is no \(what) that is known here; these are: "
                    + words.joined(separator: ", ") + "." + Suggestion.sentence(for: text, among: words))
        }
        return word
    }

    /// The ordinal of a step.
    fileprivate func ordinal() throws(ProgramError) -> Int {
        try required("step").integer(in: 0...Block.stepsMax)
    }
}
