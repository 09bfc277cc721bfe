import CoreDomain
import CorePlatform
import CoreTesting
import Glibc
import Synchronization
import Testing

@testable import CoreStoragePostgres

/// Word between servers.
@Suite(.timeLimit(.minutes(5))) struct PostgresSignalsTests {
    /// Stops whoever passes while it is closed.
    private final class Gate: Sendable {
        private let isClosed = Mutex(false)

        func close() { isClosed.withLock { $0 = true } }
        func open() { isClosed.withLock { $0 = false } }
        func pass() { while isClosed.withLock({ $0 }) { usleep(200) } }
    }

    /// One server's end.
    private struct End {
        let signals: PostgresSignals
        /// Stops the thread of this end after it told what it received.
        let gate = Gate()
        private let received: AsyncStream<Signal>

        /// An end that listens already.
        init(_ place: String) async throws {
            let (received, source) = AsyncStream.makeStream(of: Signal.self)
            self.received = received
            signals = try PostgresSignals(place, clock: SystemClock())
            signals.receive { [gate] signal in
                source.yield(signal)
                gate.pass()
            }
            // Whoever begins to listen may have missed something.
            #expect(await next() == .everything)
        }

        func next() async -> Signal? { await received.first { _ in true } }

        /// Everything until all of `wanted` has come.
        func received(until wanted: Set<Signal>) async -> Set<Signal> {
            var all: Set<Signal> = []
            while !all.isSuperset(of: wanted), let signal = await next() { all.insert(signal) }
            return all
        }
    }

    private static let small = Identifier(high: 1, low: 2)
    private static let large = Identifier(high: .max, low: 0x0123_4567_89ab_cdef)

    @Test func theOthersAreToldAndTheSenderIsNot() async throws {
        let place = try await PrivatePostgres.server().emptyPlace()
        let ends = [try await End(place), try await End(place), try await End(place)]
        let sent: Set<Signal> = [
            .events(of: Self.small), .events(of: Self.large), .thread(Self.small, of: Self.large),
            .thread(Self.large, of: Self.small),
        ]
        for signal in sent { ends[0].signals.send(signal) }
        #expect(await ends[1].received(until: sent) == sent)
        #expect(await ends[2].received(until: sent) == sent)
        // Another end speaks last, and is the only one that the first has heard.
        ends[1].signals.send(.work)
        #expect(await ends[0].next() == .work)
        #expect(await ends[2].next() == .work)
        for end in ends { end.signals.close() }
    }

    /// More than fit into one message of the database.
    @Test func manySignalsArriveInSeveralMessages() async throws {
        let place = try await PrivatePostgres.server().emptyPlace()
        let ends = [try await End(place), try await End(place)]
        let sent = Set((0..<UInt64(1_000)).map { Signal.thread(Identifier(high: 0, low: $0), of: Self.small) })
        for signal in sent { ends[0].signals.send(signal) }
        #expect(await ends[1].received(until: sent) == sent)
        for end in ends { end.signals.close() }
    }

    @Test func moreThanAreKeptAreOneForEverything() async throws {
        let place = try await PrivatePostgres.server().emptyPlace()
        let ends = [try await End(place), try await End(place)]
        ends[0].gate.close()
        ends[1].signals.send(.work)
        #expect(await ends[0].next() == .work)
        // The thread that would send them stands still.
        for number in 0..<UInt64(3_000) { ends[0].signals.send(.events(of: Identifier(high: 0, low: number))) }
        ends[0].gate.open()
        #expect(await ends[1].received(until: [.everything]).contains(.everything))
        for end in ends { end.signals.close() }
    }

    /// Who was cut off may have missed something; afterwards it hears again, and is heard.
    @Test func whoWasCutOffLooksAtEverything() async throws {
        let server = try await PrivatePostgres.another()
        let ends = [try await End(server.address), try await End(server.address)]
        try await server.execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'scriptorium' AND pid <> pg_backend_pid()
            """, at: server.address)
        for end in ends { #expect(await end.next() == .everything) }
        ends[0].signals.send(.work)
        #expect(await ends[1].next() == .work)
        ends[1].signals.send(.events(of: Self.small))
        #expect(await ends[0].next() == .events(of: Self.small))
        for end in ends { end.signals.close() }
    }

    /// Servers in other schemas of the same database are other servers.
    @Test func eachSchemaIsForItself() async throws {
        let server = try await PrivatePostgres.server()
        let (place, other) = (try await server.emptyPlace(), try await server.emptyPlace())
        let ends = [try await End(place), try await End(place), try await End(other)]
        ends[2].signals.send(.events(of: Self.small))
        ends[0].signals.send(.work)
        #expect(await ends[1].next() == .work)
        for end in ends { end.signals.close() }
    }
}
