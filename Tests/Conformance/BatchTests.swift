import CFaultyDisk
import CoreDomain
import CorePlatform
import CoreStorage
import CoreTesting
import Glibc
import Synchronization
import Testing

/// What became of one write: how often it ran, and its answer.
private final class Fates: Sendable {
    private struct State {
        var begun = 0
        var runs: [Int]
        var answers: [Int: Reason?] = [:]
    }
    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(runs: Array(repeating: 0, count: count))) }

    /// Notes that a write is on its way into the queue.
    func begin() { state.withLock { $0.begun += 1 } }
    var begun: Int { state.withLock { $0.begun } }

    /// Counts a run; returns how many there were before it.
    func run(_ number: Int) -> Int {
        state.withLock { state in
            defer { state.runs[number] += 1 }
            return state.runs[number]
        }
    }

    func answer(_ number: Int, _ reason: Reason?) { state.withLock { $0.answers[number] = .some(reason) } }
    var runs: [Int] { state.withLock { $0.runs } }
    var answers: [Int: Reason?] { state.withLock { $0.answers } }
}

/// Has `count` writes wait while the writer is busy, so that it takes them together; `body` is called with the
/// number of a write and of its earlier runs, before it changes anything.
private func together(
    _ count: Int, on store: SQLiteStore, refusing: Int, size: Int = 1,
    _ body: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
) async throws -> Fates {
    let fates = Fates(count)
    let busy = Task {
        try await store.write { _ in
            while fates.begun < count { usleep(200) }
            // The last of them is on its way into the queue.
            usleep(20_000)
        }
    }
    for number in 0..<count {
        Task {
            fates.begin()
            do throws(CoreError) {
                try await store.write { tx in
                    body(number, fates.run(number))
                    let before = try tx.settings.value("count") ?? [0]
                    try tx.settings.set("count", [before[0] + 1])
                    try tx.settings.set("n\(number)", Array(repeating: 1, count: size))
                    if number == refusing { throw CoreError(.permissionDenied, "no") }
                }
                fates.answer(number, nil)
            } catch {
                fates.answer(number, error.reason)
            }
        }
    }
    try await busy.value
    // A write that is never answered must fail the test, and not hold it up.
    for _ in 0..<5_000 where fates.answers.count < count { try await Task.sleep(for: .milliseconds(1)) }
    return fates
}

/// Writes that share a batch with one that refuses: each is answered, once, with what became of it.
@Suite struct BatchTests {
    private let clock = ManualClock()

    private func expectOneRefused(_ fates: Fates, _ store: SQLiteStore, count: Int, refused: Int) async throws {
        #expect(fates.answers.count == count, "\(count - fates.answers.count) were never answered")
        for (number, reason) in fates.answers { #expect(reason == (number == refused ? .permissionDenied : nil)) }
        #expect(try await store.read { try $0.settings.value("count") } == [UInt8(count - 1)])
        for number in 0..<count {
            let found = try await store.read { try $0.settings.value("n\(number)") }
            #expect(found == (number == refused ? nil : [1]), "write \(number)")
        }
    }

    @Test(arguments: [0, 5, 11])
    func aRefusedWriteNeitherLosesNorDoublesItsNeighbours(refused: Int) async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.path("a.db"), access: .readWrite, clock: clock)
        let fates = try await together(12, on: store, refusing: refused)
        try await expectOneRefused(fates, store, count: 12, refused: refused)
        await store.close()
    }

    @Test func aBatchThatTakesLongerTheSecondTimeIsStillAnsweredWhole() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.path("a.db"), access: .readWrite, clock: clock)
        let clock = clock
        let fates = try await together(12, on: store, refusing: 11) { _, runs in
            // The second time every write takes as long as a batch may.
            if runs > 0 { clock.advance(by: .milliseconds(20)) }
        }
        #expect(fates.runs.contains { $0 > 1 }, "no batch was run again")
        try await expectOneRefused(fates, store, count: 12, refused: 11)
        await store.close()
    }
}

extension FaultyDiskTests {
    /// The disk fails for as long as the first write has not run so often again: within the batch, in its commit, or in
    /// the second attempt.
    @Test(arguments: [1, 2])
    func aDiskThatFailsUnderABatchLeavesEachWriteWithItsOwnAnswer(runsThatFail: Int) async throws {
        try #require(Self.isInstalled)
        let count = 12
        var rescued = 0
        for operation in stride(from: Int64(0), to: 2_400, by: 300) {
            let folder = try TemporaryFolder()
            let path = folder.path("a.db")
            let store = try SQLiteStore.open(path: path, access: .readWrite, clock: ManualClock())
            faulty_disk_arm(path, FAULTY_DISK_FULL, operation)
            // More than SQLite keeps in memory, so that statements meet the disk too.
            let fates = try await together(count, on: store, refusing: count - 1, size: 400_000) { number, runs in
                if number == 0, runs == runsThatFail { _ = faulty_disk_disarm() }
            }
            _ = faulty_disk_disarm()
            #expect(fates.answers.count == count, "\(count - fates.answers.count) were never answered")
            var kept: UInt8 = 0
            for (number, reason) in fates.answers {
                let isThere = try await store.read { try $0.settings.value("n\(number)") } != nil
                #expect(isThere == (reason == nil), "write \(number), operation \(operation)")
                if reason == nil { kept += 1 }
            }
            #expect(fates.answers[count - 1] != .some(nil))
            #expect(try await store.read { try $0.settings.value("count") } ?? [0] == [kept])
            if fates.runs[0] > runsThatFail, kept == UInt8(count - 1) { rescued += 1 }
            await store.close()
        }
        #expect(rescued > 0, "no batch was run again, one write at a time")
    }
}
