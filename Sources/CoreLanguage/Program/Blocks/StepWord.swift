/// What the stored form calls the kinds of steps, and the members each has.
enum StepWord: String, CaseIterable {
    case call, compute, each, pipe, decide, check, together, `repeat`, wait, emit, yield, send, ask, agent, plan, run

    /// The members of every step.
    static let commonMembers: Set<String> = ["do", "label", "bind", "bind_stream", "on_error", "undo"]

    /// The members of this kind besides those.
    var members: Set<String> {
        switch self {
        case .call: ["tool", "input"]
        case .compute, .emit, .yield: ["value"]
        case .each: ["items", "item", "index", "lanes", "pause_ms", "body", "value"]
        case .pipe: ["stream", "items", "item", "batch", "lanes", "body", "value"]
        case .decide: ["model", "cases", "otherwise", "branches"]
        case .check: ["when", "model", "on_pass", "on_fail"]
        case .together: ["lanes"]
        case .repeat: ["times", "until", "while", "rounds_max", "pause_ms", "index", "body"]
        case .wait: ["duration_ms", "until", "event", "where", "timeout_ms"]
        case .send: ["name", "to", "payload"]
        case .ask: ["input"]
        case .agent, .plan: ["input", "tools"]
        case .run: ["script", "plan", "input"]
        }
    }
}

extension StepAction {
    /// The word of the kind.
    var word: StepWord {
        switch self {
        case .call: .call
        case .compute: .compute
        case .each: .each
        case .pipe: .pipe
        case .decide: .decide
        case .check: .check
        case .together: .together
        case .repeat: .repeat
        case .wait: .wait
        case .emit: .emit
        case .yield: .yield
        case .send: .send
        case .ask: .ask
        case .agent: .agent
        case .plan: .plan
        case .run: .run
        }
    }
}
