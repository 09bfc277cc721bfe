import CoreDomain
import CorePlatform
import Glibc

/// What became of a transaction whose commit was not answered
/// (https://www.postgresql.org/docs/current/functions-info.html, `pg_xact_status`).
enum CommitStatus {
    case committed
    case aborted
    case unknown

    /// Asks until it is over.
    static func ask(
        _ connection: PostgresConnection, _ transaction: String, until deadline: Duration, _ clock: any Clock
    ) throws(PostgresFailure) -> CommitStatus {
        guard !transaction.isEmpty, transaction.utf8.allSatisfy({ (48...57).contains($0) }) else { return .unknown }
        while clock.monotonic() < deadline {
            switch try connection.ask("SELECT pg_xact_status('\(transaction)'::xid8)").text(0) {
            case "committed": return .committed
            case "aborted": return .aborted
            case "in progress": usleep(20_000)
            default: return .unknown
            }
        }
        return .unknown
    }
}

/// Pauses between attempts at what others stood in the way of.
enum Pause {
    /// Blocks this thread: longer with each attempt, and never as long as somebody else who waits for the same.
    static func before(attempt number: Int) {
        let longest = UInt32(1_000) << UInt32(min(max(number, 0), 7))
        usleep(longest / 2 + UInt32.random(in: 0...longest / 2))
    }
}
