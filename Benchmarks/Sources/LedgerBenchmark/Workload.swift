import BareLedger
import CoreDomain
import CorePlatform
import CoreStorage
import CoreTesting

/// Charges from a thousand funded accounts to one of revenue, with ids as the program makes them.
struct Workload {
    private static let customerCount = 1_000

    let path: String
    private let requests: [TransferRequest]
    private let firstSequence: Int64

    /// Makes the database, its accounts and their funds, and the requests.
    init(path: String, count: Int) async throws {
        self.path = path
        let store = try SQLiteStore.open(path: path, access: .readWrite, clock: SystemClock())
        let (customers, revenue) = try await Self.fund(store)
        firstSequence = try await store.read { tx in try tx.ledger.lastSequence() }
        await store.close()
        var random = SeededRandom(seed: 1)
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

    private static func fund(_ store: SQLiteStore) async throws -> ([Identifier], Identifier) {
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

    /// Seconds for the ledger with one transfer in each write, from this many tasks.
    func singles(tasks: Int) async throws -> Double {
        let requests = requests
        return try await timed { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for first in 0..<tasks {
                    group.addTask {
                        for index in stride(from: first, to: requests.count, by: tasks) {
                            let request = requests[index]
                            try await store.write { tx in try Ledger().post([request], tx) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private static let refused = CoreError(.internalError, "A transfer of the benchmark was refused.")

    private func timed(_ body: (SQLiteStore) async throws -> Void) async throws -> Double {
        let store = try SQLiteStore.open(path: path, access: .readWrite, clock: SystemClock())
        let begun = ContinuousClock.now
        try await body(store)
        let duration = (ContinuousClock.now - begun).components
        let report = try await LedgerVerification(store: store).run()
        guard report.isSound, report.transferCount == firstSequence + Int64(requests.count) else {
            throw CoreError(.ledgerDamaged, "The benchmark's ledger is not sound.")
        }
        await store.close()
        return Double(duration.seconds) + Double(duration.attoseconds) / 1e18
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
