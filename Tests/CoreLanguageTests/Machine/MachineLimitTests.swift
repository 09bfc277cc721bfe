import Testing

@testable import CoreLanguage

/// What a thread may use up.
@Suite struct MachineLimitTests {
    private static func endless(_ body: [BlockStep]) -> [BlockStep] {
        [.bind("v", .value([])), .of(.repeat(RepeatLoop(condition: .while(.value(true)), body: Block(body))))]
    }

    private func failure(_ thread: inout TestThread) throws -> ScriptError {
        switch try thread.run() {
        case .failed(let error), .paused(let error): return error
        default: throw Unexpected()
        }
    }

    @Test func instructionsInOneGoAndInAll() throws {
        var thread = TestThread(
            try script(Self.endless([.bind("a", .value(1))])),
            limits: MachineLimits(instructionsPerAdvance: 1_000, instructions: 20_000))
        try thread.tell(.start)
        #expect(thread.state.status == .yielded)
        let error = try failure(&thread)
        #expect(error.code == "INSTRUCTION_LIMIT")
        #expect(thread.events.count > 10)
    }

    @Test func builtinsCostInstructionsToo() throws {
        var thread = TestThread(
            try script([
                .bind(
                    "v",
                    .call(
                        "map",
                        [.call("range", [.value(0), .value(2_000)]), .lambda(["x"], .name("x").times(.name("x")))])),
                .bind("w", .call("map", [.name("v"), .lambda(["x"], .name("x").plus(.value(1)))])),
                .emit(.length(.name("w"))),
            ]), limits: MachineLimits(instructions: 2_500))
        #expect(try failure(&thread).code == "INSTRUCTION_LIMIT")
    }

    /// What runs out inside of a function has run out for all of the thread, and nothing handles it.
    @Test func nothingHandlesTheEndOfInstructions() throws {
        let sum = Expression.call("map", [.call("range", [.value(1_000)]), .lambda(["x"], .name("x").plus(.value(1)))])
        var step = BlockStep.bind("w", sum)
        step.onError = ErrorPolicy(action: .ignore)
        var thread = TestThread(try script(Self.endless([step])), limits: MachineLimits(instructions: 1_000_000))
        let error = try failure(&thread)
        #expect(error.code == "INSTRUCTION_LIMIT")
        #expect(error.message == "The script has run 1000000 instructions, as many as it may.")
    }

    /// A builtin that goes through a long text counts as more than one that goes through a short one.
    @Test(arguments: ["upper", "words", "collapse_spaces", "to_json", "url_encode", "sha256", "trim", "code_points"])
    func longTextsCostMore(name: String) throws {
        func completes(with text: String) throws -> Bool {
            let call = BlockStep.bind("w", .call(name, [.value(.string(text))]))
            var thread = TestThread(
                try script([
                    .of(.repeat(RepeatLoop(condition: .times(.value(200)), body: Block([call])))), .emit(.value(1)),
                ]), limits: MachineLimits(instructions: 100_000))
            return try thread.run() == .completed(1)
        }
        #expect(try completes(with: "a b"))
        #expect(try !completes(with: String(repeating: "a b ", count: 2_500)))
    }

    /// A call of a function takes some ten times as long as a plain instruction, so fewer fit.
    @Test func callsOfFunctionsCostWhatTheyTake() throws {
        let inner = Expression.call("any", [.call("range", [.value(300)]), .lambda(["b"], .value(false))])
        let outer = Expression.call("count", [.call("range", [.value(300)]), .lambda(["a"], inner)])
        for (instructions, isEnough) in [(4_000_000, false), (8_000_000, true)] {
            var thread = TestThread(
                try script([.bind("n", outer), .emit(.name("n"))]), limits: MachineLimits(instructions: instructions))
            if isEnough {
                #expect(try thread.run() == .completed(0))
            } else {
                #expect(try failure(&thread).code == "INSTRUCTION_LIMIT")
            }
        }
    }

    @Test func whatFailedCostsToo() throws {
        let work = Expression.call("map", [.call("range", [.value(0), .value(900)]), .lambda(["x"], .name("x.none"))])
        var thread = TestThread(
            try script(Self.endless([.bind("a", work, onError: ErrorPolicy(action: .ignore))])),
            limits: MachineLimits(instructions: 50_000))
        #expect(try failure(&thread).code == "INSTRUCTION_LIMIT")
    }

    @Test func goingAroundDoesNotHelp() throws {
        var thread = TestThread(
            try script([.bind("a", .value(1)), .check(.value(true), pass: .goto(levels: 0, ordinal: 0))]),
            limits: MachineLimits(instructionsPerAdvance: 10_000, instructions: 10_000_000, rounds: 50))
        #expect(try failure(&thread).code == "ROUND_LIMIT")
    }

