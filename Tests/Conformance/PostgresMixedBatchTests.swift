import CoreDomain
import CorePlatform
import CoreStorage
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// Batches in which some refuse, some ask for what comes last, and some wait: nobody's changes go astray with another's.
@Suite(.timeLimit(.minutes(5))) struct PostgresMixedBatchTests {
    private static let refusal = CoreError(.permissionDenied, "no")

    private static func move(_ number: UInt64, _ sample: LedgerSample, _ amount: UInt128 = 1) -> ProbeWrite {
        ProbeWrite { tx, _ throws(CoreError) in
            let request = sample.move(number, sample.alice, sample.revenue, amount)
            guard try Ledger().transfer([request], tx) == [.created] else { throw refusal }
        }
    }

    private static func append(_ thread: UInt64, refuses: Bool = false) -> ProbeWrite {
        ProbeWrite { tx, _ throws(CoreError) in
            try ThreadSample.append(2, to: thread, organization: 1, tx)
            if refuses { throw refusal }
        }
    }

    /// What one refused had left for the end makes nobody send what another left for it.
    @Test func aTransferStaysWhenThoseBehindItRefuse() async throws {
        let shared = try await SharedStores(1)
        let sample = try await LedgerSample(shared[0], funds: 100)
        let asks = ProbeWrite { tx, _ throws(CoreError) in
            _ = try tx.events.latest(of: Sample.id(1))
            throw Self.refusal
        }
        let writes = [Self.move(1, sample), Self.append(5, refuses: true), asks, Self.move(2, sample)]
        try await DirectWriter(shared.place).run(writes)
        #expect(writes.map(\.answers) == [[nil], [.permissionDenied], [.permissionDenied], [nil]])
        for id in [UInt64(1), 2] {
            #expect(try await shared[0].read { tx in try tx.ledger.transfer(Sample.id(id)) != nil })
        }
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    @Test func eventsStayWhenThoseBehindThemRefuse() async throws {
        let shared = try await SharedStores(1)
        let sample = try await LedgerSample(shared[0], funds: 100)
        let moves = ProbeWrite { tx, _ throws(CoreError) in
            _ = try Ledger().transfer([sample.move(1, sample.alice, sample.revenue, 1)], tx)
            throw Self.refusal
        }
        let asks = ProbeWrite { tx, _ throws(CoreError) in
            _ = try tx.ledger.lastSequence()
            throw Self.refusal
        }
        let writes = [Self.append(5), moves, asks, Self.append(6)]
        try await DirectWriter(shared.place).run(writes)
        #expect(writes.map(\.answers) == [[nil], [.permissionDenied], [.permissionDenied], [nil]])
        let events = try await shared[0].read { try $0.events.history(of: Sample.id(1), after: 0, limit: 9) }
        #expect(events.map(\.organizationSequence) == [1, 2, 3, 4])
        #expect(events.map(\.thread) == [5, 5, 6, 6].map { Sample.id($0) })
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    /// What others left for the end is sent at the end, also when somebody asks for it: he runs behind them.
    @Test func whoAsksForWhatOthersLeaveForTheEndRunsLater() async throws {
        let shared = try await SharedStores(1)
        let seen = Seen()
        let asks = ProbeWrite { tx, _ throws(CoreError) in
            seen.numbers.append(try tx.events.latest(of: Sample.id(1)))
            try ThreadSample.append(1, to: 7, organization: 1, tx)
        }
        let writes = [Self.append(5), asks, Self.append(6)]
        try await DirectWriter(shared.place).run(writes)
        #expect(writes.map(\.answers) == [[nil], [nil], [nil]])
        #expect(seen.numbers == [4] && asks.runs == 2)
        await shared.close()
    }

    /// The server dies while the first spends everything: what the second is told fits what became of the first.
    @Test func aRefusalRestsOnNothingThatWasLost() async throws {
        let server = try await PrivatePostgres.another()
        let store = try await PostgresStore.opened(server.address)
        let sample = try await LedgerSample(store, funds: 10)
        for statement in [
            """
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; if [ ! -e died ]; then touch died; sync; kill -9 $PPID; fi';
            RETURN NEW; END $$
            """,
            """
            CREATE CONSTRAINT TRIGGER die AFTER INSERT ON transfers DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION die()
            """,
        ] {
            try await server.execute(statement, at: server.address)
        }
        let writes = [Self.move(1, sample, 10), Self.move(2, sample, 10)]
        try await DirectWriter(server.address).run(writes)
        let isStored = try await store.read { tx in
            try [UInt64(1), 2].map { try tx.ledger.transfer(Sample.id($0)) != nil }
        }
        let said = writes.map(\.answers)
        #expect(isStored[0] != isStored[1], "\(said)")
        #expect(said[0] == [nil] || !isStored[0] && said[0] == [.outcomeUnknown], "\(said)")
        #expect(said[1] == (isStored[1] ? [nil] : [.permissionDenied]), "\(said)")
        try await sample.expectSound("afterwards")
        await store.close()
    }

    /// Who held a lock for longer than it may be waited for was only slow: the waiter runs again behind the others.
    @Test func whoWaitedInVainGetsASecondChance() async throws {
        let shared = try await SharedStores(1)
        let sample = try await LedgerSample(shared[0], funds: 100)
        let holder = try await RawConnection.holding(
            ["SELECT pg_advisory_xact_lock(\(AdvisoryLock.turns.key), \(SQLTurn.ledger.rawValue))"], at: shared.place)
        // It runs with the first, and then, when the first has waited, in a batch of its own.
        let release = ProbeWrite { _, earlierRuns throws(CoreError) in
            if earlierRuns == 1 { holder.giveUp() }
        }
        let writes = [Self.move(1, sample), release]
        try await DirectWriter(shared.place, lockTimeout: .milliseconds(100)).run(writes)
        #expect(writes.map(\.answers) == [[nil], [nil]])
        #expect(writes.map(\.runs) == [2, 2])
        try await sample.expectSound("afterwards")
        await shared.close()
    }
}

/// SAFETY: used by the one thread of the writer, and read when it is done.
private final class Seen: @unchecked Sendable {
    var numbers: [Int64] = []
}
