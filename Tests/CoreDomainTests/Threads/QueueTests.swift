import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// What the engine's order is made of.
@Suite struct QueueTests {
    @Test func lanesTakeTurns() {
        var queue = FairQueue<String, Int>()
        for number in 1...5 { queue.push(number, in: "a") }
        queue.push(10, in: "b")
        queue.push(20, in: "c")
        queue.push(11, in: "b")
        var order: [Int] = []
        while let next = queue.pop() { order.append(next) }
        #expect(order == [1, 10, 20, 2, 11, 3, 4, 5])
        #expect(queue.isEmpty)
    }

    @Test func aClosedLaneKeepsItsPlace() {
        var queue = FairQueue<String, Int>()
        for number in 1...3 { queue.push(number, in: "a") }
        queue.push(10, in: "b")
        #expect(queue.pop { $0 == "b" } == 10)
        #expect(queue.pop { $0 == "b" } == nil)
        #expect(queue.pop() == 1)
    }

    @Test func aLongLaneIsTakenInOrder() {
        var queue = FairQueue<Int, Int>()
        for number in 0..<5_000 { queue.push(number, in: 0) }
        #expect((0..<5_000).allSatisfy { queue.pop() == $0 })
        queue.push(1, in: 0)
        #expect(queue.pop() == 1)
        #expect(queue.pop() == nil)
    }

    private final class Log: Sendable {
        let names = Mutex<[String]>([])
        func add(_ name: String) { names.withLock { $0.append(name) } }
        var all: [String] { names.withLock { $0 } }
    }

    private func until(_ condition: () -> Bool) async throws {
        for _ in 0..<10_000 {
            if condition() { return }
            try await Task.sleep(for: .milliseconds(1))
        }
        Issue.record("What was waited for did not happen.")
    }

    @Test func deadlinesAreKeptInOrderAndWithdrawn() async throws {
        let (clock, log) = (ManualClock(), Log())
        let deadlines = Deadlines(clock: clock)
        _ = deadlines.add(at: .seconds(30)) { log.add("late") }
        let withdrawn = deadlines.add(at: .seconds(5)) { log.add("withdrawn") }
        _ = deadlines.add(at: .seconds(10)) { log.add("early") }
        deadlines.withdraw(withdrawn)
        try await until { clock.nextDeadline == .seconds(5) }
        clock.advance(by: .seconds(10))
        try await until { log.all == ["early"] && clock.nextDeadline == .seconds(30) }
        clock.advance(by: .seconds(20))
        try await until { log.all == ["early", "late"] }
        #expect(log.all == ["early", "late"])
    }

    @Test func anEarlierDeadlineWakesTheSleeperEarlier() async throws {
        let (clock, log) = (ManualClock(), Log())
        let deadlines = Deadlines(clock: clock)
        _ = deadlines.add(at: .seconds(600)) { log.add("late") }
        try await until { clock.nextDeadline == .seconds(600) }
        _ = deadlines.add(at: .seconds(1)) { log.add("early") }
        try await until { clock.nextDeadline == .seconds(1) && clock.sleeperCount == 1 }
        clock.advance(by: .seconds(1))
        try await until { log.all == ["early"] }
        #expect(log.all == ["early"])
    }

    @Test func manyDeadlinesKeepTheirOrder() async throws {
        let (clock, log) = (ManualClock(), Log())
        let deadlines = Deadlines(clock: clock)
        var random = SeededRandom(seed: Torture.seed(3))
        var kept: [Int] = []
        for _ in 0..<2_000 {
            let second = Int.random(in: 1...1_000_000, using: &random)
            let ticket = deadlines.add(at: .seconds(second)) { log.add("\(second)") }
            if random.chance(oneIn: 3) { kept.append(second) } else { deadlines.withdraw(ticket) }
        }
        try await until { clock.sleeperCount == 1 }
        clock.advance(by: .seconds(1_000_000))
        try await until { log.all.count == kept.count }
        #expect(log.all == kept.sorted().map { "\($0)" })
    }

    @Test func slotsAreSharedFairly() async throws {
        let slots = Slots(1)
        let (first, second) = (Identifier(high: 0, low: 1), Identifier(high: 0, low: 2))
        var held = await slots.acquire(for: first)
        #expect(held != nil)
        let log = Log()
        var tasks: [Task<Void, Never>] = []
        for (number, owner) in [first, first, first, second].enumerated() {
            tasks.append(
                Task {
                    guard await slots.acquire(for: owner) != nil else { return log.add("cancelled") }
                    log.add("\(number)")
                })
            // One after the other, so that the order in the queue is known.
            for _ in 0..<50 { await Task.yield() }
        }
        tasks[1].cancel()
        try await until { log.all == ["cancelled"] }
        held = nil
        _ = held
        for task in tasks { await task.value }
        #expect(log.all == ["cancelled", "0", "3", "2"])
    }
}
