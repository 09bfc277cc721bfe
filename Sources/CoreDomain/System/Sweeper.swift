/// Clears away what has served its time, a bounded piece at a time, so that no table grows for ever.
public struct Sweeper: Sendable {
    /// Between two passes that found little.
    static let interval = Duration.seconds(60)
    /// Rows of each kind that one pass clears at most.
    static let rowsMax = 500
    /// Pieces of blobs, of a mebibyte each, that one pass clears at most.
    static let piecesMax = 64

    private let store: any Store
    private let clock: any Clock
    private let report: @Sendable (CoreError) -> Void

    /// A sweeper of `store`; `report` is told when a pass fails.
    public init(store: any Store, clock: any Clock, report: @escaping @Sendable (CoreError) -> Void) {
        self.store = store
        self.clock = clock
        self.report = report
    }

    /// Passes until the task is cancelled: one a minute, and at once again after a pass that was full.
    public func run() async {
        while !Task.isCancelled {
            do {
                if try await pass() { continue }
            } catch {
                report(CoreError(narrowing: error))
            }
            do { try await clock.sleep(until: clock.monotonic() + Self.interval) } catch { return }
        }
    }

    /// One pass; whether some kind was full, so that more is left.
    func pass() async throws(CoreError) -> Bool {
        try await store.write { tx in
            let released = try Ledger().expire(limit: Self.rowsMax, tx)
            let tokens = try tx.credentials.removeDead(
                before: tx.now.adding(.zero - Credential.retention), limit: Self.rowsMax)
            let answers = try tx.idempotency.removeExpired(before: tx.now, limit: Self.rowsMax)
            let pieces = try tx.blobs.removeExpired(at: tx.now, limit: Self.piecesMax)
            return max(released, tokens, answers) == Self.rowsMax || pieces == Self.piecesMax
        }
    }
}
