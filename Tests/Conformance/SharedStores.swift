import CoreDomain
import CorePlatform
import Glibc

@testable import CoreStoragePostgres
@testable import CoreTesting

/// Several stores on one empty schema, as that many servers open it.
struct SharedStores: Sendable {
    let place: String
    let stores: [PostgresStore]

    /// So many stores; `parameter` is a setting of PostgreSQL's for their connections.
    init(
        _ count: Int, settings: PostgresSettings = PostgresSettings(), with parameter: String? = nil
    ) async throws {
        let empty = try await PrivatePostgres.server().emptyPlace()
        let place = parameter.map { "\(empty)%20-c\($0.replacing("=", with: "%3D"))" } ?? empty
        self.place = place
        // All at once: each finds the schema empty, and one of them makes it.
        stores = try await withThrowingTaskGroup(of: PostgresStore.self) { group in
            for _ in 0..<count {
                group.addTask { try await PostgresStore.opened(place, settings: settings) }
            }
            var stores: [PostgresStore] = []
            for try await store in group { stores.append(store) }
            return stores
        }
    }

    /// The store that the call with this number goes to.
    subscript(number: Int) -> PostgresStore { stores[number % stores.count] }

    /// Has `body` run for every number, all at once.
    func all<Value: Sendable>(
        _ numbers: Range<Int>, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for number in numbers { group.addTask { (number, try await body(number)) } }
            var values: [Int: Value] = [:]
            for try await (number, value) in group { values[number] = value }
            return numbers.compactMap { values[$0] }
        }
    }

    /// Has a write of the first store stop before its commit until one of the second is over, which must say that it did
    /// something. What the first presumed is wrong then: it runs again, and finds the other's changes.
    @discardableResult
    func interleaved<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value,
        between: @escaping @Sendable (any WriteTransaction) throws -> Bool
    ) async throws -> Value {
        let (hasRun, isOver) = (Flag(), Flag())
        async let outcome = stores[0].write { tx in
            let value = try body(tx)
            hasRun.raise()
            while !isOver.isUp { usleep(200) }
            return value
        }
        while !hasRun.isUp { try await Task.sleep(for: .milliseconds(1)) }
        let result: Result<Bool, CoreError>
        do { result = .success(try await stores[1].write(between)) } catch { result = .failure(error) }
        isOver.raise()
        let value = try await outcome
        if try !result.get() { throw ConformanceFailure(description: "the write between did nothing") }
        return value
    }

    /// Has a statement run beside the stores.
    func execute(_ text: String) async throws { try await PrivatePostgres.server().execute(text, at: place) }

    func close() async {
        for store in stores { await store.close() }
    }
}
