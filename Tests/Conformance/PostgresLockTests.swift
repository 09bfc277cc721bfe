import CoreDomain
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// Whoever holds locks waits for nobody, and nobody waits for long.
@Suite(.timeLimit(.minutes(15))) struct PostgresLockTests {
    private static let organizations = UInt64(2)...9

    /// Accounts with a limit, each with money.
    private func accounts(_ store: PostgresStore) async throws -> (LedgerSample, [Identifier]) {
        let sample = try await LedgerSample(store)
        let ids = try await store.write { tx in
            try Self.organizations.map { try Ledger().open(.available, Sample.id($0), .usdc, tx).id }
        }
        try await sample.make(
            ids.enumerated().map { sample.move(1_000 + UInt64($0), sample.treasury, $1, 1_000_000, .funding) })
        return (sample, ids)
    }

    /// Batches of several closures lock accounts in any order. PostgreSQL is told not to look for circles, so that each of
    /// them would end in a refusal.
    @Test func batchesDoNotWaitForEachOtherInACircle() async throws {
        var settings = PostgresSettings()
        settings.writers = 1
        let shared = try await SharedStores(2, settings: settings, with: "deadlock_timeout=60s")
        let (sample, ids) = try await accounts(shared[0])
        let outcomes = try await shared.all(0..<400) { number -> [TransferOutcome] in
            // One store meets the accounts in one order, the other in the opposite one.
            let place = (number / 2) % ids.count
            let from = number.isMultiple(of: 2) ? ids[place] : ids[ids.count - 1 - place]
            return try await shared[number].write { tx in
                try Ledger().transfer([sample.move(UInt64(number + 1), from, sample.revenue, 1)], tx)
            }
        }
        #expect(outcomes.flatMap(\.self).allSatisfy { $0 == .created })
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    @Test func whoeverWouldHaveToWaitRunsLater() async throws {
        var settings = PostgresSettings()
        (settings.writers, settings.lockTimeout) = (1, .seconds(30))
        let shared = try await SharedStores(1, settings: settings)
        let (sample, ids) = try await accounts(shared[0])
        let holder = try await RawConnection.holding(
            [
                "SELECT id FROM ledger_accounts WHERE purpose = 'available' AND organization = '\(Self.hex(3))' FOR UPDATE"
            ],
            at: shared.place)
        async let outcomes = shared[0].together(
            [0, 1, 2].map { number in
                { @Sendable tx in
                    let request = sample.move(UInt64(number + 1), ids[number], sample.revenue, 1)
                    return try Ledger().transfer([request], tx)
                }
            })
        // What comes before and behind the account that is held does not wait for it.
        for id in [UInt64(1), 3] {
            while try await shared[0].read({ tx in try tx.ledger.transfer(Sample.id(id)) == nil }) {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        #expect(try await shared[0].read { tx in try tx.ledger.transfer(Sample.id(2)) == nil })
        try await holder.ask("ROLLBACK")
        #expect(try await outcomes.map { try $0.get() } == Array(repeating: [.created], count: 3))
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    private static func hex(_ number: UInt64) -> String {
        "\\x" + Sample.id(number).description.filter { $0 != "-" }
    }

    /// A closure that refuses leaves nothing, also when what came before it was sent on its behalf.
    @Test func whatARefusedClosureChangedIsTakenBack() async throws {
        var settings = PostgresSettings()
        settings.writers = 1
        let shared = try await SharedStores(1, settings: settings)
        let answers = try await shared[0].together(
            [
                { @Sendable tx in
                    for number in UInt64(1)...3 {
                        try tx.organizations.insert(Sample.organization(number, at: tx.now))
                    }
                },
                { @Sendable tx in
                    _ = try tx.organizations.find(Sample.id(9))
                    try tx.organizations.insert(Sample.organization(4, at: tx.now))
                    throw CoreError(.permissionDenied, "no")
                },
                { @Sendable tx in
                    try tx.organizations.insert(Sample.organization(5, at: tx.now))
                },
            ])
        #expect(answers.map { $0.map { _ in true } == .success(true) } == [true, false, true])
        let found = try await shared[0].read { tx in
            try (UInt64(1)...5).filter { try tx.organizations.find(Sample.id($0)) != nil }
        }
        #expect(found == [1, 2, 3, 5])
        await shared.close()
    }
}
