import CoreLanguage

/// What runs may take.
public struct EngineLimits: Sendable {
    /// Threads that are under way at once; the others wait.
    public var threads = 1_024
    /// Of one organization.
    public var threadsPerOrganization = 256
    /// Bytes of what the threads under way were given and computed, as JSON; in memory it is several times as much.
    public var bytes = 256 * 1_024 * 1_024
    /// Threads that are read from the store at once: what they weigh is known only then.
    public var loads = 8
    /// How long an attempt may take when nothing else says so.
    public var stepTimeout = Duration.seconds(600)
    /// Bytes of an input, of a step's output and of a result.
    public var valueBytes = 8 * 1_024 * 1_024
    /// How deep these may nest.
    public var valueDepth = 512
    /// Bytes of everything that one thread is given and computes.
    public var threadBytes = 128 * 1_024 * 1_024
    /// How long a thread is left alone after the store failed; doubled with each failure that follows.
    public var pauseAfterFailure = Duration.seconds(1)
    /// The longest of these pauses.
    public var pauseAfterFailureMax = Duration.seconds(300)
    /// A wait longer than this is passed outside of memory.
    public var waitInMemory = Duration.seconds(1)
    /// A wait that ends later than this is left to the store alone, until it comes nearer.
    public var timersAhead = Duration.seconds(60)
    /// Timers that are taken from the store before the first of them is due.
    public var timersInMemory = 50_000
    /// Threads in line beyond which those that are due are left in the store.
    public var lineMax = 100_000
    /// What a pure step gave may be stored together with what follows, when it took no longer than this: a crash loses so
    /// little that it is computed again.
    public var quickStep = Duration.milliseconds(5)
    /// Events that a run holds back so, and bytes.
    public var eventsHeldBack = 64
    public var bytesHeldBack = 65_536
    /// How long ``Engine/stop()`` waits for what runs.
    public var stopTimeout = Duration.seconds(10)

    /// The usual limits.
    public init() {}

    /// The value as it is stored.
    ///
    /// - Throws: `PAYLOAD_TOO_LARGE` when it could be stored and not be read again.
    func stored(_ value: JSONValue, _ name: String) throws(CoreError) -> [UInt8] {
        guard let measure = JSONMeasure(of: value, bytesMax: valueBytes) else {
            throw CoreError(.payloadTooLarge, "\(name) is larger than \(valueBytes) bytes, which is all that is kept.")
        }
        guard measure.depth <= valueDepth else {
            throw CoreError(.payloadTooLarge, "\(name) is nested more than \(valueDepth) deep.")
        }
        return value.serialized()
    }
}

extension CoreError {
    /// Whether the store failed, whatever was asked of it.
    var isOfTheStore: Bool {
        switch reason {
        case .databaseFull, .databaseUnavailable, .databaseCorrupt, .databaseReadOnly, .outcomeUnknown, .busy,
            .shuttingDown:
            true
        default: false
        }
    }
}
