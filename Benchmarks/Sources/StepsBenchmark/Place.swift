import CoreDomain
import CorePlatform
import CoreStorage
import CoreStoragePostgres

/// A store, and what comes with one that other processes use at the same time.
struct Place {
    let store: any Store
    let clock: any Clock
    let sharing: Sharing?

    /// Opens the file or the PostgreSQL database at `path`, as a server does.
    init(_ path: String) throws {
        let local = SystemClock()
        guard path.hasPrefix("postgres://") else {
            store = try SQLiteStore.open(path: path, access: .readWrite, clock: local)
            (clock, sharing) = (local, nil)
            return
        }
        let opened = try PostgresStore.open(path, clock: local)
        (store, clock) = (opened, opened.clock)
        sharing = Sharing(
            lease: WorkerLease(clock: opened.clock), signals: try PostgresSignals(path, clock: local),
            name: CurrentProcess.name)
    }

    /// Says who carries on a job that is accepted.
    var placement: any ThreadPlacement {
        if let sharing { sharing.lease } else { ExclusivePlacement() }
    }
}
