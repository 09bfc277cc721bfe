import CoreDomain

extension MemoryThreads {
    func claim(_ id: Identifier, for worker: Identifier) throws(CoreError) -> Bool {
        guard let thread = tables.threads[id], thread.status.finishedAt == nil,
            thread.status.worker == nil || thread.status.worker == worker
        else { return false }
        hand(thread, to: worker)
        return true
    }

    func claimReady(
        of organization: Identifier, for worker: Identifier, limit: Int
    ) throws(CoreError) -> [OpenThread] {
        let ready = tables.threads.all.filter { $0.organization == organization && $0.isReady }
        return claim(ready.sorted { $0.id < $1.id }.prefix(limit), for: worker)
    }

    func claimDue(for worker: Identifier, at time: Timestamp, limit: Int) throws(CoreError) -> [OpenThread] {
        let due = tables.threads.all.compactMap { thread -> (time: Timestamp, thread: Thread)? in
            guard thread.status.finishedAt == nil, thread.status.worker == nil, let wakeAt = thread.status.wakeAt,
                wakeAt <= time
            else { return nil }
            return (wakeAt, thread)
        }
        let first = due.sorted { ($0.time, $0.thread.id) < ($1.time, $1.thread.id) }.prefix(limit)
        return claim(first.map(\.thread), for: worker)
    }

    func release(of worker: Identifier, limit: Int) throws(CoreError) -> Int {
        let own = tables.threads.all.filter { $0.status.finishedAt == nil && $0.status.worker == worker }
        let first = own.sorted { $0.id < $1.id }.prefix(limit)
        for thread in first { hand(thread, to: nil) }
        return first.count
    }

    func organizationsReady(after organization: Identifier?, limit: Int) throws(CoreError) -> [Identifier] {
        let ready = Set(tables.threads.all.filter(\.isReady).map(\.organization))
        return Array(ready.filter { id in organization.map { $0 < id } != false }.sorted().prefix(limit))
    }

    private func claim(_ threads: some Sequence<Thread>, for worker: Identifier) -> [OpenThread] {
        threads.map { thread in
            hand(thread, to: worker)
            return OpenThread(thread)
        }
    }

    private func hand(_ thread: Thread, to worker: Identifier?) {
        var status = thread.status
        status.worker = worker
        tables.threads[thread.id] = Thread(
            id: thread.id, organization: thread.organization, principal: thread.principal, kind: thread.kind,
            program: thread.program, createdAt: thread.createdAt, expiresAt: thread.expiresAt,
            reference: thread.reference, options: thread.options, environment: thread.environment,
            epoch: thread.epoch + 1, status: status)
    }
}

extension OpenThread {
    init(_ thread: Thread) {
        self.init(id: thread.id, organization: thread.organization, wakeAt: thread.status.wakeAt)
    }
}

extension Thread {
    fileprivate var isReady: Bool { status.finishedAt == nil && status.worker == nil && status.wakeAt == nil }
}

struct MemoryWorkers: WorkerRepository {
    let tables: MemoryTables

    func list() throws(CoreError) -> [Worker] { tables.workers.all.sorted { $0.id < $1.id } }

    func register(_ worker: Worker) throws(CoreError) { try tables.workers.insert(worker, as: worker.id) }

    func renew(_ id: Identifier, until time: Timestamp) throws(CoreError) -> Bool {
        guard let worker = tables.workers[id], worker.diedAt == nil else { return false }
        tables.workers[id] = Worker(id: id, name: worker.name, startedAt: worker.startedAt, leaseUntil: time)
        return true
    }

    func retire(_ id: Identifier, at time: Timestamp) throws(CoreError) {
        guard let worker = tables.workers[id], worker.diedAt == nil else { return }
        tables.workers[id] = Worker(
            id: id, name: worker.name, startedAt: worker.startedAt, leaseUntil: time, diedAt: time)
    }

    func bury(at time: Timestamp, limit: Int) throws(CoreError) -> [Worker] {
        let open = tables.threads.all.filter { $0.status.finishedAt == nil }
        let unknown = Set(open.compactMap(\.status.worker)).filter { tables.workers[$0] == nil }
        for id in unknown.sorted().prefix(limit) {
            try register(
                Worker(id: id, name: Worker.unknownName, startedAt: time, leaseUntil: time, diedAt: time))
        }
        let expired = try list().filter { $0.diedAt == nil && $0.leaseUntil <= time }
        for worker in expired.prefix(limit) { try retire(worker.id, at: time) }
        let dead = try list().filter { $0.diedAt != nil }
        return Array(dead.sorted { ($1.leaseUntil, $0.id) < ($0.leaseUntil, $1.id) }.prefix(limit))
    }

    func remove(_ id: Identifier) throws(CoreError) { tables.workers[id] = nil }
}
