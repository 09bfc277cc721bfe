import CoreDomain
import CoreLanguage
import CoreTesting
import HostSupport
import Testing

/// Backends that share a store, as several servers on one database do.
@Suite(.timeLimit(.minutes(15))) struct SharedBackendTests {
    /// One store under the name `shared://`, for as many backends as open it.
    private struct SharedDriver: StoreDriver {
        let store: MemoryStore
        let exchange: SignalExchange
        let clock: ManualClock

        func accepts(_ database: String) -> Bool { database.hasPrefix("shared://") }

        func open(
            _ database: String, _ options: PostgresOptions, _ services: Services
        ) throws(CoreError) -> OpenStore {
            OpenStore(
                store: Unclosed(store: store), sharing: SharedStore(signals: exchange.join()), clock: clock,
                keyPlace: .given, operatorTokenFile: nil, announce: { _ in }, release: {})
        }

        func openForReading(
            _ database: String, _ options: PostgresOptions, _ services: Services
        ) throws(CoreError) -> OpenStore {
            try open(database, options, services)
        }

        func examine(_ database: String, _ options: PostgresOptions, _ services: Services) -> [Finding] { [] }
    }

    /// A connection to the store; the store outlasts it.
    private struct Unclosed: Store {
        let store: MemoryStore

        func read<Value: Sendable>(
            _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
        ) async throws(CoreError) -> Value {
            try await store.read(body)
        }

        func write<Value: Sendable>(
            _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
        ) async throws(CoreError) -> Value {
            try await store.write(body)
        }

        func close() async {}
    }

    private let clock = ManualClock()
    private let driver: SharedDriver
    private let key: SealingKey

    init() throws {
        driver = SharedDriver(store: MemoryStore(clock: clock), exchange: SignalExchange(), clock: clock)
        key = try #require(SealingKey(bytes: Array(repeating: 5, count: 32)))
    }

    private func open() async throws -> Backend {
        try await Backend.open("shared://", key: .key(key), drivers: [driver], services: .system(log: .none))
    }

    private func perform(
        _ name: String, _ input: JSONValue, _ backend: Backend, as authority: Authority, key: String? = nil
    ) async throws -> JSONValue {
        try await backend.perform(
            name, input,
            Call(
                authority: authority, idempotencyKey: key.map { Secret($0) }, requestID: try backend.newRequestID()))
    }

    private func account(_ backend: Backend) async throws -> Secret {
        let key = String(repeating: "k", count: 32)
        let answer = try await perform("accounts.create", [:], backend, as: .anonymous, key: key)
        return Secret(answer["bearer_token"]?.stringValue ?? "")
    }

    private func run(_ milliseconds: Int64, _ backend: Backend, _ token: Secret) async throws -> JSONValue {
        let answer = try await perform(
            "recipes.run",
            [
                "recipe_id": "scriptorium:flow:wait",
                "input": ["milliseconds": .integer(milliseconds), "value": 7],
            ], backend, as: .bearer(token))
        return answer["job_id"] ?? .null
    }

    private func until(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<10_000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(1))
        }
        Issue.record("what was waited for did not happen")
    }

    @Test func theServicesGoByTheTimeOfTheStore() async throws {
        let backend = try await open()
        #expect(backend.services.clock.now() == clock.now())
        await backend.close()
    }

    @Test func whatOneAcceptsTheOtherEndsWhenTheFirstIsClosed() async throws {
        let (first, second) = (try await open(), try await open())
        let token = try await account(first)
        try await first.runThreads()
        try await second.runThreads()
        let workers = try await driver.store.read { try $0.workers.list() }
        #expect(workers.count == 2)
        #expect(workers.allSatisfy { $0.name.hasPrefix("pid ") })
        let job = try await run(900, first, token)
        try await until {
            try await perform("jobs.steps", ["job_id": job], first, as: .bearer(token))["steps"]?[0]?["status"]
                == "waiting"
        }
        await first.close()
        #expect(try await driver.store.read { try $0.workers.list().count { $0.diedAt == nil } } == 1)
        clock.advance(by: .seconds(1))
        try await until {
            try await perform("jobs.get", ["job_id": job], second, as: .bearer(token))["status"] == "completed"
        }
        await second.close()
    }

    @Test func aStreamTellsWhatHappensElsewhere() async throws {
        let (first, second) = (try await open(), try await open())
        let token = try await account(first)
        try await first.runThreads()
        let call = Call(authority: .bearer(token), requestID: try second.newRequestID())
        let stream = try await second.stream("jobs.watch", [:], after: nil, call)
        let job = try await run(0, first, token)
        guard case .item(let item) = try await stream.next(patience: .seconds(1_000)) else {
            Issue.record("nothing was told")
            return
        }
        #expect(item.output["job_id"] == job)
        await first.close()
        await second.close()
    }

    @Test func aStoreOfOneOwnerIsNotShared() async throws {
        let opened = try SQLiteDriver().open(":memory:", .standard, .system(log: .none))
        #expect(opened.sharing == nil)
        #expect(opened.clock == nil)
        await opened.store.close()
    }
}
