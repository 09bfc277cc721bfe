import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct SweeperTests {
    @Test func aHoldThatRanOutIsReleasedByItself() async throws {
        let jobs = try await JobWorld()
        let (world, organization) = (jobs.world, jobs.organization)
        try await world.store.write { tx in
            let ledger = Ledger()
            let customer = try ledger.open(.available, organization, .usdc, tx)
            let revenue = try ledger.open(.revenue, organization, .usdc, tx)
            try ledger.post(
                [
                    TransferRequest(
                        id: Identifier(high: 5, low: 5), debit: customer.id, credit: revenue.id,
                        amount: try Amount("4"), currency: .usdc,
                        kind: .pending(expiresAt: tx.now.adding(.seconds(30))), purpose: .hold)
                ], tx)
        }
        #expect(try await jobs.balance() == ("6", "4"))
        let sweeper = Sweeper(store: world.store, clock: world.clock) { error in
            Issue.record("The sweeper failed: \(error)")
        }
        let running = Task { await sweeper.run() }
        try await jobs.until { world.clock.sleeperCount == 1 }
        #expect(try await jobs.balance() == ("6", "4"))
        world.clock.advance(by: .seconds(60))
        try await jobs.until { try await jobs.balance() == ("10", "0") }
        running.cancel()
        await running.value
        try await expectBalanced(jobs)
    }

    @Test func aStoreThatFailsIsAskedAgain() async throws {
        let world = try await World()
        await world.memory.close()
        let failures = Counter()
        let sweeper = Sweeper(store: world.store, clock: world.clock) { _ in failures.add() }
        let running = Task { await sweeper.run() }
        while failures.count < 1 || world.clock.sleeperCount < 1 { await Task.yield() }
        world.clock.advance(by: .seconds(60))
        while failures.count < 2 { await Task.yield() }
        #expect(failures.count == 2)
        running.cancel()
        await running.value
    }
}
