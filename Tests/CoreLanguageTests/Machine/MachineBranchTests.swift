import CoreLanguage
import Testing

/// Decisions, checks, and steps that run again.
@Suite struct MachineBranchTests {
    static func decision(_ amount: Int64) -> [BlockStep] {
        [
            .bind("a", .value(.integer(amount))),
            .of(
                .decide(
                    Decision(
                        cases: [
                            .init(.name("a").isBelow(.value(10)), branch: 0),
                            .init(.name("a").isBelow(.value(20)), branch: 1),
                        ],
                        otherwise: 2,
                        branches: [
                            .init("Small", Block([.bind("b", .value(1))])),
                            .init("Middle", Block([.call("echo", .value(2), to: "b")])),
                            .init("Large", Block([.call("echo"), .bind("b", .value(3))])),
                        ])), to: "which"),
            .emit(.array([.name("which"), .name("b")])),
        ]
    }

    @Test(arguments: [
        (5, "Small", 1, []), (15, "Middle", 2, ["1.1.0 call echo 2"]), (25, "Large", 3, ["1.2.0 call echo {}"]),
    ])
    func rules(_ amount: Int64, _ branch: String, _ b: Int64, _ trace: [String]) throws {
        var thread = TestThread(try script(Self.decision(amount)))
        #expect(try thread.run() == .completed([.string(branch), .integer(b)]))
        #expect(thread.trace == trace)
    }

    private static let choice = BlockStep.of(
        .decide(
            Decision(
                model: .members(["question": .value("Which?")]),
                cases: [.init(.value("it is good"), branch: 0), .init(.value("it is bad"), branch: 1)], otherwise: nil,
                branches: [.init("Good", Block([.bind("b", .value(1))])), .init("Bad", Block([.bind("b", .value(2))]))])
        ),
        to: "which")

