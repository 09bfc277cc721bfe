import CoreLanguage
import Testing

@Suite("The verifier: expressions, schemas, graphs")
struct VerifierExpressionTests {
    private static func compute(_ value: Expression) -> BlockStep { BlockStep(action: .compute(value)) }

    private static func map(_ function: Expression) -> BlockStep {
        compute(.call("map", [.literal([1]), function]))
    }

    private static func wait(_ filter: Expression) -> BlockStep {
        BlockStep(action: .wait(.event(name: .literal("e"), filter: filter, timeoutMilliseconds: nil)))
    }

    private static func mapped(_ levels: Int) -> Expression {
        (0..<levels).reduce(.literal(1)) { value, _ in .call("map", [.literal([]), .lambda(["x"], value)]) }
    }

    @Test(
        "Functions",
        arguments: [
            .good("a known one", compute(.call("upper", [.literal("a")]))),
            .bad(
                "unknown", "There is no function \"uper\". Did you mean \"upper\"?",
                compute(.call("uper", [.literal("a")]))),
            .bad("an effect", "is no function of expressions", compute(.call("now", []))),
            .bad(
                "too few arguments", "\"upper\" takes 1 argument, not 0", at: "/body/steps/0/value",
                compute(.call("upper", []))),
            .bad("too many", "takes 1 argument, not 2", compute(.call("upper", [.literal("a"), .literal("b")]))),
            .good("a function", map(.lambda(["x"], Piece.ref("x")))),
            .bad("no function", "\"map\" takes a function, such as", map(.literal(1))),
            .bad("too many parameters", "takes a function of", map(.lambda(["x", "y", "z"], .literal(1)))),
            .bad("a parameter twice", "is twice, the name", map(.lambda(["x", "x"], .literal(1)))),
            .bad("no name of a parameter", "cannot be", map(.lambda(["x y"], .literal(1)))),
            .bad(
                "a parameter outside", "There is no name \"x\"",
                compute(.array([.call("map", [.literal([1]), .lambda(["x"], Piece.ref("x"))]), Piece.ref("x")]))),
            .bad("a function by itself", "A function stands only where", compute(.lambda(["x"], .literal(1)))),
            .bad(
                "a function where a value stands", "A function stands only where",
                compute(.call("upper", [.lambda(["x"], .literal(1))]))),
            .good(
                "a parameter hides a stream", Piece.call(.init("s", isStream: true)),
                map(.lambda(["s"], Piece.ref("s")))),
            .good("32 functions", compute(mapped(32))),
            .bad("33 functions", "Functions stand at most 32 deep", compute(mapped(33))),
            .good("an event", wait(.lambda(["e"], Piece.ref("e", "ok")))),
            .bad(
                "an event without a function", "The condition on an event takes a function", at: "/body/steps/0/where",
                wait(.literal(true))),
            .bad("an event with two", "a function of 1 parameter, not 2", wait(.lambda(["a", "b"], .literal(true)))),
            .good("a pattern", compute(.call("matches", [.literal("a"), .literal("^a+$")]))),
            .bad(
                "no pattern", "The pattern cannot be used", compute(.call("matches", [.literal("a"), .literal("(")]))),
            .bad(
                "a variable without a name", "cannot be the name of a variable",
                compute(.environment("", fallback: nil))),
            .bad(
                "a fallback that reads nothing", "There is no name",
                compute(.environment("A", fallback: Piece.ref("x")))),
            .bad("exists of nothing", "There is no name", compute(.exists(Reference(root: "x")))),
        ] as [VerifierCase])
    func calls(_ test: VerifierCase) { test.check() }

