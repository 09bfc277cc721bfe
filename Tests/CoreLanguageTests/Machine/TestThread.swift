import CoreLanguage
import Testing

/// A thread that is run with answers from a table. Its state goes through bytes after each event.
struct TestThread {
    let code: MachineCode
    var state: MachineState
    /// One line for each effect.
    var trace: [String] = []
    /// The effects that have no answer yet, in the order in which they were given.
    var open: [MachineEffect] = []
    /// The events so far.
    var events: [MachineEvent] = []

    init(
        _ code: MachineCode, inputs: JSONValue = [:], environment: JSONObject = [:],
        limits: MachineLimits = MachineLimits()
    ) {
        self.code = code
        state = code.start(inputs: inputs, environment: environment, thread: ["id": "t1"], limits: limits)
    }

    static let digest = [UInt8](repeating: 7, count: 32)

    @discardableResult
    mutating func tell(_ event: MachineEvent) throws -> MachineReception {
        events.append(event)
        let advance = code.advance(&state, event)
        if case .completed(let path, _) = event, advance.reception == .taken { close(path) }
        if case .failed(let path, _) = event, advance.reception == .taken { close(path) }
        if case .fired(let path) = event, advance.reception == .taken { close(path) }
        if case .event(let path, _) = event, advance.reception == .taken { close(path) }
        for effect in advance.effects {
            trace.append(effect.line)
            if effect.kind == .cancel { close(effect.path) } else { open.append(effect) }
        }
        let bytes = state.bytes(programDigest: Self.digest)
        state = try code.state(decoding: bytes, programDigest: Self.digest)
        #expect(state.bytes(programDigest: Self.digest) == bytes)
        #expect(state.status == advance.status)
        return advance.reception
    }

    private mutating func close(_ path: StepPath) {
        open.removeAll { $0.path == path }
    }

    /// Begins, and answers effects, the first one first, until there is nothing to answer.
    mutating func run(_ answer: (MachineEffect) -> MachineEvent? = Self.answer) throws -> MachineStatus {
        try run(choosing: { _ in 0 }, answer)
    }

    mutating func run(
        choosing choose: (Int) -> Int, _ answer: (MachineEffect) -> MachineEvent? = Self.answer
    ) throws -> MachineStatus {
        if state.status == .ready { try tell(.start) }
        for _ in 0..<10_000 {
            if state.status == .yielded {
                try tell(.proceed)
                continue
            }
            let events = open.compactMap(answer)
            guard !events.isEmpty, !state.status.isFinal else { return state.status }
            try tell(events[choose(events.count)])
        }
        Issue.record("The thread does not end.")
        return state.status
    }

    /// The tools of the tests.
    static func answer(_ effect: MachineEffect) -> MachineEvent? {
        switch effect.kind {
        case .call(let tool): return answer(effect, tool.name)
        case .model(let capability): return answer(effect, capability)
        case .ingredient(let name, _): return answer(effect, name)
        case .wait: return .fired(effect.path)
        case .yield, .send: return .completed(effect.path, .null)
        case .ask: return .completed(effect.path, ["value": "yes", "provided_by": "p"])
        case .run(.script(let name)): return .completed(effect.path, ["ran": .string(name)])
        case .run(.plan(let plan)): return .completed(effect.path, ["ran": plan])
        case .plan: return .completed(effect.path, "a plan")
        case .awaitEvent, .cancel: return nil
        }
    }

    private static func answer(_ effect: MachineEffect, _ tool: String) -> MachineEvent? {
        switch tool {
        case "fail":
            return .failed(effect.path, ScriptError(code: "BROKEN", message: "It is broken."))
        case "flaky":
            guard effect.attempt < 3 else { return .completed(effect.path, .integer(Int64(effect.attempt))) }
            return .failed(effect.path, ScriptError(code: "BUSY", message: "Not now."))
        case "hang": return nil
        default: return .completed(effect.path, effect.input)
        }
    }
}

extension MachineEffect {
    /// The effect in a line: `1.~0.2 call echo {"a":1} #2 +500`.
    var line: String {
        var line = "\(path) \(word)"
        if !input.isNull { line += " \(input)" }
        if attempt > 1 { line += " #\(attempt)" }
        if delayMilliseconds > 0 { line += " +\(delayMilliseconds)" }
        return line
    }

    private var word: String {
        switch kind {
        case .call(let tool): "call \(tool.name)"
        case .model(let capability): "model \(capability)"
        case .ingredient(let name, let version): "ingredient \(name)@\(version)"
        case .ask: "ask"
        case .wait(.duration(let milliseconds)): "wait \(milliseconds)"
        case .wait(.until(let time)): "until \(time)"
        case .awaitEvent(let name, let timeout): "event \(name)" + (timeout.map { " \($0)" } ?? "")
        case .yield: "yield"
        case .send(let name, let to): "send \(name)" + (to.map { " to \($0)" } ?? "")
        case .run(.script(let name)): "run \(name)"
        case .run(.plan(let plan)): "run plan \(plan)"
        case .plan: "plan"
        case .cancel: "cancel"
        }
    }
}
