import CoreLanguage
import Testing

@Suite("The verifier: what is bound")
struct VerifierBindingTests {
    /// Of its two branches only the second is chosen, which binds a name.
    private static let unchosen = BlockStep(
        action: .decide(
            Decision(
                cases: [], otherwise: 1, branches: [.init("x", Block()), .init("y", Block([Piece.bind("a")]))])))

    private static let stream = BlockStep.Binding("s", isStream: true)

    @Test(
        "A name is read where it is bound on every way",
        arguments: [
            .good("after it", Piece.bind("a"), Piece.read("a", "inputs", "thread")),
            .bad("before it", "Step 0: \"a\" is not bound on every way", Piece.read("a"), Piece.bind("a")),
            .bad(
                "never", "There is no name \"amont\". Did you mean \"amount\"?", Piece.bind("amount"),
                Piece.read("amont")),
            .bad("in itself", "\"a\" is not bound", Piece.bind("a", Piece.ref("a"))),
            .bad(
                "the place is told", "Step 0.1.0", at: "/body/steps/0/branches/1/body/0/value",
                Piece.decide([], [Piece.read("b")])),
            .good("in every branch", Piece.decide([Piece.bind("a")], [Piece.bind("a")]), Piece.read("a")),
            .bad("in one branch", "Step 1: \"a\" is not bound", Piece.decide([Piece.bind("a")], []), Piece.read("a")),
            .good("the other branch ends", Piece.decide([Piece.bind("a")], [Piece.end]), Piece.read("a")),
            .good(
                "the other branch fails",
                Piece.decide([Piece.bind("a")], [Piece.check(pass: .fail(.literal("x")), fail: .fail(.literal("y")))]),
                Piece.read("a")),
            .bad("the branch beside", "\"a\" is not bound", Piece.decide([Piece.bind("a")], [Piece.read("a")])),
            .bad(
                "an error leaves the decision", "Step 1: \"a\" is not bound",
                Piece.decide([Piece.bind("a")], [Piece.bind("a")], onError: Piece.ignore), Piece.read("a")),
            .good(
                "an error ends the decision",
                Piece.decide([Piece.bind("a")], [Piece.bind("a")], onError: .init(action: .pause)), Piece.read("a")),
            .good("an ignored step", Piece.call(.init("a"), onError: Piece.ignore), Piece.read("a")),
            .good("in all lanes", Piece.together([Piece.bind("a")], [Piece.bind("b")]), Piece.read("a", "b")),
            .bad(
                "in the lane beside", "Step 0.~1.0: \"a\" is not bound",
                at: "/body/steps/0/lanes/1/body/0/value", Piece.together([Piece.bind("a")], [Piece.read("a")])),
            .bad(
                "a lane that may fail", "Step 1: \"a\" is not bound",
                Piece.together([Piece.bind("a")], onError: Piece.ignore), Piece.read("a")),
            .bad("after each", "Step 1: \"a\" is not bound", Piece.each("x", Piece.bind("a")), Piece.read("a")),
            .bad("after pipe", "Step 1: \"a\" is not bound", Piece.pipe("x", Piece.bind("a")), Piece.read("a")),
            .bad("after times", "Step 1: \"a\" is not bound", Piece.times(Piece.bind("a")), Piece.read("a")),
            .good("after until", Piece.until(Piece.ref("a"), Piece.bind("a")), Piece.read("a")),
            .good("inside loops", Piece.bind("a"), Piece.each("x", Piece.times(Piece.read("a", "x")))),
            .good("after the end", Piece.bind("a"), Piece.end, Piece.read("a")),
            .bad("unknown after the end", "There is no name", Piece.end, Piece.read("b")),
            .good("a branch that nobody chooses", unchosen, Piece.read("a")),
            .good("a result beside it", Piece.script([unchosen], result: Piece.ref("a"))),
            .bad(
                "what one decision leaves out", "Step 1: \"a\" is not bound",
                BlockStep(
                    action: .decide(
                        Decision(
                            cases: [], otherwise: 1,
                            branches: [.init("x", Block([Piece.bind("a")])), .init("y", Block())]))), Piece.read("a")),
        ] as [VerifierCase])
    func reading(_ test: VerifierCase) { test.check() }

