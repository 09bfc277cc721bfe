import BareLedger
import CoreDomain
import CorePlatform
import CoreStorage
import CoreStoragePostgres
import CoreTesting
import Synchronization

/// How often the store was too busy for a write.
final class Refusals: Sendable {
    let count = Atomic(0)
}

/// Charges from a thousand funded accounts to one of revenue, with ids as the program makes them.
struct Workload {
    private static let customerCount = 1_000

    let path: String
    /// Waits until every process that takes part is ready; nil when this one is alone.
    var together: (() -> Void)?
    let refusals = Refusals()
    private let requests: [TransferRequest]
    private let firstSequence: Int64

    /// Makes the database, its accounts and their funds, unless they are there, and the requests; `seed` tells apart
    /// those of several processes.
    init(path: String, count: Int, seed: UInt64 = 1) async throws {
        self.path = path
        let store = try Self.open(path)
        let (customers, revenue) = try await Self.fund(store)
        firstSequence = try await store.read { tx in try tx.ledger.lastSequence() }
        await store.close()
        var random = SeededRandom(seed: seed)
        let start = SystemClock().now()
        requests = (0..<count).map { number in
            let bytes = (0..<Identifier.randomByteCount).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            return TransferRequest(
                id: Identifier(at: start.adding(.microseconds(20 * number)), random: bytes),
                debit: customers[Int(random.next() % UInt64(customers.count))], credit: revenue,
                amount: Amount(units: UInt128(random.next() % 1_000_000_000_000) + 1) ?? .zero, currency: .usdc,
                purpose: .charge, thread: Identifier(at: start, random: bytes))
        }
    }

    private static func open(_ path: String) throws -> any Store {
        path.hasPrefix("postgres://")
            ? try PostgresStore.open(path, clock: SystemClock())
            : try SQLiteStore.open(path: path, access: .readWrite, clock: SystemClock())
    }

    private static func fund(_ store: any Store) async throws -> ([Identifier], Identifier) {
        try await store.write { tx in
            let ledger = Ledger()
            let house = Identifier(high: 1, low: 0)
            let treasury = try ledger.open(.treasury, house, .usdc, tx)
            let customers = try (1...Self.customerCount).map { number in
                try ledger.open(.available, Identifier(high: 2, low: UInt64(number)), .usdc, tx).id
            }
            let amount = try Amount("1000000")
            try ledger.post(
                customers.enumerated().map { number, customer in
                    TransferRequest(
                        id: Identifier(high: 3, low: UInt64(number)), debit: treasury.id, credit: customer,
                        amount: amount, currency: .usdc, purpose: .funding)
                }, tx)
            return (customers, try ledger.open(.revenue, house, .usdc, tx).id)
        }
    }

    /// Seconds for the ledger with this many transfers in each write.
    func batches(of size: Int) async throws -> Double {
        let batches = stride(from: 0, to: requests.count, by: size).map {
            Array(requests[$0..<min($0 + size, requests.count)])
        }
        return try await timed { store in
            for batch in batches {
                let outcomes = try await store.write { tx in try Ledger().transfer(batch, tx) }
                guard outcomes.allSatisfy({ $0 == .created }) else { throw Self.refused }
            }
        }
    }

    /// Makes a transfer; a store that is busy is asked again, as it asks for, and counted.
    private static func post(
        _ request: TransferRequest, _ store: any Store, _ refusals: Refusals
    ) async throws {
        while true {
            do throws(CoreError) {
                return try await store.write { tx in try Ledger().post([request], tx) }
            } catch {
                guard error.reason == .busy else { throw error }
                refusals.count.add(1, ordering: .relaxed)
            }
        }
    }

    /// Seconds for the ledger with one transfer in each write, from this many tasks.
    func singles(tasks: Int) async throws -> Double {
        let (requests, refusals) = (requests, refusals)
        return try await timed { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for first in 0..<tasks {
                    group.addTask {
                        for index in stride(from: first, to: requests.count, by: tasks) {
                            try await Self.post(requests[index], store, refusals)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private static let refused = CoreError(.internalError, "A transfer of the benchmark was refused.")

    /// Seconds of `body`; where other processes write too, `together` waits for them, and somebody else verifies.
    private func timed(_ body: (any Store) async throws -> Void) async throws -> Double {
        let store = try Self.open(path)
        together?()
        let begun = ContinuousClock.now
        try await body(store)
        let duration = ContinuousClock.now - begun
        if together == nil { try await Self.verify(store, count: firstSequence + Int64(requests.count)) }
        await store.close()
        return duration / .seconds(1)
    }

    /// Refuses a ledger that is not sound, or has another number of transfers.
    private static func verify(_ store: any Store, count: Int64) async throws {
        let report = try await LedgerVerification(store: store).run()
        guard report.isSound, report.transferCount == count else {
            throw CoreError(.ledgerDamaged, "The benchmark's ledger is not sound.")
        }
    }

    /// The same for charges that other processes made.
    static func verify(path: String, charges: Int) async throws {
        let store = try open(path)
        try await verify(store, count: Int64(customerCount + charges))
        await store.close()
    }

    /// Seconds for the bare loop on the same rows.
    func bare(commit: Int, updatesAccounts: Bool) async throws -> Double {
        let at = SystemClock().now().nanoseconds
        let rows = requests.enumerated().map { number, request in
            var row = bare_transfer()
            row.sequence = firstSequence + Int64(number) + 1
            row.at = at
            Self.copy(request.id.bytes, to: &row.id)
            Self.copy(request.debit.bytes, to: &row.debit)
            Self.copy(request.credit.bytes, to: &row.credit)
            withUnsafeBytes(of: request.amount.units.bigEndian) { Self.copy(Array($0), to: &row.amount) }
            Self.copy((request.thread ?? request.id).bytes, to: &row.thread)
            return row
        }
        var seconds = 0.0
        let status = bare_insert(path, rows, Int64(rows.count), Int64(commit), updatesAccounts ? 1 : 0, &seconds)
        guard status == 0 else { throw CoreError(.databaseUnavailable, "SQLite answered \(status).") }
        return seconds
    }

    private static func copy<Tuple>(_ bytes: [UInt8], to tuple: inout Tuple) {
        withUnsafeMutableBytes(of: &tuple) { $0.copyBytes(from: bytes) }
    }
}
