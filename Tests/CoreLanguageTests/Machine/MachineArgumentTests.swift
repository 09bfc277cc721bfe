import CoreLanguage
import Testing

/// What steps refuse, and what they say of it.
@Suite struct MachineArgumentTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let action: StepAction
        let value: JSONValue
        let code: String
        let role: String

        init(_ action: StepAction, _ value: JSONValue, _ code: String, _ role: String) {
            (self.action, self.value, self.code, self.role) = (action, value, code, role)
        }

        var testDescription: String { "\(role) \(value) \(code)" }
    }

    private static let value = Expression.name("inputs.v")
    private static let duration = StepAction.wait(.duration(milliseconds: value))
    private static let timeout = StepAction.wait(
        .event(name: .value("e"), filter: nil, timeoutMilliseconds: value))
    private static let event = StepAction.wait(.event(name: value, filter: nil, timeoutMilliseconds: nil))
    private static let times = StepAction.repeat(RepeatLoop(condition: .times(value), body: Block()))
    private static let agent = StepAction.agent(.members(["max_iterations": value]), tools: [])

    static let rows = [
        Row(duration, 10_000_000_000_000, "ARGUMENT_INVALID", "duration"),
        Row(duration, "600000d", "ARGUMENT_INVALID", "duration"),
        Row(duration, -1, "ARGUMENT_INVALID", "duration"), Row(duration, "-1s", "ARGUMENT_INVALID", "duration"),
        Row(duration, "soon", "ARGUMENT_INVALID", "duration"), Row(duration, "", "ARGUMENT_INVALID", "duration"),
        Row(duration, .null, "TYPE_MISMATCH", "duration"), Row(duration, true, "TYPE_MISMATCH", "duration"),
        Row(duration, 1.5, "TYPE_MISMATCH", "duration"),
        Row(timeout, 10_000_000_000_000, "ARGUMENT_INVALID", "timeout"),
        Row(timeout, "soon", "ARGUMENT_INVALID", "timeout"), Row(timeout, .null, "TYPE_MISMATCH", "timeout"),
        Row(times, "2", "TYPE_MISMATCH", "times"), Row(times, 1.5, "TYPE_MISMATCH", "times"),
        Row(times, .null, "TYPE_MISMATCH", "times"), Row(times, -1, "ARGUMENT_INVALID", "times"),
        Row(event, .null, "TYPE_MISMATCH", "name"), Row(event, 5, "TYPE_MISMATCH", "name"),
        Row(.send(name: value, to: nil, payload: .value(.null)), .null, "TYPE_MISMATCH", "name"),
        Row(.send(name: .value("e"), to: value, payload: .value(.null)), .null, "TYPE_MISMATCH", "to"),
        Row(.wait(.until(value)), .null, "TYPE_MISMATCH", "until"),
        Row(agent, "3", "TYPE_MISMATCH", "max_iterations"), Row(agent, 1.5, "TYPE_MISMATCH", "max_iterations"),
        Row(agent, .null, "TYPE_MISMATCH", "max_iterations"), Row(agent, 0, "ARGUMENT_INVALID", "max_iterations"),
        Row(.emit(.members(["a": .value(1), "b": .name("inputs.none")])), .null, "VALUE_MISSING", "b"),
        Row(.yield(.members(["a": .value(1), "b": .name("inputs.none")])), .null, "VALUE_MISSING", "b"),
    ]

    @Test(arguments: rows)
    func refused(_ row: Row) throws {
        var thread = TestThread(try script([.of(row.action)]), inputs: ["v": row.value])
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect((error.code, error.role) == (row.code, row.role))
        #expect(thread.trace.isEmpty)
    }

    @Test(
        arguments: [
            ("24h", 86_400_000), ("1h30m", 5_400_000), (250, 250), (1_000_000_000_000, 1_000_000_000_000), ("0s", 0),
        ] as [(JSONValue, Int64)])
    func durations(_ value: JSONValue, _ milliseconds: Int64) throws {
        for (action, line) in [(Self.duration, "0 wait \(milliseconds)"), (Self.timeout, "0 event e \(milliseconds)")] {
            var thread = TestThread(try script([.of(action)]), inputs: ["v": value])
            _ = try thread.run()
            #expect(thread.trace == [line])
        }
    }

    @Test func theLimitOfADurationIsNamed() throws {
        var thread = TestThread(try script([.of(Self.duration)]), inputs: ["v": 10_000_000_000_000])
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.message.contains("1000000000000 milliseconds"))
    }
}