    @Test(
        "Jumps are ways too",
        arguments: [
            .bad(
                "over it", "Step 2: \"a\" is not bound",
                Piece.check(pass: .goto(levels: 0, ordinal: 2)), Piece.bind("a"), Piece.read("a")),
            .good(
                "over it, and not read",
                Piece.check(pass: .goto(levels: 0, ordinal: 2)), Piece.bind("a"), Piece.bind("b"), Piece.read("b")),
            .good(
                "back", Piece.bind("a"), Piece.read("a"), Piece.check(fail: .goto(levels: 0, ordinal: 1)),
                Piece.read("a")),
            .good("again", Piece.bind("a"), Piece.check(fail: .retry(ordinal: 0, times: Piece.ref("a")))),
            .bad(
                "around and back", "Step 2: \"a\" is not bound",
                Piece.check(pass: .goto(levels: 0, ordinal: 3)), Piece.bind("a"), Piece.read("a"),
                Piece.check(pass: .goto(levels: 0, ordinal: 2))),
            .bad(
                "back to where another jump knew more", "Step 3: \"a\" is not bound",
                Piece.check(pass: .goto(levels: 0, ordinal: 4)), Piece.bind("a"),
                Piece.check(pass: .goto(levels: 0, ordinal: 3)), Piece.read("a"),
                Piece.check(pass: .goto(levels: 0, ordinal: 3))),
            .bad(
                "after what an error may have ended", "Step 2: \"a\" is not bound",
                Piece.decide([Piece.bind("a")], [Piece.bind("a")], onError: Piece.ignore),
                Piece.check(pass: .goto(levels: 0, ordinal: 2)), Piece.read("a")),
            .bad(
                "a result that an error may have ended", "not bound",
                Piece.script(
                    [Piece.decide([Piece.bind("a")], [Piece.bind("a")], onError: Piece.ignore)], result: Piece.ref("a"))
            ),
            .bad(
                "back to what is jumped into, which goes on", "Step 4: \"a\" is not bound",
                Piece.check(pass: .goto(levels: 0, ordinal: 5)), Piece.bind("a"),
                Piece.check(pass: .goto(levels: 0, ordinal: 4)), Piece.end, Piece.read("a"),
                Piece.check(pass: .goto(levels: 0, ordinal: 2))),
            .bad(
                "over one of two", "Step 3: \"a\" is not bound",
                Piece.bind("b"), Piece.check(pass: .goto(levels: 0, ordinal: 3)), Piece.bind("a"), Piece.read("b", "a")),
            .bad(
                "out of a branch", "Step 2: \"a\" is not bound",
                Piece.decide([Piece.check(pass: .goto(levels: 1, ordinal: 2))], []), Piece.bind("a"), Piece.read("a")),
            .good(
                "out of a branch, which bound it too",
                Piece.decide([Piece.bind("a"), Piece.check(pass: .goto(levels: 1, ordinal: 2))], [Piece.bind("a")]),
                Piece.bind("b"), Piece.read("a")),
            .good(
                "only by a jump",
                Piece.decide(
                    [
                        Piece.bind("a"),
                        Piece.check(pass: .goto(levels: 1, ordinal: 2), fail: .goto(levels: 1, ordinal: 2)),
                    ], [Piece.end]),
                Piece.bind("b"), Piece.read("a")),
            .bad(
                "only by a jump that bound nothing", "\"b\" is not bound",
                Piece.decide(
                    [Piece.check(pass: .goto(levels: 1, ordinal: 2), fail: .goto(levels: 1, ordinal: 2))], [Piece.end]),
                Piece.bind("b"), Piece.read("b")),
            .bad(
                "in a loop", "Step 0.2: \"a\" is not bound",
                Piece.times(Piece.check(pass: .goto(levels: 0, ordinal: 2)), Piece.bind("a"), Piece.read("a"))),
            .good(
                "in a loop that knows it from outside", Piece.bind("a"),
                Piece.times(Piece.check(pass: .goto(levels: 0, ordinal: 2)), Piece.bind("b"), Piece.read("a"))),
            .bad(
                "in a lane that is asked for its names", "Step 1: \"a\" is not bound",
                Piece.together([Piece.check(pass: .goto(levels: 0, ordinal: 2)), Piece.bind("a"), Piece.read("inputs")]
                ),
                Piece.read("a")),
        ] as [VerifierCase])
    func jumping(_ test: VerifierCase) { test.check() }

