import CoreDomain
import Testing

@testable import CorePlatform

@Suite struct TimerQueueTests {
    private let clock = SystemClock()

    @Test func sleepersWakeAtTheirDeadlinesAndNotBefore() async throws {
        let clock = clock
        let begun = clock.monotonic()
        try await withThrowingTaskGroup(of: Duration.self) { group in
            for milliseconds in [30, 10, 20, 0, -5] {
                group.addTask {
                    let deadline = begun + .milliseconds(milliseconds)
                    try await clock.sleep(until: deadline)
                    return clock.monotonic() - deadline
                }
            }
            for try await late in group { #expect(late >= .zero) }
        }
    }

    @Test func aCancelledSleepEndsAtOnce() async {
        let clock = clock
        let sleeper = Task { try await clock.sleep(until: clock.monotonic() + .seconds(3_600)) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            try await clock.sleep(until: clock.monotonic() + .seconds(3_600))
        }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
    }

    @Test func theHeapGivesDeadlinesInOrder() {
        var heap = DeadlineHeap()
        var state: UInt64 = 7
        for number in 0..<5_000 as Range<UInt64> {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            _ = heap.insert(.nanoseconds(Int64(state >> 40)), number)
        }
        var last = Duration.zero
        var count = 0
        while let first = heap.first {
            #expect(first >= last)
            #expect(heap.popFirst(at: first - .nanoseconds(1)) == nil)
            #expect(heap.popFirst(at: first) != nil)
            last = first
            count += 1
        }
        #expect(count == 5_000)
    }

    @Test func whatWasCancelledIsClearedAway() {
        var heap = DeadlineHeap()
        for number in 0..<10_000 as Range<UInt64> { _ = heap.insert(.seconds(Int64(10_000 - number)), number) }
        let left: [UInt64: Void] = [1: (), 2: (), 3: ()]
        heap.compact(whenFewerThan: left)
        #expect(heap.count == 3)
        #expect([heap.popFirst(at: .seconds(20_000)), heap.popFirst(at: .seconds(20_000))] == [3, 2])
    }
}
