import CoreDomain
import CoreTesting
import Testing

/// Callers who ask again with the same ids when an answer is lost.
@Suite struct LedgerRetryTests {
    @Test(arguments: Torture.seeds(1..<4))
    func everyTransferIsMadeOnce(seed: UInt64) async throws {
        let memory = MemoryStore(clock: ManualClock())
        let store = FaultyStore(memory, seed: seed, oneIn: 2)
        let ids = try await memory.write { tx in
            [
                try Ledger().open(.treasury, Identifier(high: 1, low: 1), .usdc, tx).id,
                try Ledger().open(.available, Identifier(high: 1, low: 2), .usdc, tx).id,
                try Ledger().open(.revenue, Identifier(high: 1, low: 1), .usdc, tx).id,
            ]
        }
        let unit = try #require(Amount(units: 1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task: UInt64 in 0..<8 {
                group.addTask {
                    for number: UInt64 in 0..<25 {
                        let id = (task * 25 + number) * 3
                        let hold = TransferRequest(
                            id: Identifier(high: 9, low: id + 1), debit: ids[1], credit: ids[2], amount: unit,
                            currency: .usdc, kind: .pending(expiresAt: nil), purpose: .hold)
                        let requests = [
                            TransferRequest(
                                id: Identifier(high: 9, low: id), debit: ids[0], credit: ids[1], amount: unit,
                                currency: .usdc, purpose: .funding, isLinked: true), hold,
                        ]
                        let charge = TransferRequest(
                            id: Identifier(high: 9, low: id + 2), debit: ids[1], credit: ids[2], amount: unit,
                            currency: .usdc, kind: .post(pending: hold.id), purpose: .charge)
                        try await Self.insist(requests, store)
                        try await Self.insist([charge], store)
                    }
                }
            }
            try await group.waitForAll()
        }
        let report = try await LedgerVerification(store: memory).run()
        #expect(report.isSound)
        #expect(report.transferCount == 600)
        let customer = try await memory.read { tx in try tx.ledger.accounts([ids[1]]) }.first
        #expect(customer?.creditsPosted.units == 200)
        #expect(customer?.debitsPosted.units == 200)
        #expect(customer?.debitsPending.isZero == true)
    }

    /// Asks until there is an answer.
    private static func insist(_ requests: [TransferRequest], _ store: FaultyStore) async throws {
        for _ in 0..<100 {
            do throws(CoreError) {
                return try await store.write { tx in try Ledger().post(requests, tx) }
            } catch {
                guard error.retry == .sameKey else { throw error }
            }
        }
        Issue.record("There was never an answer.")
    }
}
