import CoreLanguage
import Testing

/// Loops that stay in their fiber.
@Suite struct MachineLoopTests {
    static let rows = [
        MachineStepTests.Row(
            "each collects the last value",
            [
                .of(
                    .each(
                        EachLoop(
                            items: .value([1, 2]), item: "x", index: "i",
                            body: Block([.call("echo", .members(["x": .name("x"), "i": .name("i")]), to: "r")]))),
                    to: "l"),
                .emit(.name("l")),
            ], [#"0.~0.0 call echo {"x":1,"i":0}"#, #"0.~1.0 call echo {"x":2,"i":1}"#],
            gives: [["x": 1, "i": 0], ["x": 2, "i": 1]]),
        MachineStepTests.Row(
            "each with a value of its own",
            [
                .of(
                    .each(
                        EachLoop(
                            items: .value([1, 2, 3]), item: "x",
                            body: Block([.bind("y", .name("x").times(.name("x")))]),
                            value: .name("y").plus(.value(1)))), to: "l"), .emit(.name("l")),
            ], gives: [2, 5, 10]),
        MachineStepTests.Row(
            "each with a pause",
            [
                .of(
                    .each(
                        EachLoop(
                            items: .value([1, 2, 3]), item: "x", pauseMilliseconds: .value(10), body: Block([])))),
                .emit(.value(1)),
            ], ["0.~1.pause wait 10", "0.~2.pause wait 10"], gives: 1),
        MachineStepTests.Row(
            "each of nothing",
            [.of(.each(EachLoop(items: .value([]), item: "x", body: Block([]))), to: "l"), .emit(.name("l"))],
            gives: []),
        MachineStepTests.Row(
            "repeat times",
            [
                .bind("n", .value(0)),
                .of(
                    .repeat(
                        RepeatLoop(
                            condition: .times(.value(3)), index: "i",
                            body: Block([
                                .bind("n", .name("n").plus(.name("i"))), .call("echo", .members(["n": .name("n")])),
                            ]))),
                    to: "last"), .emit(.array([.name("n"), .name("last.n")])),
            ], [#"1.~0.1 call echo {"n":0}"#, #"1.~1.1 call echo {"n":1}"#, #"1.~2.1 call echo {"n":3}"#],
            gives: [3, 3]),
        MachineStepTests.Row(
            "repeat while, with pauses",
            [
                .bind("n", .value(0)),
                .of(
                    .repeat(
                        RepeatLoop(
                            condition: .while(.name("n").isBelow(.value(2))), roundsMax: .value(2),
                            pauseMilliseconds: .value(5),
                            body: Block([.bind("n", .name("n").plus(.value(1)))])))), .emit(.name("n")),
            ], ["1.~1.pause wait 5"], gives: 2),
        MachineStepTests.Row(
            "repeat until",
            [
                .bind("n", .value(0)),
                .of(
                    .repeat(
                        RepeatLoop(
                            condition: .until(.name("n").isEqual(.value(4))),
                            body: Block([.bind("n", .name("n").plus(.value(1)))])))),
                .emit(.name("n")),
            ], gives: 4),
        MachineStepTests.Row(
            "no round gives null",
            [
                .of(.repeat(RepeatLoop(condition: .times(.value(0)), body: Block([.bind("a", .value(1))]))), to: "l"),
                .emit(.name("l")),
            ], gives: .null),
        MachineStepTests.Row(
            "pipe of a list in batches",
            [
                .of(
                    .pipe(
                        PipeLoop(
                            source: .list(.value([1, 2, 3])), item: "b", batch: .value(2),
                            body: Block([.bind("c", .length(.name("b")))])
                        )), to: "l"), .emit(.name("l")),
            ], gives: [2, 1]),
        MachineStepTests.Row(
            "pipe of a list",
            [
                .of(
                    .pipe(
                        PipeLoop(
                            source: .list(.value([1, 2])), item: "b",
                            body: Block([.bind("c", .name("b").plus(.value(1)))]))), to: "l"),
                .emit(.name("l")),
            ], gives: [2, 3]),
    ]

    @Test(arguments: rows)
    func loop(_ row: MachineStepTests.Row) throws {
        var thread = TestThread(try script(row.steps))
        #expect(try thread.run() == .completed(row.result))
        #expect(thread.trace == row.trace)
    }

    @Test func tooManyRoundsAreAnError() throws {
        var thread = TestThread(
            try script([
                .of(
                    .repeat(
                        RepeatLoop(
                            condition: .while(.value(true)), roundsMax: .value(3), body: Block([.call("echo")]))))
            ]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.code == "REPEAT_LIMIT")
        #expect(error.path.description == "0")
        #expect(thread.trace.count == 3)
    }

    @Test(arguments: [JSONValue.integer(-1), "3", 1.5, .null])
    func onlyWholeNumbersCount(_ times: JSONValue) throws {
        var thread = TestThread(
            try script([.of(.repeat(RepeatLoop(condition: .times(.value(times)), body: Block([]))))]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.code == (times == -1 ? "ARGUMENT_INVALID" : "TYPE_MISMATCH"))
        #expect(error.role == "times")
    }

    @Test func onlyListsAreGoneThrough() throws {
        for lanes in [nil, Expression.value(2)] {
            var thread = TestThread(
                try script([.of(.each(EachLoop(items: .value("ab"), item: "x", lanes: lanes, body: Block([]))))]))
            guard case .paused(let error) = try thread.run() else { throw Unexpected() }
            #expect(error.code == "TYPE_MISMATCH")
            #expect(error.role == "items")
        }
    }
}
