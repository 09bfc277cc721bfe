/// What a worker does again and again in one write: renews its lease, and frees the threads of those that did not.
struct Heartbeat: Sendable {
    let worker: Identifier
    let length: Duration
    let deadKept: Duration
    let releasesMax: Int
    /// Dead workers that are looked at.
    private static let deadMax = 1_000

    /// What came of it.
    struct Outcome: Sendable {
        /// Threads of dead workers that anyone may take up now.
        var released = 0
        /// Until the lease of another worker ends next; nil when there is none.
        var untilNextEnd: Duration?
    }

    /// Renews and frees; nil when this worker was declared dead.
    func perform(_ tx: any WriteTransaction) throws(CoreError) -> Outcome? {
        guard try tx.workers.renew(worker, until: tx.now.adding(length)) else { return nil }
        var outcome = Outcome()
        for dead in try tx.workers.bury(at: tx.now, limit: Self.deadMax) where outcome.released < releasesMax {
            outcome.released += try tx.threads.release(of: dead.id, limit: releasesMax - outcome.released)
            guard outcome.released < releasesMax, let diedAt = dead.diedAt else { continue }
            if tx.now.since(diedAt) >= deadKept { try tx.workers.remove(dead.id) }
        }
        let others = try tx.snapshot.workers.list().filter { $0.diedAt == nil && $0.id != worker }
        outcome.untilNextEnd = others.map(\.leaseUntil).min()?.since(tx.now)
        return outcome
    }
}
