import CoreDomain
import Synchronization

/// Tells whoever runs a server what its database said. Callers are not told: it may name machines and hold values.
final class PostgresReports: Sendable {
    /// How long the same words are kept back after they were told.
    private static let silence = Duration.seconds(10)
    /// Different words that are remembered.
    private static let countMax = 64

    private let told = Mutex<[String: Duration]>([:])
    private let clock: any Clock
    private let report: @Sendable (String) -> Void

    init(clock: any Clock, _ report: @escaping @Sendable (String) -> Void) {
        self.clock = clock
        self.report = report
    }

    /// Tells of a failure, unless it was told of a moment ago. What only stood in the way of a change is nobody's business.
    func tell(_ failure: PostgresFailure) {
        guard failure.kind == .connection || failure.kind == .refused, let detail = failure.detail else { return }
        let now = clock.monotonic()
        let isNews = told.withLock { told in
            if let before = told[detail], now - before < Self.silence { return false }
            if told.count >= Self.countMax { told = [:] }
            told[detail] = now
            return true
        }
        if isNews { report(detail) }
    }
}
