import CoreDomain
import CoreStorage

/// Runs reads on one connection, several on a snapshot.
///
/// SAFETY: used by the reader's thread alone.
final class PostgresReader: QueueWorker, @unchecked Sendable {
    /// Most reads taken from the queue at once.
    static let jobsMax = 8

    private let line: PostgresLine
    private let surroundings: PostgresSurroundings

    init(_ line: PostgresLine, _ surroundings: PostgresSurroundings) {
        self.line = line
        self.surroundings = surroundings
    }

    /// Runs reads, on one snapshot unless that fails on the way.
    func run(_ reads: [PendingRead]) {
        let deadline = surroundings.clock.monotonic() + surroundings.patience
        var rest = reads[...]
        var mayScout = true
        while !rest.isEmpty {
            do throws(PostgresFailure) {
                let connection = try line.connection(until: deadline)
                let unanswered = runSome(rest, on: connection, scouting: mayScout, until: deadline)
                // A question may be one that fails.
                mayScout = unanswered.count < rest.count
                rest = unanswered
            } catch {
                for read in rest { read.run(.failure(error.error)) }
                return
            }
        }
    }

    /// Runs reads on one snapshot until it fails; those that were not answered.
    private func runSome(
        _ reads: ArraySlice<PendingRead>, on connection: PostgresConnection, scouting: Bool, until deadline: Duration
    ) -> ArraySlice<PendingRead> {
        let snapshot = PostgresSnapshot(connection, surroundings.permanent)
        let now = surroundings.times.now()
        if scouting { scout(reads, snapshot, now) }
        let tx = SQLSnapshot(session: snapshot, now: now)
        var rest = reads
        while let read = rest.first, snapshot.failure == nil {
            // A connection that was lost is no answer as long as there may be another.
            let isAnswered = read.run(tx) {
                snapshot.failure?.kind == .connection && surroundings.clock.monotonic() < deadline
            }
            if isAnswered { rest = rest.dropFirst() }
        }
        snapshot.finish()
        if let failure = snapshot.failure { surroundings.reports.tell(failure) }
        if snapshot.failure?.kind == .connection { line.drop() }
        return rest
    }

    /// Times that reads are run up to what they do not know.
    private static let scoutings = 2

    /// Sends what several reads ask first together, and what they ask next.
    private func scout(_ reads: ArraySlice<PendingRead>, _ snapshot: PostgresSnapshot, _ now: Timestamp) {
        if reads.count == 1 { return }
        for _ in 0..<Self.scoutings {
            let scout = PostgresScout(snapshot.known, snapshot.connection, for: snapshot.use)
            let tx = SQLSnapshot(session: scout, now: now)
            for read in reads { _ = read.run(tx) { true } }
            if scout.questions.count < 2 { return }
            do throws(CoreError) { try snapshot.foresee(scout.questions) } catch { return }
        }
    }
}
