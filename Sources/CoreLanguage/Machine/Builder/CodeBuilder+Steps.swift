/// What steps do.
extension CodeBuilder {
    mutating func emitAction(
        of step: BlockStep, at path: Int32, into target: Int32?, isStream: Bool
    ) throws(ProgramError) {
        let mark = mark
        defer { release(mark) }
        switch step.action {
        case .compute(let expression):
            setRole("value")
            try emit(expression, into: target ?? newTemporaries())
        case .each(let loop): try emit(loop, step, at: path, into: target, isStream: isStream)
        case .pipe(let loop): try emit(loop, step, at: path, into: target, isStream: isStream)
        case .repeat(let loop): try emit(loop, at: path, into: target)
        case .together(let lanes): try emit(lanes, step, at: path, into: target)
        case .decide(let decision): try emit(decision, step, at: path, into: target)
        case .check(let check): try emit(check, step, at: path)
        case .emit(let value): try emitEnd(value)
        default: try emitEffect(of: step, at: path, into: target ?? newTemporaries(), isStream: isStream)
        }
    }

    private mutating func emitEnd(_ value: Expression) throws(ProgramError) {
        guard case .object = value else {
            emit(.end, try operand(value))
            return
        }
        let result = newTemporaries()
        try emitInput(value, into: result)
        emit(.end, result)
    }

    /// Steps that are a single effect.
    private mutating func emitEffect(
        of step: BlockStep, at path: Int32, into target: Int32, isStream: Bool
    ) throws(ProgramError) {
        let input = newTemporaries()
        let kind: EffectSite.Kind
        switch step.action {
        case .call(let call):
            try emitInput(call.input, into: input)
            kind = .call(call.tool)
        case .yield(let value):
            try emitInput(value, into: input)
            kind = .yield
        case .ask(let value):
            try emitInput(value, into: input)
            kind = .ask
        case .agent(let value, let tools):
            try emitInput(value, into: input)
            kind = .agent(tools)
        case .plan(let value, let tools):
            try emitInput(value, into: input)
            kind = .plan(tools)
        case .send(let name, let to, let payload):
            try emit(send: name, to: to, payload, into: input)
            kind = .send
        case .run(.script(let name), let value):
            try emitInput(value, into: input)
            kind = .runScript(name)
        case .run(.plan(let plan), let value):
            try emit(members: [("plan", plan), ("input", value)], into: input)
            kind = .runPlan
        case .wait(let condition): kind = try emit(condition, into: input)
        default: throw Self.malformed("A step is of no kind that is known here.")
        }
        let site = site(
            kind, path: path, label: step.label, retry: step.onError?.retry, isStream: isStream,
            hasUndo: step.undo != nil)
        emit(.effect, site, input, target)
    }

    /// The input of a call. Each member is an argument with a role of its own.
    mutating func emitInput(_ input: Expression, into target: Int32) throws(ProgramError) {
        guard case .object(let fields) = input, fields.count <= 64 else {
            setRole("input")
            try emit(input, into: target)
            return
        }
        try emit(members: fields.map { ($0.key, $0.value) }, into: target)
    }

    /// An object of these members; null for those that are left out.
    private mutating func emit(members: [(String, Expression?)], into target: Int32) throws(ProgramError) {
        let first = newTemporaries(members.count)
        for (place, member) in members.enumerated() {
            setRole(member.0)
            try emit(member.1 ?? .literal(.null), into: first + Int32(place))
        }
        emit(.object, target, first, number(ofNames: members.map(\.0)))
    }

    private mutating func emit(
        send name: Expression, to: Expression?, _ payload: Expression, into input: Int32
    ) throws(ProgramError) {
        let first = newTemporaries(3)
        try emit(name, text: .eventName, role: "name", into: first)
        if let to {
            try emit(to, text: .recipient, role: "to", into: first + 1)
        } else {
            emit(.constant, first + 1, constant(.null))
        }
        setRole("payload")
        try emit(payload, into: first + 2)
        emit(.object, input, first, number(ofNames: ["name", "to", "payload"]))
    }

    private mutating func emit(
        _ condition: WaitCondition, into input: Int32
    ) throws(ProgramError) -> EffectSite.Kind {
        switch condition {
        case .duration(let milliseconds):
            try emit(milliseconds, .wait, role: "duration", into: input)
            return .wait
        case .until(let time):
            try emit(time, text: .time, role: "until", into: input)
            return .waitUntil
        case .event(let name, let filter, let timeout):
            let first = newTemporaries(2)
            try emit(name, text: .eventName, role: "name", into: first)
            if let timeout {
                try emit(timeout, .timeout, role: "timeout", into: first + 1)
            } else {
                emit(.constant, first + 1, constant(.null))
            }
            emit(.object, input, first, number(ofNames: ["name", "timeout"]))
            setRole("filter")
            guard let filter else { return .awaitEvent(nil) }
            guard case .lambda(let parameters, let body) = filter, parameters.count == 1 else {
                throw Self.malformed("A filter of events is a function of one parameter.")
            }
            return .awaitEvent(try emit(parameters, body))
        }
    }

    /// A text that `user` takes.
    private mutating func emit(
        _ text: Expression, text user: TextUser, role: String, into target: Int32
    ) throws(ProgramError) {
        setRole(role)
        try emit(text, into: target)
        if case .literal(.string) = text { return }
        emit(.requireText, target, user.rawValue)
    }

    /// A whole number that `rule` takes.
    mutating func emit(
        _ number: Expression, _ rule: WholeNumberRule, role: String, into target: Int32
    ) throws(ProgramError) {
        let mark = mark
        setRole(role)
        emit(.wholeNumber, target, try operand(number), rule.rawValue)
        release(mark)
    }
}