    @Test(
        "A name is bound once",
        arguments: [
            .bad("twice", "Step 1: \"a\" is bound already", at: "/body/steps/1", Piece.bind("a"), Piece.bind("a")),
            .bad("in a branch and before", "bound already", Piece.bind("a"), Piece.decide([Piece.bind("a")], [])),
            .bad("in a branch and after", "bound already", Piece.decide([Piece.bind("a")], []), Piece.bind("a")),
            .bad("twice in a branch", "bound already", Piece.decide([Piece.bind("a"), Piece.bind("a")], [])),
            .good(
                "deep in two branches",
                Piece.decide([Piece.decide([Piece.bind("a")], [Piece.bind("a")])], [Piece.bind("a")]), Piece.read("a")),
            .bad("in two lanes", "bound already", Piece.together([Piece.bind("a")], [Piece.bind("a")])),
            .bad("in two loops", "bound already", Piece.each("x", Piece.bind("a")), Piece.each("x", Piece.bind("a"))),
            .bad("in each, from outside", "bound already", Piece.bind("a"), Piece.each("x", Piece.bind("a"))),
            .good("in repeat, from outside", Piece.bind("a"), Piece.times(Piece.bind("a", Piece.ref("a")))),
            .good("in each in repeat", Piece.bind("a"), Piece.times(Piece.each("x", Piece.bind("a")))),
            .good("in a branch in repeat", Piece.bind("a"), Piece.times(Piece.decide([Piece.bind("a")], []))),
            .bad("twice in repeat", "bound already", Piece.times(Piece.bind("a"), Piece.bind("a"))),
            .bad(
                "in a lane in repeat", "bound already", Piece.bind("a"), Piece.times(Piece.together([Piece.bind("a")]))),
            .bad(
                "in a parallel loop in repeat", "bound already", Piece.bind("a"),
                Piece.times(Piece.each("x", lanes: .literal(2), Piece.bind("a")))),
            .bad(
                "in a pipe in repeat", "bound already", Piece.bind("a"), Piece.times(Piece.pipe("x", Piece.bind("a")))),
            .bad(
                "in repeat in a lane", "bound already", Piece.bind("a"), Piece.together([Piece.times(Piece.bind("a"))])),
            .bad(
                "in repeat, from a branch", "\"a\" is not bound",
                Piece.decide([Piece.bind("a")], []), Piece.times(Piece.bind("a"))),
            .good(
                "in repeat, from a lane that ended",
                Piece.together([Piece.bind("a")]), Piece.times(Piece.bind("a"))),
            .bad(
                "in thread_error too", "bound already", Piece.script([Piece.bind("a")], threadError: [Piece.bind("a")])),
            .bad("of a loop around", "is a variable of a loop", Piece.each("x", Piece.bind("x"))),
            .good(
                "of a loop before", Piece.each("x", Piece.read("x")), Piece.bind("x"), Piece.each("x", Piece.read("x"))),
            .bad("inputs", "there without being bound", Piece.bind("inputs")),
            .bad("a variable called error", "there without being bound", Piece.each("error")),
            .bad("no name", "A binding is called by", Piece.bind("a b")),
            .bad("no name of a variable", "A variable of a loop is called by", Piece.each("1")),
            .bad(
                "item and number", "are both called \"x\"",
                BlockStep(action: .each(EachLoop(items: .literal([]), item: "x", index: "x", body: Block())))),
            .bad(
                "no value", "kind \"check\" has no value",
                BlockStep(
                    action: .check(Check(condition: .expression(.literal(true)), onPass: .proceed, onFail: .proceed)),
                    binding: .init("a"))),
        ] as [VerifierCase])
    func binding(_ test: VerifierCase) { test.check() }

