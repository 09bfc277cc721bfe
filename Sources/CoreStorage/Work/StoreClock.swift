package import CoreDomain
import Synchronization

/// The time of transactions: the clock's, but never less than it was before.
package final class StoreClock: Sendable {
    private let clock: any Clock
    private let latest = Atomic<Int64>(.min)

    package init(_ clock: any Clock) { self.clock = clock }

    package func now() -> Timestamp {
        let reading = clock.now().nanoseconds
        return Timestamp(nanoseconds: max(reading, latest.max(reading, ordering: .relaxed).newValue))
    }
}