    /// Every expression of a step is looked at.
    @Test(
        "Nothing is overlooked",
        arguments: [
            ("value", StepAction.compute(Piece.ref("zz"))), ("value", .yield(Piece.ref("zz"))),
            ("value", .emit(Piece.ref("zz"))), ("input", .call(Piece.tool(Piece.ref("zz")))),
            ("name", .send(name: Piece.ref("zz"), to: nil, payload: .literal(1))),
            ("to", .send(name: .literal("a"), to: Piece.ref("zz"), payload: .literal(1))),
            ("payload", .send(name: .literal("a"), to: nil, payload: Piece.ref("zz"))),
            ("input", .ask(Piece.ref("zz"))), ("input", .agent(Piece.ref("zz"), tools: [])),
            ("input", .plan(Piece.ref("zz"), tools: [])), ("input", .run(.script("a"), input: Piece.ref("zz"))),
            ("plan", .run(.plan(Piece.ref("zz")), input: .literal(1))),
            ("duration_ms", .wait(.duration(milliseconds: Piece.ref("zz")))), ("until", .wait(.until(Piece.ref("zz")))),
            ("event", .wait(.event(name: Piece.ref("zz"), filter: nil, timeoutMilliseconds: nil))),
            ("timeout_ms", .wait(.event(name: .literal("a"), filter: nil, timeoutMilliseconds: Piece.ref("zz")))),
            (
                "where",
                .wait(.event(name: .literal("a"), filter: .lambda(["a"], Piece.ref("zz")), timeoutMilliseconds: nil))
            ),
            ("when", .check(Check(condition: .expression(Piece.ref("zz")), onPass: .proceed, onFail: .proceed))),
            ("model", .check(Check(condition: .model(Piece.ref("zz")), onPass: .proceed, onFail: .proceed))),
            (
                "on_pass/message",
                .check(Check(condition: .model(.literal(1)), onPass: .fail(Piece.ref("zz")), onFail: .proceed))
            ),
            (
                "on_fail/message",
                .check(Check(condition: .model(.literal(1)), onPass: .proceed, onFail: .fail(Piece.ref("zz"))))
            ),
            ("items", .each(EachLoop(items: Piece.ref("zz"), item: "x", body: Block()))),
            ("lanes", .each(EachLoop(items: .literal([]), item: "x", lanes: Piece.ref("zz"), body: Block()))),
            (
                "pause_ms",
                .each(EachLoop(items: .literal([]), item: "x", pauseMilliseconds: Piece.ref("zz"), body: Block()))
            ),
            ("value", .each(EachLoop(items: .literal([]), item: "x", body: Block(), value: Piece.ref("zz")))),
            ("body/0/value", .each(EachLoop(items: .literal([]), item: "x", body: Block([Piece.read("zz")])))),
            ("items", .pipe(PipeLoop(source: .list(Piece.ref("zz")), item: "x", body: Block()))),
            ("stream", .pipe(PipeLoop(source: .stream("zz"), item: "x", body: Block()))),
            ("batch", .pipe(PipeLoop(source: .list(.literal([])), item: "x", batch: Piece.ref("zz"), body: Block()))),
            ("lanes", .pipe(PipeLoop(source: .list(.literal([])), item: "x", lanes: Piece.ref("zz"), body: Block()))),
            ("value", .pipe(PipeLoop(source: .list(.literal([])), item: "x", body: Block(), value: Piece.ref("zz")))),
            ("times", .repeat(RepeatLoop(condition: .times(Piece.ref("zz")), body: Block()))),
            ("until", .repeat(RepeatLoop(condition: .until(Piece.ref("zz")), body: Block()))),
            ("while", .repeat(RepeatLoop(condition: .while(Piece.ref("zz")), body: Block()))),
            (
                "rounds_max",
                .repeat(RepeatLoop(condition: .times(.literal(1)), roundsMax: Piece.ref("zz"), body: Block()))
            ),
            (
                "pause_ms",
                .repeat(RepeatLoop(condition: .times(.literal(1)), pauseMilliseconds: Piece.ref("zz"), body: Block()))
            ),
            (
                "model",
                .decide(Decision(model: Piece.ref("zz"), cases: [], otherwise: 0, branches: [.init("a", Block())]))
            ),
            (
                "cases/0/when",
                .decide(
                    Decision(
                        cases: [.init(Piece.ref("zz"), branch: 0)], otherwise: nil, branches: [.init("a", Block())]))
            ),
            ("lanes/0/body/0/value", .together([Lane("a", Block([Piece.read("zz")]))])),
        ] as [(String, StepAction)])
    func overlooked(_ place: String, _ action: StepAction) throws {
        let program = Piece.script([BlockStep(action: action)])
        let error = try #require(throws: ProgramError.self) { try ProgramVerifier.verify(program) }
        #expect(error.pointer.description == "/body/steps/0/" + place)
        #expect(error.kind == .invalid)
        #expect(error.pointer.resolve(in: program.encode()) != nil, "The pointer leads into the stored form.")
    }

