import CoreLanguage
import Testing

@Suite("The verifier: rules of steps")
struct VerifierRuleTests {
    private static let anything = BlockStep(action: .wait(.duration(milliseconds: .literal(1))))

    private static func step(
        _ action: StepAction, onError: ErrorPolicy? = nil, undo: ToolCall? = nil, label: String? = nil
    ) -> BlockStep {
        BlockStep(label: label, action: action, onError: onError, undo: undo)
    }

    private static func goto(_ levels: Int, _ ordinal: Int) -> BlockStep {
        Piece.check(pass: .goto(levels: levels, ordinal: ordinal))
    }

    private static func decision(_ branch: Int, _ otherwise: Int?, _ names: String...) -> BlockStep {
        let branches = names.map { Decision.Branch($0, Block()) }
        return step(
            .decide(Decision(cases: [.init(.literal(true), branch: branch)], otherwise: otherwise, branches: branches)))
    }

    @Test(
        "Jumps stay where they may go",
        arguments: [
            .good("to the end of a branch", Piece.decide([goto(1, 1)], []), anything),
            .good("to itself", goto(0, 0)),
            .bad("behind the last", "leads to step 1 of a block of 1", at: "/body/steps/0/on_pass", goto(0, 1)),
            .bad("before the first", "leads to step -1", goto(0, -1)),
            .bad("inwards", "leads to step 0 of a block of 1", at: "/body/steps/0/on_pass", goto(-1, 0)),
            .bad("out of the script", "leaves the loop, lane or script", goto(1, 0)),
            .bad("out of each", "leaves the loop", Piece.each("x", goto(1, 0))),
            .bad("out of pipe", "leaves the loop", Piece.pipe("x", goto(1, 0))),
            .bad("out of repeat", "leaves the loop", Piece.times(goto(1, 0))),
            .bad("out of a lane", "leaves the loop", Piece.together([goto(1, 0)])),
            .bad("out of a branch and each", "leaves the loop", Piece.each("x", Piece.decide([goto(2, 0)], []))),
            .bad("very far", "leaves the loop", goto(.max, 0)),
            .good("tries the step before", anything, Piece.check(fail: .retry(ordinal: 0, times: .literal(3)))),
            .bad(
                "tries itself", "stands before it", at: "/body/steps/0/on_fail",
                Piece.check(fail: .retry(ordinal: 0, times: .literal(3)))),
            .bad(
                "tries what is not there", "leads to step -1", anything,
                Piece.check(fail: .retry(ordinal: -1, times: .literal(3)))),
        ] as [VerifierCase])
    func jumps(_ test: VerifierCase) { test.check() }

    @Test(
        "Ends stand where the thread can end",
        arguments: [
            .good("in each", Piece.each("x", Piece.end)),
            .good("in repeat and branches", Piece.times(Piece.decide([Piece.end], []))),
            .good("in thread_error", Piece.script([], threadError: [Piece.end])),
            .bad(
                "in a parallel loop", "Step 0.0: A lane, a pipe", at: "/body/steps/0/body/0",
                Piece.each("x", lanes: .literal(2), Piece.end)),
            .bad(
                "in a loop that makes a stream", "cannot end the thread",
                BlockStep(
                    action: .each(EachLoop(items: .literal([]), item: "x", body: Block([Piece.end]))),
                    binding: .init("s", isStream: true))),
            .bad("in a pipe", "cannot end the thread", Piece.pipe("x", Piece.end)),
            .bad(
                "in a lane, deep", "cannot end the thread", Piece.together([Piece.times(Piece.decide([Piece.end], []))])
            ),
        ] as [VerifierCase])
    func ends(_ test: VerifierCase) { test.check() }

