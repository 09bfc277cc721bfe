import CoreDomain
import CorePlatform
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// Writes that share a transaction: each is answered once, with what became of it, and nothing of a refused one is kept.
@Suite struct PostgresBatchTests {
    private static let refusal = CoreError(.permissionDenied, "no")

    /// A write that adds an organization, events of the first organization, and a transfer.
    private static func addition(
        _ number: UInt64, _ sample: LedgerSample, asksFirst: Bool = false, moves: Bool = true, refuses: Bool = false
    ) -> ProbeWrite {
        ProbeWrite { tx, _ throws(CoreError) in
            if asksFirst {
                _ = try tx.organizations.find(Sample.id(99))
                _ = try tx.events.latest(of: Sample.id(1))
            }
            try tx.organizations.insert(Sample.organization(number, at: tx.now))
            try ThreadSample.append(2, to: number, organization: 1, tx)
            if moves { _ = try Ledger().transfer([sample.move(number, sample.alice, sample.revenue, 1)], tx) }
            if refuses { throw refusal }
        }
    }

    /// A question of the refused write sends what its neighbours had held back; what it changes afterwards is its own.
    @Test(arguments: [(false, false), (false, true), (true, true)])
    func nothingOfARefusedWriteIsKept(asksFirst: Bool, moves: Bool) async throws {
        let shared = try await SharedStores(1)
        let sample = try await LedgerSample(shared[0], funds: 100)
        let writes = [
            Self.addition(11, sample), Self.addition(12, sample),
            Self.addition(13, sample, asksFirst: asksFirst, moves: moves, refuses: true), Self.addition(14, sample),
        ]
        try await DirectWriter(shared.place).run(writes)
        #expect(writes.map(\.answers) == [[nil], [nil], [.permissionDenied], [nil]])
        for number in UInt64(11)...14 {
            let (isOrganization, isTransfer) = try await shared[0].read { tx in
                (
                    try tx.organizations.find(Sample.id(number)) != nil,
                    try tx.ledger.transfer(Sample.id(number)) != nil
                )
            }
            #expect(isOrganization == (number != 13) && isTransfer == (number != 13), "write \(number)")
        }
        let events = try await shared[0].read { try $0.events.history(of: Sample.id(1), after: 0, limit: 99) }
        #expect(events.map(\.organizationSequence) == Array(1...6))
        #expect(Set(events.map(\.thread)) == [Sample.id(11), Sample.id(12), Sample.id(14)])
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    /// What a refused write had looked like is forgotten: another may use its transfer's id, and ends its hold.
    @Test func whatARefusedWriteMadeIsUnknownToTheNext() async throws {
        let shared = try await SharedStores(1)
        let sample = try await LedgerSample(shared[0], funds: 100)
        try await sample.make([sample.hold(1, 10)])
        func transfer(_ request: TransferRequest, refuses: Bool) -> ProbeWrite {
            ProbeWrite { tx, _ throws(CoreError) in
                guard try Ledger().transfer([request], tx) == [.created] else {
                    throw CoreError(.stateConflict, "not created")
                }
                if refuses { throw Self.refusal }
            }
        }
        let writes = [
            transfer(sample.move(2, sample.alice, sample.revenue, 1), refuses: true),
            transfer(sample.post(3, 1, 4), refuses: true),
            transfer(sample.move(2, sample.alice, sample.bob, 2), refuses: false),
            transfer(sample.void(4, 1), refuses: false),
        ]
        try await DirectWriter(shared.place).run(writes)
        #expect(writes.map(\.answers) == [[.permissionDenied], [.permissionDenied], [nil], [nil]])
        try await sample.expectCounters(of: sample.alice, [0, 2, 0, 100], "Alice's account")
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    /// A write that was told of a record which its batch only presumed to be new is not answered by that.
    @Test func whatRestsOnAPresumptionRunsAlone() async throws {
        let shared = try await SharedStores(1)
        try await shared[0].write { try $0.organizations.insert(Sample.organization(1, at: $0.now)) }
        let first = ProbeWrite { tx, _ throws(CoreError) in
            try tx.organizations.insert(Sample.organization(2, at: tx.now))
        }
        let doubtful = ProbeWrite { tx, runs throws(CoreError) in
            if runs == 0 { throw CoreError(.alreadyExists, "presumed") }
            try tx.organizations.insert(Sample.organization(3, at: tx.now))
        }
        let double = ProbeWrite { tx, _ throws(CoreError) in
            try tx.organizations.insert(Sample.organization(1, at: tx.now))
        }
        let last = ProbeWrite { tx, _ throws(CoreError) in
            try tx.organizations.insert(Sample.organization(4, at: tx.now))
        }
        try await DirectWriter(shared.place).run([first, doubtful, double, last])
        #expect([first, doubtful, double, last].map(\.answers) == [[nil], [nil], [.alreadyExists], [nil]])
        let made = try await shared[0].read { tx in
            try (UInt64(1)...4).filter { try tx.organizations.find(Sample.id($0)) != nil }
        }
        #expect(made == [1, 2, 3, 4])
        await shared.close()
    }

    /// Nobody waits for ever: when a batch has to run again and its time is over, all of it is answered.
    @Test func everyoneIsAnsweredWhenTheTimeIsOver() async throws {
        let shared = try await SharedStores(1)
        let clock = ManualClock()
        try await shared[0].write { try $0.organizations.insert(Sample.organization(3, at: $0.now)) }
        let writes = (UInt64(1)...6).map { number in
            ProbeWrite { tx, runs throws(CoreError) in
                try tx.organizations.insert(Sample.organization(number, at: tx.now))
                if number == 6, runs == 0 { clock.advance(by: .seconds(20)) }
            }
        }
        try await DirectWriter(shared.place, clock: clock).run(writes)
        #expect(writes.map(\.answers.count) == Array(repeating: 1, count: 6))
        for (index, write) in writes.enumerated() {
            let id = Sample.id(UInt64(index + 1))
            let isStored = try await shared[0].read { try $0.organizations.find(id) != nil }
            #expect(isStored == (index == 2 || write.answers == [nil]), "write \(index + 1)")
            #expect(write.runs == 1, "write \(index + 1) ran when its time was over")
        }
        await shared.close()
    }

    /// All transactions raise counters in one order, and wait for each other's numbers: nobody stands in a circle, and no
    /// number is given twice.
    @Test func countersAreRaisedInOneOrder() async throws {
        let shared = try await SharedStores(1)
        let sample = try await LedgerSample(shared[0])
        let writers = [DirectWriter(shared.place), DirectWriter(shared.place)]
        let writes = try await shared.all(0..<2) { writer in
            var writes: [ProbeWrite] = []
            for round in 0..<UInt64(25) {
                let write = ProbeWrite { tx, _ throws(CoreError) in
                    for organization in UInt64(0)..<8 {
                        let thread = UInt64(writer) * 1_000 + round * 8 + organization
                        try ThreadSample.append(1, to: thread, organization: organization, tx)
                    }
                    let id = UInt64(writer) * 100 + round + 1
                    _ = try Ledger().transfer([sample.move(id, sample.treasury, sample.revenue, 1)], tx)
                }
                try await writers[writer].run([write])
                writes.append(write)
            }
            return writes
        }.flatMap(\.self)
        #expect(writes.allSatisfy { $0.answers == [nil] && $0.runs == 1 })
        await shared.close()
    }

    /// Rows that are added together are all added, in their order, and those that would meet each other are not.
    @Test func manyRowsOfOneWriteAreSentAtOnce() async throws {
        let shared = try await SharedStores(1)
        let sample = try await LedgerSample(shared[0], funds: 100)
        let write = ProbeWrite { tx, _ throws(CoreError) in
            for number in UInt64(100)..<145 { try tx.organizations.insert(Sample.organization(number, at: tx.now)) }
            for number in UInt8(0)..<9 { try tx.settings.set("same", [number]) }
            for number in Int64(0)..<45 { try ThreadSample.append(1, to: 1, after: number, organization: 1, tx) }
            _ = try Ledger().transfer((1...9).map { sample.move($0, sample.alice, sample.revenue, 1) }, tx)
        }
        try await DirectWriter(shared.place).run([write])
        #expect(write.answers == [nil] && write.runs == 1)
        let (events, setting, organizations) = try await shared[0].read { tx in
            (
                try tx.events.history(of: Sample.id(1), after: 0, limit: 99),
                try tx.settings.value("same"),
                try (UInt64(100)..<145).count { try tx.organizations.find(Sample.id($0)) != nil }
            )
        }
        #expect(events.map(\.organizationSequence) == Array(1...45) && events.map(\.sequence) == Array(1...45))
        #expect(setting == [8] && organizations == 45)
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    /// A batch of large writes ends early, whether they were sent already or wait.
    @Test(arguments: [false, true])
    func largeWritesDoNotShareATransaction(asks: Bool) async throws {
        let shared = try await SharedStores(1)
        let content = [UInt8](repeating: 1, count: 5 * 1_024 * 1_024)
        let writer = DirectWriter(shared.place)
        let writes = (UInt8(1)...4).map { number in
            ProbeWrite { tx, _ throws(CoreError) in
                try tx.programs.put(digest: [number], content)
                if asks { _ = try tx.organizations.find(Sample.id(1)) }
            }
        }
        try await writer.run(writes)
        #expect(writes.map(\.answers) == [[nil], [nil], [nil], [nil]])
        #expect(writes.map(\.runs) == [1, 1, 1, 1])
        let times = writes.map(\.times)
        #expect(times[0] == times[1] && times[1] != times[2] && times[2] == times[3])
        await shared.close()
    }
}