    @Test("Every operator hands its operands on")
    func operands() throws {
        let (bad, good) = (Piece.ref("zz"), Expression.literal(1))
        let expressions: [Expression] = [
            .object([.init(key: "a", value: bad)]), .array([good, bad]), .template([bad]),
            .comparison(.equal, bad, good), .comparison(.equal, good, bad), .and([good, bad]), .or([bad]), .not(bad),
            .coalesce([good, bad]), .length(bad), .contains(bad, good), .contains(good, bad),
            .arithmetic(.add, bad, good), .arithmetic(.add, good, bad), .negate(bad),
            .member(bad, "a", isOptional: true), .element(bad, good, isOptional: true),
            .element(good, bad, isOptional: true), .conditional(bad, good, good), .conditional(good, bad, good),
            .conditional(good, good, bad), .call("upper", [bad]),
        ]
        for expression in expressions {
            let error = try #require(throws: ProgramError.self, "\(expression)") {
                try ProgramVerifier.verify(Piece.script([Self.compute(expression)]))
            }
            #expect(error.message.contains("There is no name \"zz\""))
        }
    }

    private static func program(_ change: (inout Program) -> Void) -> Program {
        var program = Piece.script([])
        change(&program)
        return program
    }

    @Test(
        "Schemas and variables",
        arguments: [
            .bad(
                "the input", "The pattern cannot be used", at: "/input_schema/pattern",
                program { $0.inputSchema = ["pattern": "("] }),
            .bad("the output", "", at: "/output_schema/type", program { $0.outputSchema = ["type": 1] }),
            .bad("the stream", "", at: "/stream_schema/type", program { $0.streamSchema = ["type": "x"] }),
            .bad(
                "a variable", "schema of a variable", at: "/environment",
                program { $0.environment = [EnvironmentVariable("A", schema: ["type": "x"])] }),
            .good(
                "variables",
                program {
                    $0.environment = [
                        EnvironmentVariable("A", schema: ["$defs": ["x": true], "$ref": "#/$defs/x"]),
                        EnvironmentVariable("B"),
                        EnvironmentVariable("C", schema: ["type": "string", "pattern": "^a"]),
                    ]
                }),
            .bad(
                "a name twice", "Two variables have the name \"A\"", at: "/environment/1/name",
                program { $0.environment = [EnvironmentVariable("A"), EnvironmentVariable("A")] }),
            .bad(
                "no name", "name of a variable", at: "/environment/0/name",
                program { $0.environment = [EnvironmentVariable("A-B")] }),
            .bad(
                "too many", "At most 1024 variables", at: "/environment",
                program { $0.environment = (0...1_024).map { EnvironmentVariable("A\($0)") } }),
            .bad(
                "a long name", "at most 1024 bytes", at: "/name",
                program { $0.name = String(repeating: "a", count: 1_025) }),
        ] as [VerifierCase])
    func schemas(_ test: VerifierCase) { test.check() }

    private static func graph(
        _ result: Expression = .literal(1), _ change: (inout [GraphStep]) -> Void = { _ in }
    ) -> Program {
        let call = IngredientCall(ingredient: "a:b:c", version: "1.0.0", input: .literal([:]))
        var steps = [
            GraphStep(id: "a", body: call), GraphStep(id: "b", dependsOn: ["a"], body: call),
            GraphStep(id: "c", dependsOn: ["b"], forEach: ForEach(items: .literal([])), body: call),
        ]
        change(&steps)
        var program = Piece.script([], result: result)
        (program.kind, program.body) = (.recipe, .graph(steps))
        return program
    }

    @Test(
        "Graphs",
        arguments: [
            .good(
                "what it waits for",
                graph(Piece.ref("steps", "c")) { $0[1].body.input = Piece.ref("steps", "a", "output") }),
            .good(
                "an element",
                graph { $0[2].body.input = .array([Piece.ref("item"), Piece.ref("index"), Piece.ref("inputs")]) }),
            .bad(
                "what it does not wait for", "Step a: The step \"b\" need not have ended",
                at: "/body/steps/0/body/input",
                graph { $0[0].body.input = Piece.ref("steps", "b") }),
            .bad("all steps", "A step is read by its id", graph { $0[1].condition = Piece.ref("steps") }),
            .bad("no element", "only inside a for_each", graph { $0[1].body.input = Piece.ref("item") }),
            .bad(
                "an element before there is one", "only inside a for_each", at: "/body/steps/2/for_each/items",
                graph { $0[2].forEach?.items = Piece.ref("index") }),
            .bad(
                "a substitute", "There is no name \"x\"", at: "/body/steps/0/on_error/value",
                graph { $0[0].onError = .substitute(Piece.ref("x")) }),
            .bad("a result of no step", "need not have ended", at: "/result", graph(Piece.ref("steps", "d"))),
            .bad("a cycle", "wait for one another", graph { $0[0].dependsOn = ["c"] }),
            .bad("an unknown function", "There is no function", graph { $0[0].body.input = .call("nope", []) }),
            .bad(
                "a handler", "Only a program whose body is a block",
                {
                    var program = graph()
                    program.threadError = Block()
                    return program
                }()),
        ] as [VerifierCase])
    func graphs(_ test: VerifierCase) { test.check() }
}