    @Test(
        "Parts of steps go together",
        arguments: [
            .bad(
                "on_error of a computation", "kind \"compute\" has no on_error", at: "/body/steps/0/on_error",
                step(.compute(.literal(1)), onError: Piece.ignore)),
            .bad("on_error of emit", "kind \"emit\" has no on_error", step(.emit(.literal(1)), onError: Piece.ignore)),
            .bad(
                "undo of yield", "kind \"yield\" cannot be undone", at: "/body/steps/0/undo",
                step(.yield(.literal(1)), undo: Piece.tool())),
            .good("on_error and undo of a call", Piece.call(onError: .init(retry: .recipe), undo: Piece.tool())),
            .bad(
                "a tool without a name", "The name of a tool", at: "/body/steps/0/tool/name",
                step(.call(ToolCall(ToolName("", from: "native"), input: .literal([:]))))),
            .bad(
                "a tool from nowhere", "\"moon\" is no source", at: "/body/steps/0/tools/1/source",
                step(.agent(.literal([:]), tools: [ToolName("a", from: "mcp"), ToolName("a", from: "moon")]))),
            .bad(
                "a fallback with a space", "The name of a tool", at: "/body/steps/0/on_error/tool/name",
                step(
                    .ask(.literal([:])),
                    onError: .init(action: .fallback(ToolCall(ToolName("a b", from: "mcp"), input: .literal([:])))))),
            .bad(
                "an undo from nowhere", "no source", at: "/body/steps/0/undo/tool/source",
                Piece.call(undo: ToolCall(ToolName("a", from: ""), input: .literal([:])))),
            .bad(
                "too many tools", "At most 256 tools",
                step(.plan(.literal([:]), tools: Array(repeating: ToolName("a", from: "mcp"), count: 257)))),
            .bad("a script without a name", "name of the script", step(.run(.script(""), input: .literal([:])))),
            .bad(
                "a long label", "at most 1024 bytes", at: "/body/steps/0/label",
                step(.wait(.duration(milliseconds: .literal(1))), label: String(repeating: "é", count: 513))),
            .good(
                "a label that just fits",
                step(.wait(.duration(milliseconds: .literal(1))), label: String(repeating: "é", count: 512))),
        ] as [VerifierCase])
    func parts(_ test: VerifierCase) { test.check() }

    @Test(
        "Branches and lanes",
        arguments: [
            .good("in range", decision(1, 0, "a", "b")),
            .bad(
                "a case out of range", "There is no branch 2; there are 2", at: "/body/steps/0/cases/0",
                decision(2, 0, "a", "b")),
            .bad("a case below", "There is no branch -1", decision(-1, 0, "a")),
            .bad("otherwise out of range", "There is no branch 1", at: "/body/steps/0/otherwise", decision(0, 1, "a")),
            .bad("no branches", "There is no branch 0; there are 0", decision(0, nil)),
            .bad(
                "one name twice", "Two branches are called \"a\"", at: "/body/steps/0/branches/1",
                decision(0, nil, "a", "a")),
            .bad(
                "no way", "No case and no otherwise",
                step(.decide(Decision(cases: [], otherwise: nil, branches: [.init("a", Block())])))),
            .bad("no lanes", "There is no lane", Piece.together()),
            .bad(
                "lanes of one name", "Two lanes are called", at: "/body/steps/0/lanes/1",
                step(.together([Lane("a", Block()), Lane("a", Block())]))),
            .good("names that differ in bytes", step(.together([Lane("\u{E9}", Block()), Lane("e\u{301}", Block())]))),
            .bad(
                "too many lanes", "at most 1000 lanes",
                step(.together((0...1_000).map { Lane("lane \($0)", Block()) }))),
            .bad(
                "too many cases", "at most 1000 cases",
                step(
                    .decide(
                        Decision(
                            cases: Array(repeating: .init(.literal(true), branch: 0), count: 1_001), otherwise: nil,
                            branches: [.init("a", Block())])))),
        ] as [VerifierCase])
    func branches(_ test: VerifierCase) { test.check() }

    private static func nested(_ levels: Int) -> BlockStep {
        (1..<levels).reduce(anything) { step, _ in Piece.decide([step]) }
    }

