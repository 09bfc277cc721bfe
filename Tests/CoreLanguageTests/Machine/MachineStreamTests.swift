import CoreLanguage
import Testing

/// Streams: items that are worked on while others come.
@Suite struct MachineStreamTests {
    private static let source = BlockStep.call("hang", to: "s", isStream: true)

    private static func pipe(batch: Int64? = nil, lanes: Int64? = nil, onError: ErrorPolicy? = nil) -> BlockStep {
        .of(
            .pipe(
                PipeLoop(
                    source: .stream("s"), item: "x", batch: batch.map { .value(.integer($0)) },
                    lanes: lanes.map { .value(.integer($0)) }, body: Block([.call("echo", .name("x"), to: "r")]))),
            to: "l", onError: onError)
    }

    private let path = StepPath("0") ?? .root

    @Test(arguments: [nil, 1, 3] as [Int64?])
    func itemsAreTakenAsTheyCome(_ lanes: Int64?) throws {
        var thread = TestThread(try script([Self.source, Self.pipe(lanes: lanes), .emit(.name("l"))]))
        #expect(try thread.run() == .waiting)
        #expect(thread.open.first?.isStream == true)
        #expect(try thread.tell(.item(path, 1)) == .taken)
        #expect(thread.trace.last == "1.~0.0 call echo 1")
        try thread.tell(.item(path, 2))
        #expect(try thread.run() == .waiting)
        try thread.tell(.item(path, 3))
        try thread.tell(.completed(path, .null))
        #expect(try thread.run() == .completed([1, 2, 3]))
        #expect(try thread.tell(.item(path, 4)) == .ignored)
    }

    @Test(arguments: [nil, 1, 3] as [Int64?])
    func itemsComeInBatches(_ lanes: Int64?) throws {
        var thread = TestThread(try script([Self.source, Self.pipe(batch: 2, lanes: lanes), .emit(.name("l"))]))
        _ = try thread.run()
        for item in 1...5 { try thread.tell(.item(path, .integer(Int64(item)))) }
        try thread.tell(.completed(path, .null))
        #expect(try thread.run() == .completed([[1, 2], [3, 4], [5]]))
    }

    @Test func aStepThatGivesNoItemsGivesItsList() throws {
        for (result, items) in [([7, 8], [7, 8]), (5, [5]), (.null, [])] as [(JSONValue, JSONValue)] {
            var thread = TestThread(try script([Self.source, Self.pipe(), .emit(.name("l"))]))
            _ = try thread.run()
            try thread.tell(.completed(path, result))
            #expect(try thread.run() == .completed(items))
        }
    }

    @Test(arguments: [nil, 2] as [Int64?])
    func whoTakesTheItemsLearnsOfTheFailure(_ lanes: Int64?) throws {
        let use = BlockStep.of(
            .decide(Decision(cases: [], otherwise: 0, branches: [.init("A", Block([Self.pipe(lanes: lanes)]))])),
            to: "d",
            onError: ErrorPolicy(action: .use(.name("error.step"))))
        var thread = TestThread(try script([Self.source, use, .emit(.name("d"))]))
        _ = try thread.run()
        try thread.tell(.item(path, 1))
        try thread.tell(.failed(path, ScriptError(code: "GONE", message: "")))
        #expect(try thread.run() == .completed("0"))
        #expect(thread.trace.contains("1.0.0.~0.0 call echo 1"))
    }

    @Test func aStreamThatFailsIsHandledWhereItIs() throws {
        let source = BlockStep.call(
            "hang", to: "s", isStream: true, onError: ErrorPolicy(retry: .times(2), action: .use(.value([1, 2]))))
        var thread = TestThread(try script([source, Self.pipe(), .emit(.name("l"))]))
        _ = try thread.run()
        try thread.tell(.failed(path, ScriptError(code: "GONE", message: "")))
        #expect(thread.trace.last == "0 call hang {} #2")
        try thread.tell(.failed(path, ScriptError(code: "GONE", message: "")))
        #expect(try thread.run() == .completed([1, 2]))
    }

    @Test(arguments: [nil, 2] as [Int64?])
    func aPipeMayFeedAnother(_ lanes: Int64?) throws {
        let first = BlockStep.of(
            .pipe(
                PipeLoop(
                    source: .stream("s"), item: "x", lanes: lanes.map { .value(.integer($0)) },
                    body: Block([.call("echo", .name("x"), to: "r")]), value: .name("r").times(.value(10)))),
            to: "s2", isStream: true)
        let second = BlockStep.of(
            .pipe(PipeLoop(source: .stream("s2"), item: "y", body: Block([.bind("z", .name("y").plus(.value(1)))]))),
            to: "l")
        var thread = TestThread(try script([Self.source, first, second, .emit(.name("l"))]))
        _ = try thread.run()
        try thread.tell(.item(path, 1))
        try thread.tell(.item(path, 2))
        if lanes != nil { try thread.tell(.completed(try #require(StepPath("1.~1.0")), 2)) }
        #expect(try thread.run() == .waiting)
        try thread.tell(.completed(path, .null))
        #expect(try thread.run() == .completed([11, 21]))
    }

    @Test(arguments: 0..<6)
    func whatLanesFeedKeepsTheOrderOfTheItems(_ order: Int) throws {
        let first = BlockStep.of(
            .each(
                EachLoop(items: .value([1, 2, 3]), item: "x", lanes: .value(3), body: Block([.call("hang", to: "r")]))),
            to: "s", isStream: true)
        var thread = TestThread(try script([first, Self.pipe(), .emit(.name("l"))]))
        _ = try thread.run()
        var paths = ["0.~0.0", "0.~1.0", "0.~2.0"]
        for place in [order % 3, order % 2, 0] {
            let path = paths.remove(at: place)
            try thread.tell(.completed(try #require(StepPath(path)), .string(path)))
            #expect(thread.trace.contains("1.~0.0 call echo \"0.~0.0\"") == !paths.contains("0.~0.0"))
        }
        #expect(try thread.run() == .completed(["0.~0.0", "0.~1.0", "0.~2.0"]))
    }

    @Test func aStreamNobodyTakesIsGivenUpAtTheEnd() throws {
        var thread = TestThread(try script([Self.source, .emit(.value(1))]))
        #expect(try thread.run() == .completed(1))
        thread = TestThread(try script([Self.source, .call("echo"), .emit(.value(1))]))
        #expect(try thread.run() == .completed(1))
        #expect(thread.trace.last == "0 cancel")
    }
}
