import CFaultyDisk
import CoreDomain
import CoreStorage
import CoreTesting
import Testing

/// Goal: an answer is the truth, whatever the disk does: what was confirmed is there after reopening, what was refused
/// is not, and only OUTCOME_UNKNOWN may be either.
/// Method: the same concurrent writes again and again, while the disk fails at the first, second, third … operation,
/// until a run no longer reaches the operation that would fail.
@Suite(.serialized) struct FaultyDiskTests {
    static let isInstalled = faulty_disk_install() == 0
    private static let writeCount = 24

    @Test(arguments: [FAULTY_DISK_FULL, FAULTY_DISK_WRITE_ERROR, FAULTY_DISK_SYNC_ERROR])
    func answersAreTrueAtEveryOperation(fault: faulty_disk_fault) async throws {
        try #require(Self.isInstalled)
        var failedRuns = 0
        for operation in Int64(0)... {
            let seen = try await run(fault, failingAt: operation)
            if seen <= operation { break }
            failedRuns += 1
            try #require(operation < 400, "the runs never end")
        }
        // Fewer would mean that the faults never met a write.
        #expect(failedRuns >= (fault == FAULTY_DISK_SYNC_ERROR ? 1 : 10))
    }

    @Test func readersRecoverFromADiskThatFailedForAWhile() async throws {
        try #require(Self.isInstalled)
        let folder = try TemporaryFolder()
        let path = folder.path("a.db")
        let store = try SQLiteStore.open(path: path, access: .readWrite, clock: ManualClock())
        var failures = 0
        for round in 0..<6 {
            // A new value makes every reader read from the disk again.
            try await store.write { try $0.settings.set("n", Array(repeating: UInt8(round), count: 20_000)) }
            faulty_disk_arm(path, FAULTY_DISK_READ_ERROR, 0)
            for _ in 0..<4 {
                if await answer({ _ = try await store.read { try $0.settings.value("n") } }) != nil { failures += 1 }
            }
            _ = faulty_disk_disarm()
            for _ in 0..<8 {
                #expect(try await store.read { try $0.settings.value("n") }?.first == UInt8(round))
            }
        }
        #expect(failures > 0, "no read met the fault")
        await store.close()
    }

    @Test func aSyncThatFailsWhileTheLogIsMovedStopsTheWriter() async throws {
        try #require(Self.isInstalled)
        let folder = try TemporaryFolder()
        let path = folder.path("a.db")
        let clock = ManualClock()
        let store = try SQLiteStore.open(path: path, access: .readWrite, clock: clock)
        faulty_disk_arm(path, FAULTY_DISK_FILE_SYNC_ERROR, 0)
        var confirmed = 0
        var reason: Reason?
        while reason == nil, confirmed < 1_000 {
            let number = confirmed
            reason = await answer {
                try await store.write { try $0.settings.set("n\(number)", Array(repeating: 7, count: 20_000)) }
            }
            if reason == nil { confirmed += 1 }
        }
        #expect(reason == .databaseUnavailable)
        #expect(faulty_disk_disarm() >= 1)
        #expect(await answer { try await store.write { try $0.settings.set("later", [1]) } } == .databaseUnavailable)
        await store.close()
        let reopened = try SQLiteStore.open(path: path, access: .readWrite, clock: clock)
        for number in 0..<confirmed {
            #expect(try await reopened.read { try $0.settings.value("n\(number)") }?.count == 20_000)
        }
        await reopened.close()
    }

    private func run(_ fault: faulty_disk_fault, failingAt operation: Int64) async throws -> Int64 {
        let folder = try TemporaryFolder()
        let path = folder.path("a.db")
        let clock = ManualClock()
        let store = try SQLiteStore.open(path: path, access: .readWrite, clock: clock)
        try await store.write { try $0.settings.set("before", [1]) }
        faulty_disk_arm(path, fault, operation)
        let answers = await writes(store)
        let seen = faulty_disk_disarm()
        let later = await answer { try await store.write { try $0.settings.set("later", [1]) } }
        await store.close()

        let reopened = try SQLiteStore.open(path: path, access: .readWrite, clock: clock)
        let found = try await reopened.read { tx in
            try (0..<Self.writeCount).map { try tx.settings.value("n\($0)")?.count }
        }
        for (number, reason) in answers.enumerated() {
            let place = "operation \(operation), write \(number), \(reason?.name ?? "confirmed")"
            switch reason {
            case nil: #expect(found[number] == Self.size(number), "\(place)")
            case .outcomeUnknown?: break
            default: #expect(found[number] == nil, "\(place)")
            }
        }
        #expect(try await reopened.read { try $0.settings.value("before") } == [1])
        let wentOn = try await reopened.read { try $0.settings.value("later") } != nil
        #expect(wentOn == (later == nil), "operation \(operation)")
        if fault == FAULTY_DISK_FULL {
            #expect(later == nil, "a disk that was full once serves again")
            #expect(!answers.contains(.outcomeUnknown), "a full disk leaves no doubt")
        }
        await reopened.close()
        return seen
    }

    /// Some of one page, some of many, in other places and of other lengths in each round; every fifth refuses by itself.
    private static func size(_ number: Int) -> Int {
        var random = SeededRandom(seed: Torture.seed(UInt64(number)))
        guard Torture.round > 0 else { return number % 3 == 0 ? 20_000 : 50 }
        return random.chance(oneIn: 3) ? Int.random(in: 4_000...30_000, using: &random) : 50
    }

    private func writes(_ store: SQLiteStore) async -> [Reason?] {
        await withTaskGroup(of: (Int, Reason?).self) { group in
            for number in 0..<Self.writeCount {
                group.addTask {
                    let reason = await answer {
                        try await store.write { tx in
                            try tx.settings.set("n\(number)", Array(repeating: 7, count: Self.size(number)))
                            if number % 5 == 4 { throw CoreError(.permissionDenied, "no") }
                        }
                    }
                    return (number, reason)
                }
            }
            var answers = [Reason?](repeating: nil, count: Self.writeCount)
            for await (number, reason) in group { answers[number] = reason }
            return answers
        }
    }
}

/// The reason of a failure; nil for success.
private func answer(_ body: () async throws -> Void) async -> Reason? {
    do {
        try await body()
        return nil
    } catch {
        return CoreError(narrowing: error).reason
    }
}
