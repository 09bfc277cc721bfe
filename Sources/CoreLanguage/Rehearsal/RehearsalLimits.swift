/// What a rehearsal may use up beside ``MachineLimits``. Beyond, it ends with the status `limit`.
public struct RehearsalLimits: Hashable, Sendable {
    /// How many effects, each attempt counted, and how many entries of the trace.
    public var effects: Int
    /// How many bytes the trace may have, counted as ``JSONMeasure`` does.
    public var traceBytes: Int
    /// How far the virtual clock may go, in milliseconds.
    public var elapsedMilliseconds: Int64
    /// How many inputs of effects may be compared with rules.
    public var comparisons: Int

    /// Bounds of these values: without any 250,000 effects, 64 MiB of trace and ten years.
    public init(
        effects: Int = 250_000, traceBytes: Int = 64 << 20, elapsedMilliseconds: Int64 = 315_360_000_000,
        comparisons: Int = 20_000_000
    ) {
        self.effects = max(1, effects)
        self.traceBytes = max(1, traceBytes)
        self.elapsedMilliseconds = min(max(1, elapsedMilliseconds), RehearsalWorld.millisecondsMax)
        self.comparisons = max(1, comparisons)
    }
}

extension MachineLimits {
    /// Bounds for a rehearsal, which ends within seconds whatever the script is.
    public static let rehearsal = MachineLimits(
        instructionsPerAdvance: 10_000_000, instructions: 300_000_000, liveBytes: 128 << 20)
}
