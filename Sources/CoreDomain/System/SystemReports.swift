/// What a running program says of itself.
public struct SystemReports: Sendable {
    private let clock: any Clock
    private let startedAt: Duration

    /// Reports that count the uptime from now.
    public init(clock: any Clock) {
        self.clock = clock
        startedAt = clock.monotonic()
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .report("system.health", "Tell that the program runs.", access: .anyone, handle: health),
            .transaction(
                "system.ready", "Tell that the store takes changes.", access: .anyone, idempotency: .none, handle: ready
            ),
        ]
    }

    @Sendable func health(_: Nothing, _: Caller) throws(CoreError) -> Health {
        let uptime = clock.monotonic() - startedAt
        return Health(
            status: .ok, version: Version.current, uptimeSeconds: max(0, uptime.saturatedNanoseconds / 1_000_000_000))
    }

    /// An empty change: it goes the way of every other, and costs the disk nothing.
    @Sendable func ready(_: Nothing, _: Caller, _ tx: any WriteTransaction) throws(CoreError) -> Readiness {
        guard try tx.principals.findOperator() != nil else {
            throw CoreError(.databaseUnavailable, "The store was not set up.", retry: .later(after: .seconds(1)))
        }
        return Readiness(status: .ok)
    }
}

/// The version of the program.
public enum Version {
    /// Semantic versioning (https://semver.org).
    public static let current = "0.1.0"
}

/// The answer of a program that runs.
public struct Health: Message, Hashable {
    /// How the program is.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case ok
    }

    public let status: Status
    public let version: String
    public let uptimeSeconds: Int64

    public static let schema = ObjectSchema(
        "How the program is.",
        Health.init(status:version:uptimeSeconds:),
        Field("status", \.status, .word, "`ok` while it runs."),
        Field("version", \.version, .string(count: 1...64), "The program's version."),
        Field("uptime_seconds", \.uptimeSeconds, .integer(in: 0...Schema<Int64>.exactIntegerMax), "Since it started."))
}

/// The answer of a program whose store answers.
public struct Readiness: Message, Hashable {
    public let status: Health.Status

    public static let schema = ObjectSchema(
        "Whether calls can be served.",
        Readiness.init(status:),
        Field("status", \.status, .word, "`ok` when the store takes changes."))
}
