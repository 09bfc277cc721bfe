import CoreDomain
import CoreStorage
import CoreTesting
import Synchronization

@testable import CoreStoragePostgres

/// A write of a test, with all that became of it.
final class ProbeWrite: PendingWrite {
    private struct State {
        var runs = 0
        var times: [Timestamp] = []
        var refusal: CoreError?
        var answers: [Reason?] = []
    }
    private let state = Mutex(State())
    private let body: @Sendable (any WriteTransaction, _ earlierRuns: Int) throws(CoreError) -> Void

    /// A write that `body` performs; it is told how often it ran before.
    init(_ body: @escaping @Sendable (any WriteTransaction, Int) throws(CoreError) -> Void) { self.body = body }

    func attempt(_ tx: any WriteTransaction) -> Bool {
        let earlier = state.withLock { state in
            defer { state.runs += 1 }
            state.times.append(tx.now)
            return state.runs
        }
        do throws(CoreError) {
            try body(tx, earlier)
            state.withLock { $0.refusal = nil }
            return true
        } catch {
            state.withLock { $0.refusal = error }
            return false
        }
    }

    /// Nothing is found out beforehand, so that every run is one in earnest.
    func scout(_ tx: any WriteTransaction) {}

    var foundDuplicate: Bool { state.withLock { $0.refusal?.reason == .alreadyExists } }
    func answer() { state.withLock { $0.answers.append($0.refusal?.reason) } }
    func answer(unlessRefused error: CoreError) { state.withLock { $0.answers.append(($0.refusal ?? error).reason) } }
    func answer(_ error: CoreError) { state.withLock { $0.answers.append(error.reason) } }

    var runs: Int { state.withLock { $0.runs } }
    /// The time of the transaction of each run.
    var times: [Timestamp] { state.withLock { $0.times } }
    /// Every answer, nil for success; one is right.
    var answers: [Reason?] { state.withLock { $0.answers } }
}

/// A writer without a queue before it: what it is given is one batch.
struct DirectWriter: Sendable {
    private let writer: PostgresWriter

    /// A writer to the database at `place`. `clock` stands still unless it is told otherwise, so that no batch takes too
    /// long.
    init(
        _ place: String, clock: any Clock = ManualClock(), patience: Duration = .seconds(15),
        lockTimeout: Duration = .seconds(10)
    ) {
        var settings = PostgresSettings()
        (settings.lockTimeout, settings.reconnectTimeout) = (lockTimeout, patience)
        let time = DatabaseClock(clock)
        let reports = PostgresReports(clock: time) { _ in }
        let connector = PostgresConnector(address: place, settings: settings, clock: time, reports: reports)
        writer = PostgresWriter(
            PostgresLine(connector),
            PostgresSurroundings(
                times: TransactionTimes(clock: time, given: nil), clock: time, permanent: PermanentRows(),
                reports: reports, patience: patience))
    }

    /// Runs `writes` as one batch, or as many as it takes.
    func run(_ writes: [ProbeWrite]) async throws {
        let writer = writer
        try await offPool { writer.run(writes) }
    }
}