    private static func deep(_ levels: Int) -> Expression {
        (1..<levels).reduce(.literal(1)) { value, _ in .not(value) }
    }

    private static func literal(_ levels: Int) -> Expression {
        .literal((1..<levels).reduce(JSONValue.null) { value, _ in [value] })
    }

    @Test(
        "Limits",
        arguments: [
            .good("257 levels of blocks", nested(257)),
            .bad("258 levels of blocks", "Blocks have at most 257 levels", nested(258)),
            .good("320 levels of an expression", Piece.bind("a", deep(320))),
            .bad(
                "321 levels of an expression", "An expression has at most 320 levels", at: "/body/steps/0/value",
                Piece.bind("a", deep(321))),
            .good("100 levels of a literal", Piece.bind("a", literal(100))),
            .bad("101 levels of a literal", "A literal has at most 100 levels", Piece.bind("a", literal(101))),
            .good("100,000 steps", Piece.script(Array(repeating: anything, count: 100_000))),
            .bad(
                "100,001 steps", "at most 100000 steps",
                Piece.script([anything], threadError: Array(repeating: anything, count: 100_000))),
        ] as [VerifierCase])
    func limits(_ test: VerifierCase) { test.check() }

    @Test("The deepest program is read back")
    func deepest() throws {
        let wide = (1..<319).reduce(Self.literal(100)) { value, _ in .object([.init(key: "a", value: value)]) }
        var step = Piece.call(onError: .init(action: .use(wide)))
        for _ in 1..<Block.depthMax { step = Piece.decide([step]) }
        let program = Piece.script([step])
        try ProgramVerifier.verify(program)
        let bytes = program.canonicalBytes()
        let isSame = try Program(decoding: .parse(bytes, limits: .program)) == program
        #expect(isSame)
        let deeper = Piece.script([Piece.decide([step])]).encode()
        let error = try #require(throws: ProgramError.self) { try Program(decoding: deeper) }
        #expect(error.message.contains("at most 257 levels"))
    }

    @Test("Many names, branches and jumps take time in proportion", .timeLimit(.minutes(5)))
    func many() throws {
        var steps = (0..<30_000).map { Piece.bind("n\($0)") }
        for place in 0..<30_000 {
            steps.append(Piece.check(pass: .goto(levels: 0, ordinal: 60_000 + place % 1_000)))
        }
        for place in 0..<1_000 { steps.append(Piece.read("n\(place)")) }
        try ProgramVerifier.verify(Piece.script(steps))
        let late = Piece.bind("late")
        #expect(throws: ProgramError.self) {
            try ProgramVerifier.verify(Piece.script(steps + [late, Piece.read("n0", "late", "x")]))
        }
        let branches = (0..<1_000).map { _ in (0..<50).map { Piece.bind("b\($0)") } }
        let parts = branches.enumerated().map { Decision.Branch("b\($0)", Block($1)) }
        let decision = Decision(
            cases: parts.indices.map { .init(.literal(true), branch: $0) }, otherwise: 0, branches: parts)
        try ProgramVerifier.verify(Piece.script([BlockStep(action: .decide(decision)), Piece.read("b0", "b49")]))
    }

    @Test("Jumps that ask for too many passes are refused", .timeLimit(.minutes(5)))
    func passes() {
        // Each jump back tells the step before something new, which goes on in the next pass only.
        var steps: [BlockStep] = []
        let count = 2_000
        for place in 0..<count {
            steps.append(Piece.check(pass: .goto(levels: 0, ordinal: max(0, place - 2))))
            steps.append(Piece.bind("n\(place)"))
        }
        steps[0] = Piece.check(pass: .goto(levels: 0, ordinal: 2 * count - 2))
        do throws(ProgramError) {
            try ProgramVerifier.verify(Piece.script(steps))
        } catch {
            #expect(error.message.contains("jumps"))
        }
    }
}
