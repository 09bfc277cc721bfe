import CoreLanguage

/// Makes scripts that ``ProgramVerifier`` takes: any kind of step, in any nesting, with names that are bound where they
/// are read. The same seed gives the same program.
struct ProgramGenerator {
    var random: JSONTestRandom
    /// The values that can be read here.
    var visible: [String] = []
    var streams: [String] = []
    /// The streams that a pipe reads already.
    private var readStreams: Set<String> = []
    var hasError = false
    /// How many steps may still be made.
    private var stepsLeft: Int
    private var serial = 0
    /// Whether the thread can end here.
    private var canEmit = true
    /// For each block that can be jumped to from here, the innermost last, the ordinal of its step.
    private var ordinals: [Int] = []
    /// The names that a loop around may give new values.
    private var assignable: [String] = []
    /// The names from outside of the fiber, which nothing in it may give new values.
    private var foreign: Set<String> = []

    init(seed: UInt64, steps: Int = 40) {
        random = JSONTestRandom(seed: seed)
        stepsLeft = steps
    }

    /// A script.
    mutating func program() -> Program {
        let body = block(depth: 4)
        let result = expression(depth: 3)
        (visible, streams, hasError) = ([], [], true)
        let handler = chance(2) ? block(depth: 2) : nil
        return Program(
            kind: .script, name: "generated", version: "1.0.0", onUnhandled: chance(2) ? .pause : .fail,
            inputSchema: ["type": "object", "properties": ["a": true]], inputDefaults: chance(2) ? ["a": 1] : [:],
            outputSchema: true, body: .block(body), result: result, threadError: handler,
            streamSchema: chance(2) ? ["type": "object"] : nil, environment: environment())
    }

    private mutating func environment() -> [EnvironmentVariable] {
        (0..<number(0...3)).map { place in
            EnvironmentVariable(
                "VARIABLE_\(place)", fallback: chance(2) ? random.value(depth: 2) : nil, isRequired: chance(3),
                isSecret: chance(3), schema: chance(2) ? ["type": "string"] : true)
        }
    }

    // MARK: Blocks

    private mutating func block(depth: Int, isClosed: Bool = true) -> Block {
        let outer = ordinals
        if isClosed { ordinals = [] }
        ordinals.append(0)
        defer { ordinals = outer }
        var block = Block()
        for _ in 0..<number(depth == 4 ? 3...8 : 0...4) where stepsLeft > 0 {
            stepsLeft -= 1
            ordinals[ordinals.count - 1] = block.steps.count
            block.steps.append(step(depth: depth))
            if case .check(let check)? = block.steps.last?.action, case .goto(0, block.steps.count + 1) = check.onPass {
                // The step that is jumped over binds nothing.
                block.steps.append(BlockStep(action: .yield(expression(depth: 2))))
                block.steps.append(BlockStep(action: .yield(expression(depth: 2))))
            }
        }
        if canEmit, chance(8) { block.steps.append(BlockStep(label: "End", action: .emit(expression(depth: 3)))) }
        return block
    }

    /// A block that leaves no names behind.
    private mutating func inner(
        depth: Int, variables: [String] = [], isFiber: Bool = false, isRepeat: Bool = false, isClosed: Bool = true
    ) -> Block {
        let outer = (visible, streams, canEmit, assignable, foreign)
        visible += variables
        if isFiber { (streams, canEmit, assignable, foreign) = ([], false, [], Set(outer.0)) }
        if isRepeat { assignable += outer.0.filter { $0.hasPrefix("n") && !foreign.contains($0) } }
        assignable.removeAll { variables.contains($0) }
        defer { (visible, streams, canEmit, assignable, foreign) = outer }
        return block(depth: depth, isClosed: isClosed)
    }

    private mutating func step(depth: Int) -> BlockStep {
        if let name = assignable.randomElement(using: &random), chance(4) {
            return BlockStep(action: .compute(expression(depth: 3)), binding: .init(name))
        }
        let before = (visible, streams)
        var step = BlockStep(label: chance(3) ? random.string() : nil, action: action(depth: depth))
        if step.canHaveClauses {
            if chance(4) { step.onError = policy(with: before.0) }
            if step.canStream, chance(6) {
                step.binding = .init(newName("s"), isStream: true)
                streams += step.binding.map { [$0.name] } ?? []
            } else if chance(2) {
                step.binding = .init(newName("n"))
                visible += step.binding.map { [$0.name] } ?? []
            }
            if chance(8) { step.undo = ToolCall(tool(), input: expression(depth: 2)) }
        } else if case .compute = step.action {
            step.binding = .init(newName("n"))
            visible += step.binding.map { [$0.name] } ?? []
        }
        return step
    }

    private mutating func policy(with names: [String]) -> ErrorPolicy {
        let outer = (visible, hasError)
        (visible, hasError) = (names, true)
        defer { (visible, hasError) = outer }
        let action: ErrorPolicy.Action =
            switch number(0...5) {
            case 0: .handOn
            case 1: .ignore
            case 2: .use(expression(depth: 2))
            case 3: .fallback(ToolCall(tool(), input: expression(depth: 2)))
            case 4: .fail(expression(depth: 2))
            default: .pause
            }
        return ErrorPolicy(retry: chance(2) ? .recipe : nil, action: action)
    }

    // MARK: Actions

