import CoreDomain

struct MemoryThreads: ThreadRepository {
    let tables: MemoryTables

    func find(_ id: Identifier) throws(CoreError) -> Thread? { tables.threads[id] }
    func status(_ id: Identifier) throws(CoreError) -> ThreadStatus? { tables.threads[id]?.status }
    func result(of id: Identifier) throws(CoreError) -> [UInt8]? { tables.results[id] }

    func list(_ filter: ThreadFilter, before id: Identifier?, limit: Int) throws(CoreError) -> [Thread] {
        let fitting = tables.threads.all.filter { thread in
            thread.organization == filter.organization && filter.kinds.contains(thread.kind)
                && filter.states?.contains(thread.status.state) != false
                && (filter.program == nil || filter.program == thread.program.name) && thread.status.deletedAt == nil
                && id.map { thread.id < $0 } != false
        }
        return Array(fitting.sorted { $1.id < $0.id }.prefix(limit))
    }

    func ready(after last: OpenThread?, limit: Int) throws(CoreError) -> [OpenThread] {
        let place = last.map { ($0.organization, $0.id) }
        let open = unclaimed.filter { thread in
            thread.wakeAt == nil && place.map { $0 < (thread.organization, thread.id) } != false
        }
        return Array(open.sorted { ($0.organization, $0.id) < ($1.organization, $1.id) }.prefix(limit))
    }

    func resting(until end: Timestamp, after last: OpenThread?, limit: Int) throws(CoreError) -> [OpenThread] {
        func place(_ thread: OpenThread) -> (Timestamp, Identifier) { (thread.wakeAt ?? .earliest, thread.id) }
        let open = unclaimed.filter { thread in
            thread.wakeAt.map { $0 <= end } == true && last.map { place($0) < place(thread) } != false
        }
        return Array(open.sorted { place($0) < place($1) }.prefix(limit))
    }

    private var unclaimed: [OpenThread] {
        tables.threads.all.filter { $0.status.finishedAt == nil && $0.status.worker == nil }.map(OpenThread.init)
    }

    func unfinished(of worker: Identifier, after id: Identifier?, limit: Int) throws(CoreError) -> [OpenThread] {
        let open = tables.threads.all.filter { thread in
            thread.status.finishedAt == nil && thread.status.worker == worker && id.map { $0 < thread.id } != false
        }
        return open.sorted { $0.id < $1.id }.prefix(limit).map(OpenThread.init)
    }

    func insert(_ thread: Thread) throws(CoreError) { try tables.threads.insert(thread, as: thread.id) }

    func update(
        _ id: Identifier, from before: ThreadStatus, epoch: Int64, to status: ThreadStatus, result: [UInt8]?
    ) throws(CoreError) -> Bool {
        guard let thread = tables.threads[id], thread.status.sequence == before.sequence, thread.epoch == epoch else {
            return false
        }
        let mustHaveSeen = status.wakeAt != nil || status.finishedAt != nil
        if mustHaveSeen, thread.status.notes != status.notes { return false }
        var status = status
        status.held = thread.status.held
        status.notes = thread.status.notes
        status.progress.total = thread.status.progress.total
        tables.threads[id]?.status = status
        if let result { tables.results[id] = result }
        return true
    }
}

struct MemoryEvents: EventRepository {
    let tables: MemoryTables

    func events(of thread: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [Event] {
        try journal(of: thread, after: sequence, limit: limit).map(\.event)
    }

    func journal(of thread: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [JournalEntry] {
        let end = tables.journalEnds[thread] ?? 0
        guard sequence < end else { return [] }
        let numbers = max(sequence, 0) + 1...end
        let entries = numbers.lazy.compactMap { tables.events[MemoryEventKey(thread: thread, sequence: $0)] }
        return Array(entries.prefix(limit))
    }

    func history(of organization: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [Event] {
        let events = tables.events.all.map(\.event).filter {
            $0.organization == organization && $0.organizationSequence > sequence
        }
        return Array(events.sorted { $0.organizationSequence < $1.organizationSequence }.prefix(limit))
    }

    func sequence(of thread: Identifier, at organizationSequence: Int64) throws(CoreError) -> Int64 {
        let events = tables.events.all.map(\.event).filter {
            $0.thread == thread && $0.organizationSequence <= organizationSequence
        }
        return events.map(\.sequence).max() ?? 0
    }

    func latest(of organization: Identifier) throws(CoreError) -> Int64 { tables.eventCounters[organization] ?? 0 }

    func append(
        _ events: [NewEvent], to thread: Identifier, of organization: Identifier, after sequence: Int64,
        at time: Timestamp
    ) throws(CoreError) {
        for (index, event) in events.enumerated() {
            let number = try latest(of: organization) + 1
            let stored = Event(
                organization: organization, organizationSequence: number, thread: thread,
                sequence: sequence + 1 + Int64(index), at: time, kind: event.kind, path: event.path, body: event.body)
            try tables.events.insert(JournalEntry(stored, payload: event.payload), as: MemoryEventKey(stored))
            tables.eventCounters[organization] = number
            tables.journalEnds[thread] = max(tables.journalEnds[thread] ?? 0, stored.sequence)
        }
    }
}

struct MemoryEventKey: Hashable {
    let thread: Identifier
    let sequence: Int64

    init(thread: Identifier, sequence: Int64) {
        self.thread = thread
        self.sequence = sequence
    }

    init(_ event: Event) { self.init(thread: event.thread, sequence: event.sequence) }
}

struct MemoryPrograms: ProgramRepository {
    let tables: MemoryTables

    func find(digest: [UInt8]) throws(CoreError) -> [UInt8]? { tables.programs[digest] }
    func put(digest: [UInt8], _ program: [UInt8]) throws(CoreError) { tables.programs[digest] = program }
}

struct MemoryIngredients: IngredientRepository {
    let tables: MemoryTables

    func find(_ name: String, version: String?) throws(CoreError) -> IngredientVersion? {
        guard let record = tables.ingredients[name] else { return nil }
        return record.versions.first { $0.version == version ?? record.latest }
    }

    func program(of name: String, version: String?) throws(CoreError) -> ProgramReference? {
        try find(name, version: version).map { found in
            ProgramReference(digest: found.program, name: found.name, version: found.version)
        }
    }

    func names(_ kinds: [IngredientKind], limit: Int) throws(CoreError) -> [String] {
        try list(kinds, after: nil, limit: limit).map(\.name)
    }

    func versions(of name: String) throws(CoreError) -> [String] {
        tables.ingredients[name]?.versions.map(\.version) ?? []
    }

    func list(_ kinds: [IngredientKind], after name: String?, limit: Int) throws(CoreError) -> [IngredientVersion] {
        let latest = tables.ingredients.all.compactMap { record in
            record.versions.first { $0.version == record.latest }
        }
        let fitting = latest.filter { version in
            kinds.contains(version.definition.kind) && name.map { $0 < version.name } != false
        }
        return Array(fitting.sorted { $0.name < $1.name }.prefix(limit))
    }

    func insert(_ version: IngredientVersion, isLatest: Bool) throws(CoreError) {
        var record = tables.ingredients[version.name] ?? MemoryIngredient(latest: version.version, versions: [])
        guard !record.versions.contains(where: { $0.version == version.version }) else {
            throw CoreError(.alreadyExists, "A record with this id exists already.")
        }
        record.versions.append(version)
        if isLatest { record.latest = version.version }
        tables.ingredients[version.name] = record
    }
}

struct MemoryIngredient {
    var latest: String
    var versions: [IngredientVersion]
}
