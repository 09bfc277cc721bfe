import CoreLanguage
import Testing

/// Lanes: fibers that run side by side.
@Suite struct MachineLaneTests {
    private static func lanes(_ count: Int64, of body: [BlockStep], onError: ErrorPolicy? = nil) -> BlockStep {
        .of(
            .each(
                EachLoop(
                    items: .value([10, 20, 30, 40, 50]), item: "x", index: "i", lanes: .value(.integer(count)),
                    body: Block(body))), to: "l", onError: onError)
    }

    @Test func soManyRunAtOnce() throws {
        var thread = TestThread(
            try script([
                .bind("k", .value(7)),
                Self.lanes(
                    2,
                    of: [
                        .call("echo", .members(["x": .name("x"), "i": .name("i"), "k": .name("k")]), to: "r"),
                        .bind("s", .name("r.x").plus(.name("k"))),
                    ]),
                .emit(.name("l")),
            ]))
        try thread.tell(.start)
        #expect(thread.trace == [#"1.~0.0 call echo {"x":10,"i":0,"k":7}"#, #"1.~1.0 call echo {"x":20,"i":1,"k":7}"#])
        try thread.tell(.completed(try #require(StepPath("1.~1.0")), ["x": 1]))
        #expect(thread.trace.last == #"1.~2.0 call echo {"x":30,"i":2,"k":7}"#)
        #expect(try thread.run() == .completed([17, 8, 37, 47, 57]))
    }

    /// Lanes in lanes, with retries, loops and a decision: whatever the order of the answers, the result is the same.
    @Test(arguments: 0..<60)
    func theOrderOfEventsIsOfNoConsequence(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        let inner = Block([
            .bind("n", .value(0)),
            .of(
                .repeat(
                    RepeatLoop(
                        condition: .times(.value(2)),
                        body: Block([
                            .call("echo", .members(["n": .name("n")]), to: "q"),
                            .bind("n", .name("q.n").plus(.name("x"))),
                        ])))),
            .call("flaky", to: "f", onError: ErrorPolicy(retry: .times(3))), .bind("z", .name("n").plus(.name("f"))),
        ])
        let code = try script([
            .of(
                .together([
                    Lane("a", Block([Self.lanes(3, of: inner.steps), .bind("total", .call("sum", [.name("l")]))])),
                    Lane("b", Block([.call("echo", .value(1), to: "one"), .call("echo", .name("one"), to: "two")])),
                    Lane("c", Block([.call("fail", to: "bad", onError: ErrorPolicy(action: .use(.value(3))))])),
                ]), to: "t"),
            .emit(.array([.name("t"), .name("total"), .name("two"), .name("bad"), .name("l")])),
        ])
        var thread = TestThread(code)
        let status = try thread.run(choosing: { Int.random(in: 0..<$0, using: &random) })
        #expect(status == .completed([["a": 315, "b": 1, "c": 3], 315, 1, 3, [23, 43, 63, 83, 103]]))
        #expect(Set(thread.trace).count == thread.trace.count)
        // The same events give the same effects.
        var again = TestThread(code)
        for event in thread.events { try again.tell(event) }
        #expect(again.trace == thread.trace)
        #expect(
            again.state.bytes(programDigest: TestThread.digest) == thread.state.bytes(programDigest: TestThread.digest))
    }

    @Test func aLaneThatFailsEndsTheOthers() throws {
        let step = BlockStep.of(
            .together([
                Lane("a", Block([.call("hang")])), Lane("b", Block([Self.lanes(2, of: [.call("hang")])])),
                Lane("c", Block([.call("fail")])),
            ]), to: "t")
        var thread = TestThread(
            try script([
                .of(
                    .decide(Decision(cases: [], otherwise: 0, branches: [.init("A", Block([step]))])), to: "d",
                    onError: ErrorPolicy(action: .use(.name("error.step")))), .emit(.name("d")),
            ]))
        #expect(try thread.run() == .completed("0.0.0.~2.0"))
        #expect(
            Array(thread.trace.suffix(3)) == [
                "0.0.0.~0.0 cancel", "0.0.0.~1.0.~0.0 cancel", "0.0.0.~1.0.~1.0 cancel",
            ])
    }

    @Test func eachLaneIsHandledByItself() throws {
        var thread = TestThread(
            try script([
                Self.lanes(
                    5,
                    of: [
                        .check(.not(.name("x").isEqual(.value(30))), fail: .fail(.value("bad"))),
                        .bind("y", .name("x")),
                    ],
                    onError: ErrorPolicy(retry: .times(2), action: .use(.name("error.step")))), .emit(.name("l")),
            ]))
        #expect(try thread.run() == .completed([10, 20, "0.~2.~1.0", 40, 50]))
    }

    @Test func aThreadThatPausesKeepsTheOtherLanes() throws {
        var thread = TestThread(
            try script([
                .of(
                    .together([
                        Lane("a", Block([.call("hang", to: "h"), .call("echo", .name("h"), to: "e")])),
                        Lane("b", Block([.call("fail", to: "f")])),
                    ]), to: "t"), .emit(.name("t")),
            ]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(try thread.tell(.completed(try #require(StepPath("0.~0.0")), 5)) == .taken)
        // Nothing new begins while the thread is paused.
        #expect(thread.trace.count == 2)
        try thread.tell(.resume(error.path, input: nil))
        #expect(thread.trace.suffix(2) == ["0.~1.0 call fail {} #2", "0.~0.1 call echo 5"])
        try thread.tell(.completed(error.path, 6))
        #expect(try thread.run() == .completed(["a": 5, "b": 6]))
    }

    @Test func lanesBeginAfterPauses() throws {
        var thread = TestThread(
            try script([
                .of(
                    .each(
                        EachLoop(
                            items: .value([1, 2, 3]), item: "x", lanes: .value(2), pauseMilliseconds: .value(10),
                            body: Block([.call("echo", .name("x"), to: "r")]))), to: "l"), .emit(.name("l")),
            ]))
        try thread.tell(.start)
        #expect(thread.trace == ["0.~1.pause wait 10", "0.~0.0 call echo 1"])
        #expect(try thread.run() == .completed([1, 2, 3]))
        #expect(thread.trace.count == 5)
    }

    @Test func whatALaneBindsAnewIsCopiedBack() throws {
        let again = RepeatLoop(condition: .times(.value(2)), body: Block([.bind("n", .name("n").plus(.value(1)))]))
        var thread = TestThread(
            try script([
                .bind("n", .value(5)),
                .of(
                    .together([
                        Lane("a", Block([.call("echo"), .of(.repeat(again))])), Lane("b", Block([.call("echo")])),
                    ])),
                .emit(.name("n")),
            ]))
        #expect(try thread.run() == .completed(7))
    }

    @Test func nothingGivesNothing() throws {
        var thread = TestThread(
            try script([
                .of(
                    .each(EachLoop(items: .value([]), item: "x", lanes: .value(2), body: Block([.call("echo")]))),
                    to: "l"),
                .of(.together([]), to: "t"), .emit(.array([.name("l"), .name("t")])),
            ]))
        #expect(try thread.run() == .completed([[], [:]]))
    }

    @Test func emitInALaneEndsTheThread() throws {
        var thread = TestThread(
            try script([.of(.together([Lane("a", Block([.call("hang")])), Lane("b", Block([.emit(.value(4))]))]))]))
        #expect(try thread.run() == .completed(4))
        #expect(thread.trace == ["0.~0.0 call hang {}", "0.~0.0 cancel"])
    }
}
