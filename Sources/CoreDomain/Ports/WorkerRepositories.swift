// Those who carry on threads, where several processes share a store.

/// Reads workers.
public protocol WorkerReader {
    /// Every worker that is not forgotten, the dead too, by rising id.
    func list() throws(CoreError) -> [Worker]
}

/// Reads and writes workers.
public protocol WorkerRepository: WorkerReader {
    /// Adds a living worker.
    func register(_ worker: Worker) throws(CoreError)
    /// Prolongs a lease; false when the worker is unknown or dead: it has to begin anew, under another id.
    func renew(_ id: Identifier, until time: Timestamp) throws(CoreError) -> Bool
    /// Declares a living worker dead.
    func retire(_ id: Identifier, at time: Timestamp) throws(CoreError)
    /// Declares up to `limit` workers dead whose lease ran out by `time`, and adds as dead up to `limit` that are not
    /// known and have threads that are not final: a write of theirs came after they were forgotten. Returns up to `limit`
    /// of all that are dead, the latest first.
    func bury(at time: Timestamp, limit: Int) throws(CoreError) -> [Worker]
    /// Forgets a worker.
    func remove(_ id: Identifier) throws(CoreError)
}
