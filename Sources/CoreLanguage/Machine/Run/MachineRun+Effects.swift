/// Effects and their values.
extension MachineRun {
    /// Begins the effect of a site.
    mutating func begin(_ number: Int, input: JSONValue, _ fiber: inout Fiber, _ slot: Int) -> Next {
        let site = tables.effects[number]
        let path = path(site.path, in: fiber)
        if case .agent = site.kind { return beginAgent(number, input, at: path, &fiber, slot) }
        if case .backoff(let retry) = site.kind {
            // Without a pause there is nothing to wait for.
            let attempt = Int(input.int64Value ?? 0) + 1
            if retry.delayMilliseconds(beforeAttempt: attempt) == 0 {
                fiber.position += 1
                return .proceed
            }
        }
        clearTemporaries(of: &fiber)
        return wait(for: Wait(path: path, role: .site(number), input: input), &fiber, slot)
    }

    /// Gives the effect of a wait, and lets the fiber wait for it.
    mutating func wait(for wait: Wait, _ fiber: inout Fiber, _ slot: Int) -> Next {
        if let error = give(wait, of: fiber, slot) { return raise(error, &fiber, slot) }
        fiber.waits.append(wait)
        return .suspend
    }

    /// Gives the effect of a wait; an error when it can't be.
    mutating func give(_ wait: Wait, of fiber: Fiber, _ slot: Int, delay: RetryPolicy? = nil) -> ScriptError? {
        guard state.owners.count < state.limits.effects else {
            return ScriptError(
                code: ScriptError.Code.effects,
                message: "More than \(state.limits.effects) effects would be under way at once.")
        }
        guard !isTooLong(wait.path) else { return pathTooLong }
        guard state.owners[wait.path] == nil, var effect = effect(of: wait) else { return Self.invalidState }
        effect.attempt = wait.attempt
        if let delay {
            effect.delayMilliseconds = delay.delayMilliseconds(beforeAttempt: wait.attempt)
            effect.jitter = delay.jitter
        }
        effects.append(effect)
        state.owners[wait.path] = slot
        return nil
    }

    private func effect(of wait: Wait) -> MachineEffect? {
        switch wait.role {
        case .site(let number): return effect(of: wait, tables.effects[number])
        case .toolCall: return toolEffect(of: wait)
        case .pause:
            return MachineEffect(
                path: wait.path, kind: .wait(.duration(milliseconds: wait.input.int64Value ?? 0)))
        }
    }

    func effect(of wait: Wait, _ site: EffectSite) -> MachineEffect {
        var effect = MachineEffect(
            path: wait.path, kind: .yield, input: wait.input, label: site.label, isStream: site.isStream,
            timeoutMilliseconds: site.timeoutMilliseconds)
        switch site.kind {
        case .call(let tool): effect.kind = tool.source == "model" ? .model(tool.name) : .call(tool)
        case .ingredient(let name, let version): effect.kind = .ingredient(name, version: version)
        case .ask: effect.kind = .ask
        case .yield: effect.kind = .yield
        case .choose, .confirm, .agent: effect.kind = .model("llm")
        case .plan(let tools): effect.kind = .plan(tools)
        case .runScript(let name): effect.kind = .run(.script(name))
        case .runPlan:
            effect.kind = .run(.plan(wait.input["plan"] ?? .null))
            effect.input = wait.input["input"] ?? .null
        case .send:
            effect.kind = .send(name: wait.input["name"]?.scriptText ?? "", to: wait.input["to"]?.scriptText)
            effect.input = wait.input["payload"] ?? .null
        case .awaitEvent:
            effect.kind = .awaitEvent(
                name: wait.input["name"]?.scriptText ?? "", timeoutMilliseconds: wait.input["timeout"]?.int64Value)
            effect.input = .null
        case .wait:
            effect.kind = .wait(.duration(milliseconds: wait.input.int64Value ?? 0))
            effect.input = .null
        case .waitUntil:
            effect.kind = .wait(.until(wait.input.scriptText ?? ""))
            effect.input = .null
        case .backoff(let retry):
            let attempt = Int(clamping: wait.input.int64Value ?? 0) &+ 1
            let delay = retry.delayMilliseconds(beforeAttempt: attempt)
            effect.kind = .wait(.duration(milliseconds: delay))
            effect.jitter = retry.jitter
            effect.input = .null
        }
        return effect
    }

    /// The value of the effect at which a fiber stands.
    mutating func complete(_ wait: Wait, _ value: JSONValue, _ fiber: inout Fiber, _ slot: Int) -> Next {
        let instruction = tables.instructions[fiber.position]
        guard instruction.opcode == .effect, case .site(let number) = wait.role, number == Int(instruction.a) else {
            return raise(Self.invalidState, &fiber, slot)
        }
        let site = tables.effects[number]
        switch site.kind {
        case .choose, .confirm: return answer(wait, site, value, &fiber, slot)
        case .wait, .waitUntil, .backoff, .yield, .send:
            return proceed(&fiber, with: .null, into: instruction.c)
        default: return proceed(&fiber, with: value, into: instruction.c)
        }
    }

    /// An effect has failed: it is tried again, or the error is handled.
    mutating func fail(_ wait: Wait, _ error: ScriptError, _ fiber: inout Fiber, _ slot: Int) -> Next {
        var error = error
        error.path = wait.path
        var wait = wait
        wait.inbox = nil
        guard case .site(let number) = wait.role else { return raise(error, &fiber, slot) }
        let site = tables.effects[number]
        switch site.kind {
        case .call(let tool): error.tool = error.tool ?? tool.name
        case .ingredient(let name, _): error.tool = error.tool ?? name
        default: break
        }
        let hasItems = fiber.stream >= 0 && state.streams[fiber.stream].hasItems
        if let retry = site.retry, wait.attempt < retry.attempts, error.isRetryable, !hasItems {
            wait.attempt += 1
            if let error = give(wait, of: fiber, slot, delay: retry) { return raise(error, &fiber, slot) }
            fiber.waits.append(wait)
            return .suspend
        }
        fiber.failedWait = wait
        return raise(error, &fiber, slot)
    }
}

extension JSONValue {
    /// A text as it is; of another value its canonical JSON; nil for null.
    var scriptText: String? {
        switch self {
        case .null: nil
        case .string(let text): text
        default: serializedString(.canonical)
        }
    }
}
