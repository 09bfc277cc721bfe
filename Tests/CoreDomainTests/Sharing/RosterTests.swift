import CoreTesting
import Testing

@testable import CoreDomain

/// How much a server takes on, and how it lets go of everything at once.
@Suite struct RosterTests {
    private let one = Identifier(high: 0, low: 1)
    private let two = Identifier(high: 0, low: 2)

    private func thread(_ number: UInt64) -> Identifier { Identifier(high: 1, low: number) }

    private func roster(threads: Int = 4, ofOne: Int = 3, bytes: Int = 1_000) -> Roster {
        var limits = EngineLimits()
        limits.threads = threads
        limits.threadsPerOrganization = ofOne
        limits.bytes = bytes
        let roster = Roster(limits)
        roster.open()
        return roster
    }

    @Test func whatIsUnderWayAndWhatIsInLineTakeRoom() throws {
        let roster = roster()
        #expect(roster.room == 4)
        _ = roster.call(thread(1), of: one)
        _ = roster.call(thread(2), of: one)
        #expect(roster.room == 2)
        #expect(roster.room(for: one) == 1)
        #expect(roster.room(for: two) == 2)
        let start = try #require(roster.next())
        #expect(roster.room == 2)
        #expect(roster.room(for: one) == 1)
        _ = roster.ended(start, again: false)
        #expect(roster.room == 3)
        #expect(roster.room(for: one) == 2)
    }

    @Test func thereIsNoRoomWhereMemoryIsShortOrNothingRuns() throws {
        let roster = roster(bytes: 100)
        _ = roster.call(thread(1), of: one)
        let start = try #require(roster.next())
        roster.weigh(start.mailbox, start.thread, 100)
        #expect(roster.room == 0)
        #expect(roster.room(for: two) == 0)
        _ = roster.ended(start, again: false)
        #expect(roster.room == 4)
        roster.close()
        #expect(roster.room == 0)
    }

    @Test func onlyWhatIsUnknownIsAdopted() throws {
        let roster = roster()
        #expect(roster.adopt(thread(1), of: one))
        #expect(!roster.adopt(thread(1), of: one))
        _ = try #require(roster.next())
        #expect(!roster.adopt(thread(1), of: one))
        #expect(roster.rest(thread(2), 7))
        #expect(!roster.adopt(thread(2), of: one))
        roster.close()
        #expect(!roster.adopt(thread(3), of: one))
    }

    @Test func aRunThatIsLetGoOfCountsNoMore() throws {
        let roster = roster()
        for number: UInt64 in 1...3 { _ = roster.call(thread(number), of: one) }
        let start = try #require(roster.next())
        roster.weigh(start.mailbox, start.thread, 50)
        roster.abandon()
        guard case .lost? = start.mailbox.takeNow().first else {
            Issue.record("the run was not told")
            return
        }
        #expect(!roster.isCurrent(start))
        #expect(roster.room == 4)
        #expect(roster.room(for: one) == 3)
        // The same thread begins anew while the run before has not ended.
        _ = roster.call(start.thread, of: one)
        let next = try #require(roster.next())
        roster.weigh(start.mailbox, start.thread, 1_000_000)
        #expect(roster.room == 3)
        #expect(!roster.ended(start, again: true))
        #expect(roster.isCurrent(next))
        #expect(roster.room(for: one) == 2)
        #expect(roster.ended(next, again: false))
        #expect(roster.room == 4)
    }

    @Test func onlyARunIsTold() throws {
        let roster = roster()
        roster.tell(thread(1))
        #expect(roster.room == 4)
        _ = roster.call(thread(1), of: one)
        let start = try #require(roster.next())
        roster.tell(thread(1))
        guard case .changed? = start.mailbox.takeNow().first else {
            Issue.record("the run was not told")
            return
        }
        // It looks once more, since the change may have come after its last look.
        #expect(!roster.ended(start, again: false))
        #expect(roster.next()?.thread == thread(1))
    }
}
