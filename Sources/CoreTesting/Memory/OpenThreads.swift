public import CoreDomain

extension ReadTransaction {
    /// Every thread of a store in memory that is not final, by rising id; those too that a forgotten worker carries on.
    ///
    /// - Throws: `UNSUPPORTED` on another store, which has no index for this.
    public func openThreads() throws(CoreError) -> [OpenThread] {
        guard let memory = threads as? MemoryThreads else {
            throw CoreError(.unsupported, "Only a store in memory tells all its open threads.")
        }
        let open = memory.tables.threads.all.filter { $0.status.finishedAt == nil }
        return open.map(OpenThread.init).sorted { $0.id < $1.id }
    }
}
