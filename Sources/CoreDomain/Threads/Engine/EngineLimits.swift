import CoreLanguage

/// What a run may take.
public struct EngineLimits: Sendable {
    /// Threads that are under way at once; the others wait.
    public var threads = 1_024
    /// How long an attempt may take when nothing else says so.
    public var stepTimeout = Duration.seconds(600)
    /// Bytes of an input, of a step's output and of a result.
    public var valueBytes = 8 * 1_024 * 1_024
    /// How deep these may nest.
    public var valueDepth = 512
    /// How long a thread is left alone after the store failed.
    public var pauseAfterFailure = Duration.seconds(1)

    /// The usual limits.
    public init() {}

    /// Refuses a value that could be stored and not be read again.
    func check(_ value: JSONValue, _ name: String) throws(CoreError) {
        guard let measure = JSONMeasure(of: value, bytesMax: valueBytes) else {
            throw CoreError(.payloadTooLarge, "\(name) is larger than \(valueBytes) bytes, which is all that is kept.")
        }
        guard measure.depth <= valueDepth else {
            throw CoreError(.payloadTooLarge, "\(name) is nested more than \(valueDepth) deep.")
        }
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
