import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

/// Threads that are told something in the very moment in which their run stores something.
@Suite(.timeLimit(.minutes(5))) struct ThreadInterruptionTests {
    private func world() async throws -> ThreadWorld {
        try await ThreadWorld { InterruptingStore($0) }
    }

    @Test func aStepRunsOneThread() async throws {
        let threads = try await world()
        try await threads.publish("inner", "emit\n  value = 1\n")
        let id = try await threads.run("run inner\n  -> got\nemit\n  value = got\n")
        _ = try await threads.until(id, "completed")
        let inner = try await threads.ask("threads.list", ["script_name_filter": "inner"])
        #expect(inner["threads"]?.arrayValue?.count == 1)
    }

    @Test func aThreadThatIsOverHasNoNotes() async throws {
        let threads = try await world()
        let id = try await threads.run("emit\n  value = 1\n")
        _ = try await threads.until(id, "completed")
        let thread = try #require(IdentifierForm.thread.parse(id))
        #expect(try await threads.world.memory.read { try $0.notes.list(of: thread, after: 0, limit: 9) } == [])
    }
}

/// A store in which each thread of the script `sample` is told something just before the first write that follows its own.
private final class InterruptingStore: Store {
    private let memory: MemoryStore
    private let told = Mutex<Set<Identifier>>([])

    init(_ memory: MemoryStore) { self.memory = memory }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try await memory.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        let open = try await memory.read { tx in
            try tx.openThreads().map(\.id)
                .filter { try tx.threads.find($0)?.program.name == "sample" }
        }
        for thread in open where told.withLock({ $0.insert(thread).inserted }) {
            _ = try await memory.write { try $0.notes.leave(NewNote(.event, "hint"), for: thread) }
        }
        return try await memory.write(body)
    }

    func close() async { await memory.close() }
}
