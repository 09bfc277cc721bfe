import CoreCrypto
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// A store in which someone else may come first, between what a run has worked out and what it stores.
final class Interloper: Store {
    private let store: any Store
    private struct Plan {
        var next: (@Sendable () async throws -> Void)?
    }
    private let plan = Mutex(Plan())

    init(_ store: any Store) { self.store = store }

    /// Has `body` done right before the next write, once.
    func comeFirst(_ body: @escaping @Sendable () async throws -> Void) { plan.withLock { $0.next = body } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try await store.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        let first = plan.withLock { plan in
            defer { plan.next = nil }
            return plan.next
        }
        do { try await first?() } catch { throw CoreError(narrowing: error) }
        return try await store.write(body)
    }

    func close() async { await store.close() }
}

extension JobWorld {
    /// What another program does that ends or moves the thread of a job, of which no engine is told.
    func unheard(
        _ id: String, _ body: @escaping @Sendable (ThreadJournal, Thread, any WriteTransaction) throws -> Void
    ) async throws {
        let journal = ThreadJournal(try LibCrypto())
        let thread = try #require(Identifier(id))
        try await world.memory.write { tx in
            try body(journal, try #require(try tx.threads.find(thread)), tx)
        }
    }

    /// Cancels a job without a word to the engine.
    func cancelUnheard(_ id: String) async throws {
        try await unheard(id) { journal, thread, tx in
            let money = try ThreadAccounts(of: thread.id, tx.snapshot).money
            _ = try #require(try journal.end(thread, .cancelled, money, tx))
        }
    }

    /// Makes the journal of a job unreadable.
    func damage(_ id: String) async throws {
        try await unheard(id) { _, thread, tx in
            let place = thread.status.sequence + 1
            try tx.events.append(
                [NewEvent(.stepCompleted, path: "call", body: [:], payload: [0xff])], to: thread.id,
                of: thread.organization, after: thread.status.sequence, at: tx.now)
            var status = thread.status
            status.sequence = place
            _ = try tx.threads.update(thread.id, from: thread.status, epoch: thread.epoch, to: status)
        }
    }

    /// The whole history of the account, in its order.
    func history() async throws -> [Event] {
        let organization = organization
        return try await world.memory.read { tx in
            try tx.events.history(of: organization, after: 0, limit: .max)
        }
    }
}
