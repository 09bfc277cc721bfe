import CoreTesting
import Testing

@testable import CoreDomain

/// The verification with pages so small that every account takes many, and writes between them.
@Suite struct LedgerRecountTests {
    @Test(arguments: [1, 2, 3, 7])
    func pagesAddUp(postingsPerPage: Int) async throws {
        let store = MemoryStore(clock: ManualClock())
        let (debit, credit) = try await Self.accounts(store)
        for number: UInt64 in 0..<10 { try await Self.hold(store, number, debit, credit) }
        let report = try await LedgerVerification(store: store, postingsPerPage: postingsPerPage).run()
        #expect(report.isSound)
        #expect(report.transferCount == 20)
    }

    @Test func writesBetweenThePagesRaiseNoAlarm() async throws {
        let store = MemoryStore(clock: ManualClock())
        let (debit, credit) = try await Self.accounts(store)
        for number: UInt64 in 0..<5 { try await Self.hold(store, number, debit, credit) }
        let horizon = try await store.read { tx in try tx.ledger.lastSequence() }
        let account = try #require(try await store.read { tx in try tx.ledger.accounts([debit]) }.first)
        var recount = LedgerRecount(account: account, horizon: horizon)
        var number: UInt64 = 5
        var limit = 1
        while !recount.isComplete {
            let before = recount
            let size = limit
            recount = try await store.read { tx in try before.continued(limit: size, tx) }
            if number < 40 { try await Self.hold(store, number, debit, credit) }
            number += 1
            limit += 1
        }
        #expect(recount.expected == LedgerSums(recount.account.counters))
        #expect(recount.debitCount == horizon)
        var report = LedgerReport(horizon: horizon)
        report.add(recount)
        #expect(report.findings.isEmpty)
        #expect(report.trialBalance.lines.first?.sums.debitsPosted == Balance(units: 10))
    }

    @Test func aMissingTransferIsFound() {
        var report = LedgerReport(horizon: 3)
        report.finish()
        #expect(report.findings.map(\.subject) == [.transfersDebited, .transfersCredited])
        #expect(report.findings.first?.expected == "3")
    }

    @Test func findingsAreBounded() {
        var report = LedgerReport(horizon: 0)
        let counters = LedgerCounters(
            debitsPending: .max, debitsPosted: .max, creditsPending: .max, creditsPosted: .max)
        for number: UInt64 in 0..<400 {
            let account = LedgerAccount(
                id: Identifier(high: 0, low: number), organization: Identifier(high: 0, low: 0), purpose: .available,
                currency: .usdc, limit: .none, createdAt: .earliest, counters: counters)
            report.add(LedgerRecount(account: account, horizon: 0))
        }
        #expect(report.findingCount == 1_600)
        #expect(report.findings.count == LedgerReport.findingsMax)
        #expect(!report.isSound)
    }

    private static func accounts(_ store: MemoryStore) async throws -> (Identifier, Identifier) {
        try await store.write { tx in
            (
                try Ledger().open(.treasury, Identifier(high: 1, low: 1), .usdc, tx).id,
                try Ledger().open(.revenue, Identifier(high: 1, low: 1), .usdc, tx).id
            )
        }
    }

    /// Holds three units and posts two of them.
    private static func hold(
        _ store: MemoryStore, _ number: UInt64, _ debit: Identifier, _ credit: Identifier
    ) async throws {
        let amounts = (try #require(Amount(units: 3)), try #require(Amount(units: 2)))
        let hold = TransferRequest(
            id: Identifier(high: 2, low: number), debit: debit, credit: credit, amount: amounts.0, currency: .usdc,
            kind: .pending(expiresAt: nil), purpose: .hold)
        let post = TransferRequest(
            id: Identifier(high: 3, low: number), debit: debit, credit: credit, amount: amounts.1, currency: .usdc,
            kind: .post(pending: hold.id), purpose: .charge)
        try await store.write { tx in try Ledger().post([hold, post], tx) }
    }
}
