import CoreDomain
import CorePlatform
import CoreStorage
import Glibc

/// A place for one connection, which is made when it is needed and made anew when it was lost.
///
/// SAFETY: used by one thread, from its first use on.
final class PostgresLine: @unchecked Sendable {
    private let connector: PostgresConnector
    private var connection: PostgresConnection?
    private var failures = 0
    /// Since when there has been no connection, and when one was tried last; nil while there is one.
    private var outage: (since: Duration, tried: Duration, failure: PostgresFailure)?
    private var hasShard = false
    /// Which part of the accounts that everybody adds to is this line's.
    private(set) var shard: Int64 = 0

    init(_ connector: PostgresConnector, _ connection: PostgresConnection? = nil) {
        self.connector = connector
        self.connection = connection
    }

    /// How long nobody tries again once an outage has lasted for longer than calls wait.
    private static let respite = Duration.seconds(1)

    /// The connection, as it is or new; tries again, with growing pauses, until `deadline` of the monotonic time, or until
    /// it has been away for as long as calls wait: who comes then is told at once.
    func connection(until deadline: Duration) throws(PostgresFailure) -> PostgresConnection {
        if let connection, !connection.isBroken { return connection }
        connection = nil
        let begun = connector.clock.monotonic()
        var deadline = deadline
        if let outage {
            deadline = min(deadline, outage.since + connector.settings.reconnectTimeout)
            if begun >= deadline, begun < outage.tried + Self.respite { throw outage.failure }
        }
        while true {
            do throws(PostgresFailure) {
                let made = try connector.connect()
                (connection, failures, hasShard, outage) = (made, 0, false, nil)
                return made
            } catch {
                connector.reports.tell(error)
                outage = (outage?.since ?? begun, connector.clock.monotonic(), error)
                failures += 1
                let pause = Duration.milliseconds(20 << min(failures, 6))
                guard error.kind == .connection, connector.clock.monotonic() + pause < deadline else { throw error }
                usleep(UInt32(clamping: pause.components.attoseconds / 1_000_000_000_000))
                if pause >= .seconds(1) { Glibc.sleep(UInt32(clamping: pause.components.seconds)) }
            }
        }
    }

    /// Parts of an account that everybody adds to: as many writers as there may be before two of them share one.
    private static let shardCount: Int64 = 64

    /// Takes a part of its own, for as long as the connection lasts; the last one is shared by those who find none.
    func takeShard(_ connection: PostgresConnection) throws(PostgresFailure) {
        if hasShard { return }
        shard = Self.shardCount
        for number in 0..<Self.shardCount {
            let answer = try connection.ask("SELECT pg_try_advisory_lock(\(AdvisoryLock.shards.key), \(number))")
            if answer.text(0) == "t" {
                shard = number
                break
            }
        }
        hasShard = true
    }

    /// The connection, if there is one that works.
    var openConnection: PostgresConnection? { connection.flatMap { $0.isBroken ? nil : $0 } }

    /// Lets go of the connection, whatever its state.
    func drop() { connection = nil }
}