    @Test(
        "Streams go to pipes",
        arguments: [
            .good("a pipe", Piece.call(stream), Piece.pipe("x", from: "s", Piece.read("x"))),
            .good("a pipe in a lane", Piece.call(stream), Piece.together([Piece.pipe("x", from: "s")])),
            .bad(
                "two pipes", "Two pipes read the stream", at: "/body/steps/2/stream",
                Piece.call(stream), Piece.pipe("x", from: "s"), Piece.pipe("x", from: "s")),
            .bad(
                "a pipe in a parallel loop", "from outside of a parallel loop",
                Piece.call(stream), Piece.each("x", lanes: .literal(2), Piece.pipe("y", from: "s"))),
            .good(
                "a pipe in a parallel loop with its stream",
                Piece.each("x", lanes: .literal(2), Piece.call(stream), Piece.pipe("y", from: "s"))),
            .bad("an expression", "\"s\" is a stream, which only a pipe reads", Piece.call(stream), Piece.read("s")),
            .bad("no stream", "There is no stream \"a\"", Piece.bind("a"), Piece.pipe("x", from: "a")),
            .bad("before it", "\"s\" is not bound", Piece.pipe("x", from: "s"), Piece.call(stream)),
            .bad(
                "a wait", "kind \"wait\" gives no stream",
                BlockStep(action: .wait(.duration(milliseconds: .literal(1))), binding: stream)),
            .bad(
                "both", "is a stream in one place and a value in another",
                Piece.decide([Piece.call(stream)], [Piece.bind("s")])),
            .bad("a new value", "bound already", Piece.call(stream), Piece.times(Piece.call(stream))),
        ] as [VerifierCase])
    func streams(_ test: VerifierCase) { test.check() }

    @Test(
        "Loops, errors and results see what is theirs",
        arguments: [
            .bad("a variable after its loop", "There is no name \"x\"", Piece.each("x"), Piece.read("x")),
            .bad(
                "a variable in its list", "There is no name \"x\"",
                BlockStep(action: .each(EachLoop(items: Piece.ref("x"), item: "x", body: Block())))),
            .good(
                "what an iteration gives",
                Piece.each("x", value: .array([Piece.ref("x"), Piece.ref("a")]), Piece.bind("a"))),
            .good("the number of a round", Piece.until(.literal(true), index: "i", Piece.read("i"))),
            .good(
                "the number in the condition",
                Piece.until(Piece.ref("i"), index: "i", Piece.read("i"))),
            .good("a handled error", Piece.call(onError: .init(action: .use(Piece.ref("error", "message"))))),
            .good("a fallback", Piece.call(onError: .init(action: .fallback(Piece.tool(Piece.ref("error")))))),
            .bad("no error", "\"error\" is there only where an error is handled", Piece.read("error")),
            .bad(
                "the step's own value in its error", "\"a\" is not bound",
                Piece.call(.init("a"), onError: .init(action: .use(Piece.ref("a"))))),
            .good("the step's own value in its undo", Piece.call(.init("a"), undo: Piece.tool(Piece.ref("a")))),
            .bad(
                "unknown in undo", "There is no name", at: "/body/steps/0/undo/input",
                Piece.call(undo: Piece.tool(Piece.ref("b")))),
            .good("the error of the thread", Piece.script([], threadError: [Piece.read("error", "inputs")])),
            .bad(
                "the script's names in thread_error", "Step error.0: \"a\" is not bound", at: "/thread_error/0/value",
                Piece.script([Piece.bind("a")], threadError: [Piece.read("a")])),
            .good("the result", Piece.script([Piece.bind("a")], result: Piece.ref("a"))),
            .bad("no result", "There is no name", at: "/result", Piece.script([], result: Piece.ref("a"))),
            .bad(
                "a result of one way", "not bound",
                Piece.script([Piece.decide([Piece.bind("a")], [])], result: Piece.ref("a"))),
            .bad("the roots of graphs", "There is no name \"steps\"", Piece.read("steps")),
        ] as [VerifierCase])
    func scopes(_ test: VerifierCase) { test.check() }
}
