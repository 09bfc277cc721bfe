import Testing

@testable import CoreLanguage

/// States whose bytes are well formed and say what cannot be.
@Suite struct StateVerifierTests {
    private static let digest = [UInt8](repeating: 7, count: 32)

    private static func isRead(_ state: MachineState, by code: MachineCode) -> Bool {
        do {
            _ = try code.state(decoding: state.bytes(programDigest: digest), programDigest: digest)
            return true
        } catch {
            return false
        }
    }

    /// A thread whose first fiber waits for two lanes of different kinds.
    private static func lanes() throws -> (MachineCode, MachineState) {
        let code = try script([
            .call("echo"),
            .of(
                .together([
                    Lane("a", Block([.call("hang"), .call("hang")])),
                    Lane("b", Block([.bind("x", .value(1)), .call("hang")])),
                ])), .call("hang"),
        ])
        var thread = TestThread(code)
        _ = try thread.run()
        return (code, thread.state)
    }

    @Test func fibersStandInTheirOwnCode() throws {
        let (code, state) = try Self.lanes()
        #expect(Self.isRead(state, by: code))
        for slot in [1, 2] {
            let kind = try #require(state.fibers[slot]).kind
            var (own, other) = (0, 0)
            for position in code.tables.instructions.indices {
                let place = Int(code.tables.placeNumbers[position])
                let isOwn = place >= 0 && Int(code.tables.places[place].kind) == kind
                var changed = state
                changed.fibers[slot]?.position = position
                #expect(Self.isRead(changed, by: code) == isOwn)
                if isOwn { own += 1 } else { other += 1 }
            }
            #expect(own > 1 && other > 10)
        }
    }

    @Test func lanesAreOfTheKindOfTheirPlace() throws {
        let (code, state) = try Self.lanes()
        var changed = state
        changed.fibers.swapAt(1, 2)
        #expect(!Self.isRead(changed, by: code))
        changed = state
        guard case .lanes(var group) = changed.fibers[0]?.work else { throw Unexpected() }
        group.running = [0: 2, 1: 1]
        changed.fibers[0]?.work = .lanes(group)
        #expect(!Self.isRead(changed, by: code))
    }

    @Test func noLaneIsOfTheKindOfAnother() throws {
        let (code, state) = try Self.lanes()
        let (first, second) = (try #require(state.fibers[1]), try #require(state.fibers[2]))
        var lane = Fiber(
            kind: second.kind, code.tables.kinds[second.kind], base: first.base, parent: 0, number: first.number)
        lane.position = second.position
        lane.waits = first.waits
        var changed = state
        changed.fibers[1] = lane
        #expect(first.kind != second.kind && first.number == 0)
        #expect(!Self.isRead(changed, by: code))
    }

    /// What a graph's steps wait for has ended before they run or end.
    @Test func stepsOfGraphsBeginInTheirOrder() throws {
        let steps = [
            MachineGraphTests.step("a", call: "hang"), MachineGraphTests.step("b", after: ["a"], call: "hang"),
            MachineGraphTests.step("c"),
        ]
        let code = try MachineCode(MachineGraphTests.program(steps, result: .value(.null)))
        var thread = TestThread(code)
        _ = try thread.run()
        let state = thread.state
        #expect(Self.isRead(state, by: code))
        func changed(_ change: (inout LaneGroup) -> Void) throws -> MachineState {
            var changed = state
            guard case .lanes(var group) = changed.fibers[0]?.work else { throw Unexpected() }
            change(&group)
            changed.fibers[0]?.work = .lanes(group)
            return changed
        }
        #expect(Self.isRead(try changed { _ in }, by: code))
        #expect(!Self.isRead(try changed { $0.isDone[1] = true }, by: code))
        #expect(
            !Self.isRead(
                try changed {
                    $0.isDone[1] = true; $0.next += 1
                }, by: code))
        #expect(
            !Self.isRead(
                try changed {
                    $0.isDone[0] = true; $0.next += 1
                }, by: code))
        #expect(!Self.isRead(try changed { $0.next += 1 }, by: code))
        #expect(!Self.isRead(try changed { $0.isDone.append(true) }, by: code))
    }
}