    @Test(arguments: [
        BlockStep.bind("v", .array([.name("v"), .name("v")])),
        .bind("v", .name("v").plus(.value([.string(String(repeating: "x", count: 1_000))]))),
        .bind("v", .call("concat", [.name("v"), .value(["abcdefgh"])])),
        .bind("v", .template([.value(.string(String(repeating: "x", count: 1_000))), .name("v")])),
    ])
    func bytesThatAreHeld(_ step: BlockStep) throws {
        var thread = TestThread(try script(Self.endless([step])), limits: MachineLimits(liveBytes: 200_000))
        #expect(["MEMORY_LIMIT", "VALUE_LIMIT", "ARGUMENT_INVALID"].contains(try failure(&thread).code))
    }

    @Test func whatIsLetGoIsNotCounted() throws {
        let text = JSONValue.string(String(repeating: "x", count: 10_000))
        var thread = TestThread(
            try script([
                .of(
                    .repeat(
                        RepeatLoop(
                            condition: .times(.value(1_000)),
                            body: Block([.bind("t", .template([.value(text), .value(text)]))])))),
                .emit(.value(1)),
            ]), limits: MachineLimits(liveBytes: 100_000))
        #expect(try thread.run() == .completed(1))
    }

    @Test func valuesThatNest() throws {
        for step in [
            BlockStep.bind("v", .array([.name("v")])), .bind("v", .members(["a": .name("v")])),
            .bind("v", .call("reduce", [.value([1, 2]), .name("v"), .lambda(["a", "x"], .array([.name("a")]))])),
        ] {
            var thread = TestThread(try script(Self.endless([step])))
            let error = try failure(&thread)
            #expect(error.code == "VALUE_LIMIT", "\(error)")
        }
    }

    @Test func valuesThatNestOnTheirWay() throws {
        // So deep that their release would end the process.
        let nested = Expression.call(
            "reduce",
            [.call("range", [.value(0), .value(300_000)]), .name("v"), .lambda(["a", "x"], .array([.name("a")]))])
        let collected = EachLoop(items: .value([1]), item: "x", body: Block([.bind("w", .name("v"))]))
        let many = Expression.array((0..<70).map { _ in .name("v") })
        for step in [
            BlockStep.bind("v", nested), .of(.each(collected), to: "v"),
            .bind("v", .element(many, .value(0), isOptional: false)),
        ] {
            var thread = TestThread(
                try script(Self.endless([step, .bind("v", .array([.name("v")]))])),
                limits: MachineLimits(instructions: 10_000_000))
            #expect(try failure(&thread).code == "VALUE_LIMIT")
        }
        let members = (0..<70).map { Expression.Field(key: "k\($0)", value: .name("v")) }
        var thread = TestThread(
            try script(
                Self.endless([
                    .bind("v", .member(.object(members), "k1", isOptional: false)),
                    .bind("v", .members(["v": .name("v")])),
                ])),
            limits: MachineLimits(instructions: 10_000_000))
        #expect(try failure(&thread).code == "VALUE_LIMIT")
    }

    @Test func listsThatAreMadeOneByOneCountTheirDepth() throws {
        let loop = EachLoop(items: .value([1]), item: "x", body: Block([.bind("w", .name("v"))]))
        let many = Expression.array((0..<70).map { $0 == 0 ? .name("v") : .name("k") })
        let members = (0..<70).map { Expression.Field(key: "k\($0)", value: $0 == 0 ? .name("v") : .name("k")) }
        for step in [BlockStep.of(.each(loop), to: "v"), .bind("v", many), .bind("v", .object(members))] {
            var thread = TestThread(
                try script([.bind("k", .value(1))] + Self.endless([step])),
                limits: MachineLimits(instructions: 10_000_000))
            #expect(try failure(&thread).code == "VALUE_LIMIT")
        }
    }

    @Test func valuesThatDoNotNestInTruth() throws {
        var thread = TestThread(
            try script([
                .bind("v", .value([[1]])),
                .of(
                    .repeat(
                        RepeatLoop(
                            condition: .times(.value(5_000)),
                            body: Block([.bind("v", .array([.element(.name("v"), .value(0), isOptional: false)]))])))),
                .emit(.name("v")),
            ]))
        #expect(try thread.run() == .completed([[1]]))
    }

