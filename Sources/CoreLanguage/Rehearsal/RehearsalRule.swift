/// What the world answers to effects of one kind.
struct RehearsalRule: Sendable {
    /// Which effects it is for, and what they are called.
    enum Target: Hashable, Sendable {
        case tool(String)
        case model(String)
        case ask
        /// A script by its name; a plan that runs is called `plan`.
        case run(String)
        case plan
        case ingredient(String)
    }

    enum Answer: Sendable {
        /// The value comes, and before it the items, where they are wanted.
        case value(JSONValue)
        case failure(ScriptError)
    }

    let target: Target
    /// The only path it is for; nil for any.
    var path: String?
    /// What the input must have in it; nil for nothing.
    var input: JSONValue?
    let answer: Answer
    /// What comes before the answer from a step that gives a stream.
    var items: [JSONValue] = []
    var takesMilliseconds: Int64 = 0
    /// How many effects it answers; nil for any number.
    var times: Int?
}

extension RehearsalRule.Target {
    /// The target of an effect; nil for those that no rule answers.
    init?(_ kind: MachineEffect.Kind) {
        switch kind {
        case .call(let tool): self = .tool(tool.name)
        case .model(let capability): self = .model(capability)
        case .ingredient(let name, _): self = .ingredient(name)
        case .ask: self = .ask
        case .run(.script(let name)): self = .run(name)
        case .run(.plan): self = .run("plan")
        case .plan: self = .plan
        case .wait, .awaitEvent, .yield, .send, .cancel: return nil
        }
    }

    /// The words of rules, which are those of the trace too.
    static let words = ["tool", "model", "ask", "run", "plan", "ingredient"]

    /// The member of a rule that says it.
    var member: (name: String, value: JSONValue) {
        switch self {
        case .tool(let name): ("tool", .string(name))
        case .model(let name): ("model", .string(name))
        case .ask: ("ask", true)
        case .run(let name): ("run", .string(name))
        case .plan: ("plan", true)
        case .ingredient(let name): ("ingredient", .string(name))
        }
    }
}