    private mutating func action(depth: Int) -> StepAction {
        switch number(0...(depth > 1 ? 16 : 10)) {
        case 0: .call(ToolCall(tool(), input: expression(depth: 3)))
        case 1, 2: .compute(expression(depth: 4))
        case 3: .yield(expression(depth: 3))
        case 4: .send(name: expression(depth: 2), to: optional(), payload: expression(depth: 3))
        case 5: .ask(expression(depth: 3))
        case 6: .agent(expression(depth: 3), tools: (0..<number(0...2)).map { _ in tool() })
        case 7: .plan(expression(depth: 3), tools: (0..<number(0...2)).map { _ in tool() })
        case 8: .run(chance(2) ? .script("other") : .plan(expression(depth: 2)), input: expression(depth: 2))
        case 9: .wait(waitCondition())
        case 10: .check(check())
        case 11: .each(each(depth: depth - 1))
        case 12: .pipe(pipe(depth: depth - 1))
        case 13, 14: .decide(decision(depth: depth - 1))
        case 15: .together(lanes(depth: depth - 1))
        default: .repeat(loop(depth: depth - 1))
        }
    }

    private mutating func each(depth: Int) -> EachLoop {
        let (item, index) = (newName("v"), chance(2) ? newName("v") : nil)
        let lanes = optional()
        let variables = [item] + (index.map { [$0] } ?? [])
        return EachLoop(
            items: expression(depth: 3), item: item, index: index, lanes: lanes, pauseMilliseconds: optional(),
            body: inner(depth: depth, variables: variables, isFiber: lanes != nil), value: value(with: variables))
    }

    private mutating func pipe(depth: Int) -> PipeLoop {
        let item = newName("v")
        let stream = streams.last { !readStreams.contains($0) }
        readStreams.formUnion(stream.map { [$0] } ?? [])
        let source = stream.map { PipeLoop.Source.stream($0) } ?? .list(expression(depth: 2))
        return PipeLoop(
            source: source, item: item, batch: optional(), lanes: optional(),
            body: inner(depth: depth, variables: [item], isFiber: true), value: value(with: [item]))
    }

    private mutating func value(with variables: [String]) -> Expression? {
        visible += variables
        defer { visible.removeLast(variables.count) }
        return optional()
    }

    private mutating func loop(depth: Int) -> RepeatLoop {
        let condition: RepeatLoop.Condition =
            switch number(0...2) {
            case 0: .times(expression(depth: 2))
            case 1: .until(expression(depth: 2))
            default: .while(expression(depth: 2))
            }
        let index = chance(2) ? newName("v") : nil
        return RepeatLoop(
            condition: condition, roundsMax: optional(), pauseMilliseconds: optional(), index: index,
            body: inner(depth: depth, variables: index.map { [$0] } ?? [], isRepeat: true))
    }

    private mutating func decision(depth: Int) -> Decision {
        let count = number(1...3)
        let cases = (0..<number(0...3)).map { _ in
            Decision.Case(expression(depth: 3), branch: number(0...(count - 1)))
        }
        let otherwise = cases.isEmpty || chance(2) ? number(0...(count - 1)) : nil
        let branches = (0..<count).map { place in
            Decision.Branch("branch \(place)", inner(depth: depth, isClosed: false))
        }
        return Decision(model: optional(), cases: cases, otherwise: otherwise, branches: branches)
    }

    private mutating func lanes(depth: Int) -> [Lane] {
        (0..<number(1...3)).map { Lane("lane \($0)", inner(depth: depth, isFiber: true)) }
    }

    private mutating func waitCondition() -> WaitCondition {
        switch number(0...2) {
        case 0: return .duration(milliseconds: expression(depth: 2))
        case 1: return .until(expression(depth: 2))
        default:
            let filter = chance(2) ? function(1, 3) : nil
            return .event(name: expression(depth: 2), filter: filter, timeoutMilliseconds: optional())
        }
    }

    private mutating func check() -> Check {
        let condition = expression(depth: 3)
        let here = ordinals[ordinals.count - 1]
        return Check(
            condition: chance(2) ? .expression(condition) : .model(condition),
            onPass: chance(2) ? .proceed : .goto(levels: 0, ordinal: here + 2), onFail: onFail(here))
    }

    private mutating func onFail(_ here: Int) -> Check.Action {
        switch number(0...3) {
        case 0: return .proceed
        case 1 where here > 0: return .retry(ordinal: number(0...(here - 1)), times: expression(depth: 1))
        case 2:
            let levels = number(0...(ordinals.count - 1))
            return .goto(levels: levels, ordinal: number(0...ordinals[ordinals.count - 1 - levels]))
        default: return .fail(expression(depth: 2))
        }
    }

    // MARK: Parts

    private mutating func tool() -> ToolName {
        ToolName(
            ["http_request", "llm", "a-b", "acme/tool:1.2"].randomElement(using: &random) ?? "llm",
            from: ["native", "cloud", "mcp", "model"].randomElement(using: &random) ?? "model")
    }

    private mutating func newName(_ prefix: String) -> String {
        serial += 1
        return prefix + String(serial)
    }

    private mutating func optional() -> Expression? { chance(3) ? expression(depth: 2) : nil }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// True once in so many times.
    mutating func chance(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }
}

extension BlockStep {
    /// Whether it may have `on_error`, `undo` and a binding.
    fileprivate var canHaveClauses: Bool {
        switch action {
        case .check, .emit, .yield, .send, .compute: false
        default: true
        }
    }

    fileprivate var canStream: Bool {
        switch action {
        case .call, .pipe, .agent: true
        case .each(let loop): loop.lanes != nil
        default: false
        }
    }
}
