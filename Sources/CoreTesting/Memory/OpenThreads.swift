public import CoreDomain

extension ReadTransaction {
    /// Every thread that is not final, by rising id.
    public func openThreads() throws(CoreError) -> [OpenThread] {
        let countMax = 1_000_000
        var open = try threads.ready(after: nil, limit: countMax)
        open += try threads.resting(until: .latest, after: nil, limit: countMax)
        for worker in try workers.list() {
            open += try threads.unfinished(of: worker.id, after: nil, limit: countMax)
        }
        return open.sorted { $0.id < $1.id }
    }
}
