import CoreLanguage

/// Has a model write a script for a task, with no more tools than it is given.
struct ScriptPlanner: Sendable {
    let router: ModelRouter
    /// All tools that there are.
    let tools: ToolSignatures

    /// How often the model is told what is wrong with its script.
    static let correctionsMax = 3

    /// Gives the plan: `source`, and what ``ScriptCompiler`` makes of it.
    ///
    /// - Throws: `MODEL_ANSWER_INVALID` when the last script has errors too, and `validate` is not false.
    func call(_ input: JSONValue) async throws(CoreError) -> StepOutput {
        let input = try ModelInput(input)
        let route = try router.route(try input.text("model"), for: .llm)
        let rules = PlanRules(
            tools: try allowed(input), stepsMax: try input.integer("max_steps", in: 1...Int64(Block.stepsMax)))
        let mustCompile = try input.flag("validate") ?? true
        var call = try ModelCall(input, route)
        call.request.messages = [.system(PlanGuide.text(rules))]
        call.add(.user(input.opening(try input.neededText("task"))))
        for correction in 0...Self.correctionsMax {
            let answer = try await call.ask(nil)
            let plan = Plan(AnswerText.withoutFence(answer.text ?? ""), rules)
            guard mustCompile, !plan.faults.isEmpty else { return output(plan, call) }
            guard correction < Self.correctionsMax else { throw refusal(of: plan, route) }
            call.add(.assistant(answer.text ?? "", calls: []))
            call.add(
                .user("The script cannot be used:\n\n\(plan.faults)\n\nAnswer with the whole script, corrected."))
        }
        throw CoreError(.internalError, "A plan came to no end.")
    }

    private func allowed(_ input: ModelInput) throws(CoreError) -> [ToolSignature] {
        var found: [ToolSignature] = []
        for tool in try input.list("tools") {
            let name = ToolName(tool["name"]?.stringValue ?? "", from: tool["source"]?.stringValue ?? "")
            guard let signature = tools[name] else {
                throw CoreError(
                    .stepFailed, "The tool \"\(name.name.prefix(Violation.nameCountMax))\" is not known.",
                    fix: "Give the plan only tools that are there.")
            }
            found.append(signature)
        }
        return found
    }

    private func output(_ plan: Plan, _ call: ModelCall) -> StepOutput {
        var output = plan.document
        output["model"] = .string(call.route.model)
        output["usage"] = call.usage.document(call.route.entry.price)
        return StepOutput(.object(output), usage: call.usage.byUnit)
    }

    private func refusal(of plan: Plan, _ route: ModelRoute) -> CoreError {
        CoreError(
            .modelAnswerInvalid,
            "The model \"\(route.model)\" wrote no script that can be used, also when it was told what was wrong "
                + "\(Self.correctionsMax) times.",
            fix: "Describe the task more closely, or name another model.",
            details: .init(members: ["source": .string(plan.source), "faults": .string(plan.faults)]),
            retry: .later(after: .zero))
    }
}

/// What a plan may do.
struct PlanRules: Sendable {
    let tools: [ToolSignature]
    let stepsMax: Int64?

    /// What is wrong with the effects of a script, one line each: it reaches for more than it was given.
    func faults(of effects: EffectReport) -> [String] {
        let names = Set(tools.map(\.tool))
        return effects.entries.compactMap { entry in
            switch entry.kind {
            case .ask, .wait, .event: return nil
            case .tool, .model:
                let tool = ToolName(entry.name, from: entry.source ?? "")
                return names.contains(tool) ? nil : "It uses `\(entry.name)`, which is not among its tools."
            case .environment: return "It reads the variable `\(entry.name)` of the environment; plans read none."
            case .send: return "It sends the event \"\(entry.name)\"; plans send none."
            case .script, .plan: return "It runs another script or plan; plans run none."
            }
        }
    }
}

/// A script that a model wrote.
struct Plan {
    let source: String
    /// What is wrong with it, as the model is told; empty when nothing is.
    let faults: String
    private let compilation: ScriptCompiler.Compilation

    /// Bytes of faults that a model is told at most.
    private static let faultsBytesMax = 8_192

    init(_ source: String, _ rules: PlanRules) {
        let text = ScriptText(source)
        let compilation = ScriptCompiler.compile(text, tools: ToolSignatures(rules.tools), isStrict: true)
        var faults: [String] = []
        let errors = compilation.diagnostics.filter { $0.severity == .error }
        if !errors.isEmpty {
            faults.append(DiagnosticReport(file: "plan.scriptum", source: text).text(of: errors))
        }
        faults += rules.faults(of: compilation.effects)
        if let program = compilation.program, let most = rules.stepsMax, program.stepCount > most {
            faults.append("It has \(program.stepCount) steps; \(most) are the most.")
        }
        self.source = source
        self.compilation = compilation
        let told = faults.joined(separator: "\n")
        self.faults = told.utf8.count > Self.faultsBytesMax ? String(told.prefix(Self.faultsBytesMax)) + "…" : told
    }

    /// The members of the plan: null for the program of a script that cannot be used.
    var document: JSONObject {
        let program = faults.isEmpty ? compilation.program : nil
        var document: JSONObject = [
            "source": .string(source), "program": program?.encode() ?? .null,
            "contract": compilation.contract.encode(), "source_map": compilation.sourceMap.encode(),
        ]
        if !faults.isEmpty { document["faults"] = .string(faults) }
        return document
    }
}

extension Program {
    /// How many steps it has, with those of its inner blocks.
    fileprivate var stepCount: Int {
        guard case .block(let block) = body else { return 0 }
        return block.stepCount + (threadError?.stepCount ?? 0)
    }
}

extension Block {
    fileprivate var stepCount: Int { steps.reduce(0) { $0 + 1 + $1.action.innerStepCount } }
}

extension StepAction {
    fileprivate var innerStepCount: Int {
        switch self {
        case .each(let each): each.body.stepCount
        case .pipe(let pipe): pipe.body.stepCount
        case .repeat(let loop): loop.body.stepCount
        case .decide(let decision): decision.branches.reduce(0) { $0 + $1.body.stepCount }
        case .together(let lanes): lanes.reduce(0) { $0 + $1.body.stepCount }
        case .call, .compute, .check, .wait, .emit, .yield, .send, .ask, .agent, .plan, .run: 0
        }
    }
}
