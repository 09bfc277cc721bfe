import CoreDomain

struct MemoryNotes: NoteRepository {
    /// Names a note.
    struct Key: Hashable {
        let thread: Identifier
        let number: Int64
    }

    /// What makes two notes one.
    struct Identity: Hashable {
        let thread: Identifier
        let text: String
    }

    let tables: MemoryTables

    func list(of thread: Identifier, after number: Int64, limit: Int) throws(CoreError) -> [Note] {
        let found = tables.notes.all.filter { $0.thread == thread && $0.number > number }
        return Array(found.sorted { $0.number < $1.number }.prefix(limit))
    }

    func leave(_ note: NewNote, for thread: Identifier) throws(CoreError) -> NoteReception {
        guard let status = tables.threads[thread]?.status, status.finishedAt == nil else { return .closed }
        let identity = note.identity.map { Identity(thread: thread, text: $0) }
        if let identity, tables.noteIdentities[identity] != nil { return .repeated }
        // Whoever never had so many need not be counted.
        let mayBeFull = !note.kind.isAlwaysLeft && status.notes >= Note.countMax
        if mayBeFull, tables.notes.all.count(where: { $0.thread == thread }) >= Note.countMax { return .full }
        let number = status.notes + 1
        tables.threads[thread]?.status.notes = number
        tables.threads[thread]?.status.wakeAt = nil
        if let identity { tables.noteIdentities[identity] = true }
        tables.notes[Key(thread: thread, number: number)] = Note(
            thread: thread, number: number, kind: note.kind, name: note.name, body: note.body)
        return .left
    }

    func remove(_ number: Int64, of thread: Identifier) throws(CoreError) {
        tables.notes[Key(thread: thread, number: number)] = nil
    }

    func removeAll(of thread: Identifier, limit: Int) throws(CoreError) -> Int {
        let found = try list(of: thread, after: 0, limit: limit)
        for note in found { try remove(note.number, of: thread) }
        return found.count
    }
}

struct MemoryWaits: WaitRepository {
    let tables: MemoryTables

    func find(_ thread: Identifier, _ path: String) throws(CoreError) -> ThreadWait? {
        tables.waits[ThreadPlace(thread: thread, path: path)]
    }

    func asks(of thread: Identifier) throws(CoreError) -> [ThreadWait] {
        tables.waits.all.filter { $0.thread == thread && $0.kind == .ask }.sorted { $0.isBefore($1) }
    }

    func asks(_ filter: AskFilter, after place: ThreadPlace?, limit: Int) throws(CoreError) -> [ThreadWait] {
        let found = tables.waits.all.filter { wait in
            wait.kind == .ask && wait.answeredAt == nil && wait.organization == filter.organization
                && (filter.program == nil || tables.threads[wait.thread]?.program.name == filter.program)
        }
        let sorted = found.sorted { $0.isBefore($1) }
        let rest = sorted.drop { wait in
            place.map { ($0.thread, $0.path) >= (wait.thread, wait.path) } ?? false
        }
        return Array(rest.prefix(limit))
    }

    func threads(
        awaiting name: String, of organization: Identifier, after thread: Identifier?, limit: Int
    ) throws(CoreError) -> [Identifier] {
        let found = tables.waits.all.filter { wait in
            wait.kind == .event && wait.name == name && wait.organization == organization
                && thread.map { $0 < wait.thread } ?? true
        }
        return Array(Set(found.map(\.thread)).sorted().prefix(limit))
    }

    func put(_ wait: ThreadWait) throws(CoreError) {
        tables.waits[ThreadPlace(thread: wait.thread, path: wait.path)] = wait
    }

    func remove(_ thread: Identifier, _ path: String) throws(CoreError) {
        tables.waits[ThreadPlace(thread: thread, path: path)] = nil
    }

    func removeAll(of thread: Identifier) throws(CoreError) {
        for wait in tables.waits.all.filter({ $0.thread == thread }) { try remove(thread, wait.path) }
    }
}

extension ThreadWait {
    fileprivate func isBefore(_ other: ThreadWait) -> Bool { (thread, path) < (other.thread, other.path) }
}