    @Test(arguments: ["Bad", " bad.\n", ["branch": "Bad"], ["text": "\"Bad\""]] as [JSONValue])
    func aModelChooses(_ answer: JSONValue) throws {
        var thread = TestThread(try script([Self.choice, .emit(.array([.name("which"), .name("b")]))]))
        #expect(try thread.run { .completed($0.path, answer) } == .completed(["Bad", 2]))
        #expect(
            thread.trace == [
                #"0 model llm {"question":"Which?","cases":[{"when":"it is good","branch":"Good"},"#
                    + #"{"when":"it is bad","branch":"Bad"}],"branches":["Good","Bad"]}"#
            ])
    }

    @Test func namesMayHaveWhatModelsPutAroundAnswers() throws {
        let names = ["Good.", "'Good'", " bad ", "Bad", "*"]
        let branches = names.map { Decision.Branch($0, Block()) }
        let decision = Decision(
            model: .members(["question": .value("Which?")]),
            cases: names.indices.map { .init(.value("x"), branch: $0) }, otherwise: nil, branches: branches)
        let answers = [("\"Good.\"", "Good."), ("bad\n", "Bad"), ("GOOD.", "Good.")] + names.map { ($0, $0) }
        for (answer, name) in answers {
            var thread = TestThread(
                try script([.of(.decide(decision), to: "which"), .emit(.name("which"))]))
            #expect(try thread.run { .completed($0.path, .string(answer)) } == .completed(.string(name)))
        }
    }

    @Test func anAnswerThatIsNoneIsAskedForOnceMore() throws {
        var thread = TestThread(try script([Self.choice, .emit(.name("b"))]))
        let status = try thread.run { effect in
            .completed(effect.path, effect.path.description == "0" ? "Ugly" : "Good")
        }
        #expect(status == .completed(1))
        #expect(thread.trace.map { $0.prefix(5) } == ["0 mod", "0.~1 "])
        thread = TestThread(try script([Self.choice, .emit(.name("b"))]))
        guard case .paused(let error) = try thread.run({ .completed($0.path, "Ugly") }) else { throw Unexpected() }
        #expect(error.code == "MODEL_ANSWER_INVALID")
        try thread.tell(.resume(error.path, input: nil))
        #expect(thread.trace.last?.contains("0.~1 model llm") == true)
        #expect(thread.trace.last?.hasSuffix("#2") == true)
    }

    private static let confirmations: [(JSONValue, Int64)] = [(true, 1), ("yes", 1), (["pass": false], 2), ("No.", 2)]

    @Test(arguments: confirmations)
    func aModelConfirms(_ answer: JSONValue, _ b: Int64) throws {
        let check = Check(
            condition: .model(.members(["question": .value("Fine?")])), onPass: .goto(levels: 0, ordinal: 2),
            onFail: .proceed)
        var thread = TestThread(
            try script([.of(.check(check)), .emit(.value(2)), .emit(.value(1))]))
        #expect(try thread.run { .completed($0.path, answer) } == .completed(.integer(b)))
        #expect(thread.trace == [#"0 model llm {"question":"Fine?"}"#])
    }

    @Test func aCheckFailsWithItsMessage() throws {
        var thread = TestThread(try script([.check(.value(false), fail: .fail(.value("refused")))]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.code == "SCRIPT_FAILED")
        #expect(error.message == "refused")
        #expect(error.path.description == "0")
    }

    @Test func stepsThatRunAgainDoSoInRounds() throws {
        var thread = TestThread(
            try script([
                .bind("n", .value(0)), .call("echo", .members(["n": .name("n")])),
                .bind("n", .name("n").plus(.value(1))),
                .check(.name("n").isEqual(.value(3)), fail: .goto(levels: 0, ordinal: 1)), .emit(.name("n")),
            ]))
        #expect(try thread.run() == .completed(3))
        #expect(thread.trace == [#"1 call echo {"n":0}"#, #"~1.1 call echo {"n":1}"#, #"~2.1 call echo {"n":2}"#])
    }

    @Test func roundsCountInTheBlockThatIsJumpedIn() throws {
        let body = Block([
            .bind("n", .name("x")), .call("echo", .members(["n": .name("n")])), .bind("n", .name("n").plus(.value(1))),
            .check(.name("n").isBelow(.value(3)), pass: .goto(levels: 0, ordinal: 1), fail: .proceed),
        ])
        var thread = TestThread(
            try script([
                .bind("n", .value(1)),
                .of(.each(EachLoop(items: .value([1, 2]), item: "x", body: body))), .emit(.name("n")),
            ]))
        _ = try thread.run()
        #expect(
            thread.trace == [
                #"1.~0.1 call echo {"n":1}"#, #"1.~0.~1.1 call echo {"n":2}"#, #"1.~1.1 call echo {"n":2}"#,
            ])
    }

    @Test func aJumpLeavesInnerBlocks() throws {
        let branch = Block([
            .call("echo", .members(["n": .name("n")])),
            .check(.name("n").isEqual(.value(2)), fail: .goto(levels: 1, ordinal: 1)),
        ])
        var thread = TestThread(
            try script([
                .bind("n", .value(0)), .bind("n", .name("n").plus(.value(1))),
                .of(.decide(Decision(cases: [], otherwise: 0, branches: [.init("B", branch)]))), .emit(.name("n")),
            ]))
        #expect(try thread.run() == .completed(2))
        #expect(thread.trace == [#"2.0.0 call echo {"n":1}"#, #"~1.2.0.0 call echo {"n":2}"#])
    }

    @Test func aCheckTriesAgainSoManyTimes() throws {
        let steps: [BlockStep] = [
            .bind("x", .value(1)), .call("echo", .value(["a": 1]), to: "r"),
            .check(.name("r.a").isEqual(.value(2)), fail: .retry(ordinal: 1, times: .value(2)), label: "Two"),
        ]
        var thread = TestThread(try script(steps))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.message == "The check \"Two\" did not pass.")
        #expect(error.path.description == "~2.2")
        #expect(thread.trace == [#"1 call echo {"a":1}"#, #"~1.1 call echo {"a":1}"#, #"~2.1 call echo {"a":1}"#])
    }

    @Test func undecidedIsAnError() throws {
        let decision = Decision(
            cases: [.init(.value(false), branch: 0)], otherwise: nil, branches: [.init("A", Block())])
        var thread = TestThread(try script([.of(.decide(decision))]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.code == "DECIDE_UNDECIDED")
    }
}
