import CoreDomain
import CoreLanguage
import CoreTesting

/// The world outside: what tools call. It goes on when a server ends.
///
/// SAFETY: only the thread of the simulation that it serves touches it.
final class Services: @unchecked Sendable {
    /// A step of a thread.
    struct Step: Hashable {
        let thread: Identifier
        let path: String
    }

    private weak var simulation: Simulation?
    private(set) var answers: [Step: [JSONValue]] = [:]
    private var calls: [Step: Int] = [:]
    private var answered: Set<Step> = []

    /// Serves this simulation from now on, and remembers nothing of others.
    func serve(_ simulation: Simulation?) {
        self.simulation = simulation
        answers = [:]
        calls = [:]
        answered = []
    }

    // MARK: What is offered

    func tools() -> [NativeTool] {
        [
            tool("lookup", .idempotent, nil), tool("weigh", .pure, nil), tool("charge", .once, nil),
            tool("print", .once, 2),
        ]
    }

    private func tool(_ name: String, _ effect: ToolSignature.Effect, _ concurrency: Int?) -> NativeTool {
        let signature = ToolSignature(
            ToolName(name, from: "native"), "Does what the simulation says.",
            fields: [.init("value", .any, "Anything.")], result: .any, effect: effect)
        return NativeTool(
            signature, concurrency: concurrency,
            .function { [unowned self] input, context in
                StepOutput(try await call(EffectClass(effect), input["value"] ?? .null, context))
            })
    }

    func ingredients() throws -> [NativeIngredient] {
        try [("again", EffectClass.idempotent, "1"), ("once", .once, "3"), ("free", .idempotent, "0")].map {
            name, effect, price in
            NativeIngredient(
                IngredientDefinition(
                    id: "test:probe:\(name)", version: "1.0.0", kind: .atomic, handler: "test:probe:\(name)",
                    effect: effect, cost: .fixed(Money(amount: try Amount(price)))),
                .function { [unowned self] input, context in
                    StepOutput(try await call(effect, input["value"] ?? .null, context))
                })
        }
    }

    // MARK: Calls

    private func call(_ effect: EffectClass, _ input: JSONValue, _ context: StepContext) async throws -> JSONValue {
        guard let simulation, let node = simulation.callingNode, !node.isDead else {
            throw CoreError(.shuttingDown, "The server is gone.")
        }
        let step = Step(thread: context.thread, path: context.path)
        let plan = simulation.chaos.call()
        simulation.tally.calls += 1
        simulation.trace.note("\(node.name) calls \(step.thread) \(step.path) \(context.attempt)")
        try await begin(step, effect, simulation)
        if simulation.plant == .callRepeated, plan.isSlow { try await begin(step, effect, simulation) }
        if plan.fails { simulation.note(.failingTool) }
        if plan.fails { throw CoreError(.busy, "Not now.", retry: .later(after: .zero)) }
        if plan.isSlow { simulation.note(.slowTool) }
        let answer = answer(step, effect, input)
        if plan.duration > .zero {
            do {
                try await node.clock.sleep(until: node.clock.monotonic() + plan.duration)
            } catch {
                if node.isDead { simulation.note(.answerAfterCrash) }
                throw error
            }
        }
        if node.isDead {
            simulation.note(.answerAfterCrash)
            throw CoreError(.shuttingDown, "The server is gone.")
        }
        if !answered.insert(step).inserted { simulation.note(.repeatedAnswer) }
        return answer
    }

    /// Whoever asks again with the same key gets the same answer, where that is promised.
    private func answer(_ step: Step, _ effect: EffectClass, _ input: JSONValue) -> JSONValue {
        if effect != .once, let first = answers[step]?.first { return first }
        let number = Int64(answers.values.reduce(0) { $0 + $1.count })
        let answer: JSONValue = ["value": input, "number": .integer(number)]
        answers[step, default: []].append(answer)
        return answer
    }

    /// A call that must not be made twice is made after its intent is stored, once for each; and no step is called that is
    /// done.
    private func begin(_ step: Step, _ effect: EffectClass, _ simulation: Simulation) async throws {
        calls[step, default: 0] += 1
        let (thread, path) = (step.thread, step.path)
        let entries = try await simulation.memory.read { tx in
            try tx.events.events(of: thread, after: 0, limit: 100_000).filter { $0.path == path }
        }
        let intents = entries.count { $0.kind == .stepIntended }
        if effect == .once, calls[step, default: 0] > intents {
            simulation.findings.add(
                "\(thread) \(path) was called \(calls[step, default: 0]) times with \(intents) intents")
        }
        guard let node = simulation.callingNode, !node.isFrozen else { return }
        if effect == .once, entries.contains(where: { $0.kind == .stepCompleted }) {
            simulation.findings.add("\(thread) \(path) was called when it was done")
        }
    }
}