    @Test func valuesFromOutsideThatNestAreRefused() throws {
        var deep = JSONValue.null
        for _ in 0..<600 { deep = [deep] }
        var thread = TestThread(try script([.call("echo")]))
        try thread.tell(.start)
        try thread.tell(.completed(try #require(StepPath("0")), deep))
        guard case .paused(let error) = thread.state.status else { throw Unexpected() }
        #expect(error.code == "VALUE_LIMIT")
        thread = TestThread(try script([.call("echo")]), inputs: [:])
        var state = thread.code.start(inputs: ["a": deep])
        guard case .failed(let refused) = thread.code.advance(&state, .start).status else { throw Unexpected() }
        #expect(refused.code == "VALUE_LIMIT")
    }

    @Test func effectsAndLanesAtOnce() throws {
        let step = BlockStep.of(
            .each(
                EachLoop(
                    items: .value(.array((0..<100).map { .integer($0) })), item: "x", lanes: .value(50),
                    body: Block([.call("hang")]))))
        var thread = TestThread(try script([step]), limits: MachineLimits(effects: 10))
        #expect(try failure(&thread).code == "EFFECT_LIMIT")
        thread = TestThread(try script([step]), limits: MachineLimits(lanes: 10))
        #expect(try failure(&thread).code == "LANE_LIMIT")
    }

    /// Each lane has a register for each name: a few of them fill what a thread may hold, before any has run.
    @Test func aLaneThatDoesNotFitIsNotBegun() throws {
        let body = (0..<2_000).map { BlockStep.bind("v\($0)", .value(1)) }
        let code = try script([
            .of(
                .each(
                    EachLoop(
                        items: .call("range", [.value(0), .value(400)]), item: "x", lanes: .value(400),
                        body: Block(body))))
        ])
        var state = code.start(inputs: [:], limits: MachineLimits(liveBytes: 1 << 20))
        guard case .failed(let error) = code.advance(&state, .start).status else { throw Unexpected() }
        #expect(error.code == "MEMORY_LIMIT")
        #expect(state.fibers.count < 30)
        state = code.start(inputs: [:], limits: MachineLimits(liveBytes: 64 << 20))
        #expect(code.advance(&state, .start).status == .completed(.null))
    }

    @Test func lanesAreBeginEndingManyTimes() throws {
        var thread = TestThread(
            try script([
                .of(
                    .each(
                        EachLoop(
                            items: .call("range", [.value(0), .value(3_000)]), item: "x", lanes: .value(7),
                            body: Block([.bind("y", .name("x"))]))), to: "l"), .emit(.call("sum", [.name("l")])),
            ]), limits: MachineLimits(lanes: 10))
        #expect(try thread.run() == .completed(4_498_500))
    }

    @Test(arguments: [(StepPath.bytesMax, true), (1_024, false)])
    func pathsThatAreTooLong(_ bytes: Int, _ isFine: Bool) throws {
        let levels = 127
        var steps: [BlockStep] = [.call("echo")]
        for level in 0..<levels {
            var branches = [Decision.Branch](repeating: .init("A", Block()), count: 100)
            branches.append(.init("B", Block(steps)))
            let before = [BlockStep](repeating: .bind("a", .value(1)), count: level < 10 ? 1_000 : 100)
            steps = before + [.of(.decide(Decision(cases: [], otherwise: 100, branches: branches)))]
        }
        var thread = TestThread(try script(steps), limits: MachineLimits(pathBytes: bytes))
        if isFine {
            #expect(try thread.run() == .completed(.null))
            #expect(thread.trace.first.map { $0.utf8.count > 1_024 } == true)
        } else {
            let error = try failure(&thread)
            #expect(error.code == "PATH_LIMIT")
            #expect(error.message.isEmpty == false && error.path != .root)
            #expect(error.path.description.utf8.count <= bytes)
        }
    }

    /// Loops in loops, 127 levels deep, of which only the last round goes deeper; and lanes in lanes.
    @Test(arguments: [(false, StepPath.bytesMax), (true, StepPath.bytesMax), (false, 700), (true, 700)])
    func deepLoopsRun(_ isParallel: Bool, _ bytes: Int) throws {
        let levels = 127
        let rounds: Int64 = isParallel ? 2 : 1_001
        func isLast(else ordinal: Int) -> BlockStep {
            .check(.name("i").isEqual(.value(.integer(rounds - 1))), fail: .goto(levels: 0, ordinal: ordinal))
        }
        var body = Block([isLast(else: 2), .call("echo"), .bind("d", .value(1))])
        for _ in 0..<levels {
            let skip = isLast(else: 102)
            let filler = [BlockStep](repeating: .bind("a", .value(1)), count: 99)
            let loop = EachLoop(
                items: .call("range", [.value(0), .value(.integer(rounds))]), item: "x", index: "i",
                lanes: isParallel ? .value(2) : nil, body: body)
            body = Block([skip] + filler + [.bind("b", .value(1)), .of(.each(loop)), .bind("c", .value(1))])
        }
        // The outermost loop has no check around it.
        guard case .each(let outermost) = body.steps[101].action else { throw Unexpected() }
        var thread = TestThread(try script([.of(.each(outermost))]), limits: MachineLimits(pathBytes: bytes))
        if bytes == StepPath.bytesMax {
            #expect(try thread.run() == .completed(.null))
            #expect(thread.trace.count == 1)
            #expect(thread.trace.last.map { $0.utf8.count > (isParallel ? 700 : 1_024) } == true)
        } else {
            #expect(try failure(&thread).code == "PATH_LIMIT")
        }
    }

    @Test func blocksThatNestTooDeepAreRefused() throws {
        var steps: [BlockStep] = [.call("echo")]
        for _ in 0..<2_000 { steps = [.of(.repeat(RepeatLoop(condition: .times(.value(1)), body: Block(steps))))] }
        #expect(throws: ProgramError.self) { try script(steps) }
    }
}
