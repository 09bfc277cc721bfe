/// Who carries on which thread, where several workers share a store. A claim is good until the thread is released or
/// claimed again: both raise its epoch, and a change that names another epoch is refused.
///
/// Claims pass over threads that another transaction is about to claim, so that workers do not wait for each other.
public protocol ThreadClaims {
    /// Claims one thread that is not final, whether it rests or not; false when it is another worker's.
    func claim(_ id: Identifier, for worker: Identifier) throws(CoreError) -> Bool
    /// Claims up to `limit` threads of an organization that nobody carries on and that do not rest, by rising id.
    func claimReady(
        of organization: Identifier, for worker: Identifier, limit: Int
    ) throws(CoreError) -> [OpenThread]
    /// Claims up to `limit` threads that nobody carries on and that have rested until `time`, the longest due first.
    func claimDue(for worker: Identifier, at time: Timestamp, limit: Int) throws(CoreError) -> [OpenThread]
    /// Takes up to `limit` threads from a worker, so that anyone may claim them; returns how many.
    func release(of worker: Identifier, limit: Int) throws(CoreError) -> Int
    /// Up to `limit` organizations, behind `organization` when one is given and by rising id, with threads that nobody
    /// carries on and that do not rest.
    func organizationsReady(after organization: Identifier?, limit: Int) throws(CoreError) -> [Identifier]
}
