import CorePlatform
import Glibc
import Synchronization
import Testing

/// Jobs are handed out in order, each once, and nobody sleeps while one waits.
@Suite struct JobQueueTests {
    /// What threads that take jobs did so far.
    private final class Log: Sendable {
        private let taken = Mutex<[Int]>([])
        private let endedCount = Mutex(0)

        var jobs: [Int] { taken.withLock { $0 } }
        var ended: Int { endedCount.withLock { $0 } }

        func add(_ jobs: [Int]) { taken.withLock { $0 += jobs } }
        func end() { endedCount.withLock { $0 += 1 } }
    }

    /// Starts threads that take jobs until the queue is closed. After each they wait until `expected` jobs were taken.
    private func start(_ count: Int, on queue: JobQueue<Int>, _ log: Log, meeting expected: Int = 0) throws {
        for _ in 0..<count {
            try WorkerThread.start {
                while let jobs = queue.take(limit: 1) {
                    log.add(jobs)
                    while log.jobs.count < expected { usleep(200) }
                }
                log.end()
            }
        }
    }

    /// Waits for what must happen soon; a signal that was lost does not come later.
    private func soon(_ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<3_000 {
            if condition() { return true }
            try await Task.sleep(for: .milliseconds(1))
        }
        return false
    }

    @Test func anIdleThreadIsWokenForAJob() async throws {
        let (queue, log) = (JobQueue<Int>(countMax: 100), Log())
        defer { queue.close() }
        try start(1, on: queue, log)
        for number in 1...20 {
            // Long enough for the thread to have gone to sleep.
            try await Task.sleep(for: .milliseconds(2))
            #expect(queue.push(number) == .accepted)
            try #require(try await soon { log.jobs.count == number }, "job \(number)")
        }
        #expect(log.jobs == Array(1...20))
    }

    @Test func everyIdleThreadIsWokenForAJobOfItsOwn() async throws {
        let (queue, log) = (JobQueue<Int>(countMax: 100), Log())
        defer { queue.close() }
        try start(4, on: queue, log, meeting: 4)
        // However the test ends, none of them spins on.
        defer { log.add(Array(5...8)) }
        try await Task.sleep(for: .milliseconds(20))
        for number in 1...4 {
            #expect(queue.push(number) == .accepted)
            try #require(try await soon { log.jobs.count == number }, "job \(number)")
        }
    }

    @Test func threadsThatComeAndGoLeaveNoJobBehind() async throws {
        let (queue, log) = (JobQueue<Int>(countMax: 10_000), Log())
        try start(3, on: queue, log)
        for number in 0..<2_000 {
            #expect(queue.push(number) == .accepted)
            if number.isMultiple(of: 50) { try #require(try await soon { log.jobs.count == number + 1 }) }
        }
        #expect(try await soon { log.jobs.count == 2_000 })
        #expect(log.jobs.sorted() == Array(0..<2_000))
        queue.close()
        #expect(try await soon { log.ended == 3 })
    }

    @Test func closingWakesEveryThread() async throws {
        let (queue, log) = (JobQueue<Int>(countMax: 1), Log())
        try start(4, on: queue, log)
        try await Task.sleep(for: .milliseconds(20))
        queue.close()
        #expect(try await soon { log.ended == 4 }, "\(log.ended) of 4 ended")
        #expect(queue.push(1) == .closed)
    }

    @Test func whatWaitsWhenTheQueueIsClosedIsHandedOut() {
        let queue = JobQueue<Int>(countMax: 3)
        for number in 1...3 { #expect(queue.push(number) == .accepted) }
        queue.close()
        #expect(queue.take(limit: 2) == [1, 2])
        #expect(queue.take(limit: 2) == [3])
        #expect(queue.take(limit: 2) == nil)
    }

    @Test func soManyWaitAndNoMore() {
        let queue = JobQueue<Int>(countMax: 3)
        for number in 1...3 { #expect(queue.push(number) == .accepted) }
        #expect(queue.push(4) == .full)
        #expect(queue.take(limit: 2) == [1, 2])
        #expect(queue.push(4) == .accepted)
        #expect(queue.push(5) == .accepted)
        #expect(queue.push(6) == .full)
        #expect(queue.take(limit: 9) == [3, 4, 5])
    }

    @Test(arguments: [1_000, 4_095, 4_096, 5_000, 9_999])
    func aLongQueueIsHandedOutWholeAndInOrder(limit: Int) {
        let queue = JobQueue<Int>(countMax: 10_000)
        for number in 0..<10_000 { #expect(queue.push(number) == .accepted) }
        queue.close()
        var taken: [Int] = []
        while let jobs = queue.take(limit: limit) { taken += jobs }
        #expect(taken == Array(0..<10_000))
    }
}
