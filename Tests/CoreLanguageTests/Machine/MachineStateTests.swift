import CoreLanguage
import Testing

/// States as bytes. That a thread goes on the same from bytes every test of this folder shows, since its threads go
/// through bytes after each event.
@Suite struct MachineStateTests {
    private static func busyThread() throws -> TestThread {
        let code = try script([
            .call(
                "echo", .value(["a": 1.5, "b": ["x", .null, true]]), to: "r",
                undo: ToolCall("back".tool, input: .name("r"))),
            .call("hang", to: "s", isStream: true),
            .of(
                .together([
                    Lane(
                        "a",
                        Block([
                            .of(
                                .each(
                                    EachLoop(
                                        items: .value([1, 2, 3]), item: "x", lanes: .value(2),
                                        pauseMilliseconds: .value(5), body: Block([.call("hang")]))), to: "l")
                        ])),
                    Lane("b", Block([.of(.agent(.value(["task": "x"]), tools: ["hang".tool]), to: "g")])),
                    Lane(
                        "c",
                        Block([
                            .of(
                                .pipe(PipeLoop(source: .stream("s"), item: "y", batch: .value(2), body: Block([]))),
                                to: "p")
                        ])),
                    Lane("d", Block([.call("flaky", to: "f", onError: ErrorPolicy(retry: .times(9), action: .pause))])),
                ]), to: "t"), .emit(.name("t")),
        ])
        var thread = TestThread(code)
        try thread.tell(.start)
        try thread.tell(.completed(try #require(StepPath("0")), ["a": 1]))
        try thread.tell(.item(try #require(StepPath("1")), 5))
        try thread.tell(
            .completed(
                try #require(StepPath("2.~1.0.~0")), ["tool_calls": [["name": "hang", "id": 1], ["name": "hang"]]]))
        try thread.tell(.completed(try #require(StepPath("2.~1.0.~0.0")), "late"))
        try thread.tell(.failed(try #require(StepPath("2.~3.0")), ScriptError(code: "X", message: "y", role: "z")))
        return thread
    }

    @Test func onlyTheSameProgramReadsIt() throws {
        let thread = try Self.busyThread()
        let bytes = thread.state.bytes(programDigest: TestThread.digest)
        var other = TestThread.digest
        other[31] = 8
        #expect(throws: MachineStateError.self) { try thread.code.state(decoding: bytes, programDigest: other) }
        var changed = bytes
        changed[4] = 0x7E
        #expect { try thread.code.state(decoding: changed, programDigest: TestThread.digest) } throws: {
            ($0 as? MachineStateError)?.kind == .other
        }
        #expect { try thread.code.state(decoding: [1, 2, 3], programDigest: TestThread.digest) } throws: {
            ($0 as? MachineStateError)?.kind == .malformed
        }
        #expect(throws: MachineStateError.self) {
            try thread.code.state(decoding: bytes + [0], programDigest: TestThread.digest)
        }
    }

    @Test func noPrefixIsAState() throws {
        let thread = try Self.busyThread()
        let bytes = thread.state.bytes(programDigest: TestThread.digest)
        for count in bytes.indices {
            #expect(throws: MachineStateError.self) {
                try thread.code.state(decoding: Array(bytes[..<count]), programDigest: TestThread.digest)
            }
        }
    }

    /// The digest names the program; were it wrong, the state of one would be refused by the code of another, or run
    /// without harm.
    @Test func statesOfOtherProgramsDoNoHarm() throws {
        let hang = BlockStep.call("hang")
        let lanes = { (count: Int) in
            BlockStep.of(.together((0..<count).map { Lane("l\($0)", Block([.bind("a\($0)", .value(1)), hang])) }))
        }
        let each = BlockStep.of(
            .each(EachLoop(items: .value([1, 2]), item: "x", lanes: .value(2), body: Block([hang]))))
        let agent = BlockStep.of(.agent(.value([:]), tools: []))
        let wait = BlockStep.of(.wait(.event(name: .value("e"), filter: nil, timeoutMilliseconds: nil)))
        let programs: [[BlockStep]] = [
            [hang], [.bind("a", .value(1)), hang], [lanes(1)], [lanes(2)], [lanes(3)], [each], [agent], [wait],
            [.of(.decide(Decision(cases: [], otherwise: 0, branches: [.init("A", Block([lanes(2)]))])))],
            [
                .call("hang", to: "s", isStream: true),
                .of(.pipe(PipeLoop(source: .stream("s"), item: "i", body: Block()))),
            ],
            [lanes(2), lanes(3)], [.of(.repeat(RepeatLoop(condition: .times(.value(3)), body: Block([hang]))))],
        ]
        let codes = try programs.map { try script($0, threadError: [hang]) }
        var (taken, refused) = (0, 0)
        for code in codes {
            var thread = TestThread(code)
            _ = try thread.run()
            let bytes = thread.state.bytes(programDigest: TestThread.digest)
            for other in codes {
                guard var state = try? other.state(decoding: bytes, programDigest: TestThread.digest) else {
                    refused += 1
                    continue
                }
                taken += 1
                for effect in thread.open {
                    for event in [
                        MachineEvent.completed(effect.path, 1), .event(effect.path, 1), .item(effect.path, 1),
                    ] {
                        for next in other.advance(&state, event).effects {
                            _ = other.advance(&state, .completed(next.path, 1))
                        }
                    }
                }
                _ = other.advance(&state, .cancel)
            }
        }
        // Each takes its own.
        #expect(taken >= codes.count && refused > 0)
    }

    /// Each byte of a small state in turn, changed to each value that is near, or far.
    @Test func noByteIsBelieved() throws {
        let steps: [BlockStep] = (0..<60).map { .bind("a\($0)", .value(.integer($0))) }
        let lanes = ["x", "y"].map {
            Lane($0, Block([.call("hang", to: $0), .bind("z\($0)", .name($0).plus(.name("a1")))]))
        }
        var thread = TestThread(try script(steps + [.of(.together(lanes), to: "t"), .emit(.name("t"))]))
        _ = try thread.run()
        let bytes = thread.state.bytes(programDigest: TestThread.digest)
        var (taken, refused) = (0, 0)
        for place in 37..<bytes.count {
            for delta in [1, 2, 3, 4, 8, 16, 20, 32, 64, 128, 252, 253, 254, 255] as [UInt8] {
                var changed = bytes
                changed[place] &+= delta
                guard var state = try? thread.code.state(decoding: changed, programDigest: TestThread.digest) else {
                    refused += 1
                    continue
                }
                taken += 1
                for effect in thread.open { _ = thread.code.advance(&state, .completed(effect.path, 1)) }
            }
        }
        // Values may be others; the structure may not.
        #expect(taken > 0 && refused > 0)
    }

    /// Bytes that were changed are refused, or give a state that runs without harm.
    @Test(arguments: 0..<8)
    func changedBytesDoNoHarm(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        let thread = try Self.busyThread()
        let bytes = thread.state.bytes(programDigest: TestThread.digest)
        var readable = 0
        for _ in 0..<600 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 37..<bytes.count, using: &random)
                changed[place] =
                    Bool.random(using: &random) ? .random(in: 0...255, using: &random) : changed[place] &+ 1
            }
            guard var state = try? thread.code.state(decoding: changed, programDigest: TestThread.digest) else {
                continue
            }
            readable += 1
            var events: [MachineEvent] = [.proceed, .resume(.root, input: nil)]
            for effect in thread.open {
                events += [.completed(effect.path, 1), .failed(effect.path, ScriptError(code: "X", message: ""))]
            }
            for event in events.shuffled(using: &random) {
                let advance = thread.code.advance(&state, event)
                for effect in advance.effects {
                    _ = thread.code.advance(&state, .completed(effect.path, ["text": "x"]))
                }
            }
            _ = thread.code.advance(&state, .cancel)
        }
        #expect(readable > 0)
    }
}
