public import CoreDomain

/// What every store must do, as checks that any of them can be put through.
///
/// A check throws ``ConformanceFailure`` with what it saw, or a `CoreError` that it did not expect.
public struct StoreConformance: Sendable, CustomStringConvertible {
    /// What the check shows.
    public let name: String
    /// Runs the check on an empty store whose clock is `clock`.
    public let run: @Sendable (_ store: any Store, _ clock: ManualClock) async throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (any Store, ManualClock) async throws -> Void) {
        self.name = name
        self.run = run
    }

    public var description: String { name }

    /// Every check.
    public static let all: [StoreConformance] =
        transactions + records + credentials + ledger + threads + claims + blobs
        + scripts + environments + notes + registeredTools
}

/// A store broke a promise.
public struct ConformanceFailure: Error, CustomStringConvertible {
    public let description: String
}

func expect(_ condition: Bool, _ message: @autoclosure () -> String) throws {
    if !condition { throw ConformanceFailure(description: message()) }
}

func expectEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
    try expect(found == expected, "\(what): expected \(expected), found \(found)")
}

func expectFailure(
    _ reason: Reason, _ what: String, _ body: () async throws(CoreError) -> Void
) async throws {
    do throws(CoreError) {
        try await body()
    } catch {
        return try expectEqual(error.reason, reason, what)
    }
    throw ConformanceFailure(description: "\(what): expected \(reason.name), nothing was thrown")
}

/// Records for the checks, each different by its number.
enum Sample {
    static func id(_ number: UInt64) -> Identifier { Identifier(high: 7, low: number) }

    static func organization(_ number: UInt64, at time: Timestamp) -> Organization {
        Organization(id: id(number), kind: .personal, status: .active, createdAt: time)
    }

    static func principal(
        _ number: UInt64, home: UInt64, kind: Principal.Kind = .guest, at time: Timestamp
    ) -> Principal {
        Principal(id: id(number), kind: kind, home: id(home), status: .active, createdAt: time)
    }
}
