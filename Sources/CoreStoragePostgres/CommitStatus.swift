import CoreDomain
import CorePlatform
import Glibc

/// A transaction by its number, which may be given to another one too: by the server of another database, by a standby that
/// was promoted before it had heard of it, and after a crash that left no trace of it.
struct TransactionMark {
    /// What tells databases apart that were set up separately.
    let cluster: String
    /// Which history of the database it belongs to: a new one begins with each promotion and each restore.
    let timeline: String
    let number: String
    /// When the server last recovered from a crash.
    let recovery: String

    /// What ``cluster`` and ``recovery`` are for a connection, in SQL. Statistics do not outlive a crash, and nothing else
    /// that everybody may see tells of one. Who sets them back by hand makes it look as if there had been one.
    static let origin =
        "(SELECT system_identifier FROM pg_control_system()), (SELECT stats_reset FROM pg_stat_bgwriter)"
    /// The timeline of a server that takes changes, in SQL.
    static let timeline = "left(pg_walfile_name(pg_current_wal_lsn()), 8)"
}

/// What became of a transaction whose commit was not answered
/// (https://www.postgresql.org/docs/current/functions-info.html, `pg_xact_status`).
enum CommitStatus {
    case committed
    case aborted
    case unknown

    /// Asks until it is over; unknown to any server but the one that ran it.
    static func ask(
        _ connection: PostgresConnection, _ mark: TransactionMark, until deadline: Duration, _ clock: any Clock
    ) throws(PostgresFailure) -> CommitStatus {
        guard !mark.number.isEmpty, mark.number.utf8.allSatisfy({ (48...57).contains($0) }),
            mark.cluster == connection.cluster
        else { return .unknown }
        while clock.monotonic() < deadline {
            let answer = try connection.ask(
                "SELECT pg_xact_status('\(mark.number)'::xid8), \(TransactionMark.timeline)")
            guard answer.text(1) == mark.timeline else { return .unknown }
            switch answer.text(0) {
            // A number that was given again tells of a commit that is not this one; ended otherwise, both are.
            case "committed": return mark.recovery == connection.recovery ? .committed : .unknown
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
