/// What a thread may use up. Beyond, it fails with an error that says which bound it was.
public struct MachineLimits: Hashable, Sendable {
    /// How many instructions run before ``MachineCode/advance(_:_:)`` comes back; the status is ``MachineStatus/yielded``
    /// then.
    public var instructionsPerAdvance: Int
    /// How many instructions run in all. One that takes longer, such as a call, counts as several.
    public var instructions: Int
    /// How many bytes the values have that are held at once, counted as ``JSONMeasure`` does.
    public var liveBytes: Int
    /// How many effects are under way at once.
    public var effects: Int
    /// How many fibers there are at once.
    public var lanes: Int
    /// How many rounds a block may begin by `goto` and by trying again.
    public var rounds: Int

    /// How many bytes the text of an effect's path may have, ``StepPath/bytesMax`` at most.
    public var pathBytes: Int

    /// Bounds of these values; what is not given has room for large scripts on a small server.
    public init(
        instructionsPerAdvance: Int = 50_000_000, instructions: Int = 10_000_000_000, liveBytes: Int = 256 << 20,
        effects: Int = 4_096, lanes: Int = 4_096, rounds: Int = 100_000, pathBytes: Int = StepPath.bytesMax
    ) {
        self.instructionsPerAdvance = max(1, instructionsPerAdvance)
        self.instructions = max(1, instructions)
        self.liveBytes = min(max(4_096, liveBytes), 1 << 40)
        self.effects = max(1, effects)
        self.lanes = max(2, lanes)
        self.rounds = min(max(1, rounds), Int(Int32.max))
        self.pathBytes = min(max(1, pathBytes), StepPath.bytesMax)
    }

    /// How many instructions a step of an ``EvaluationBudget`` counts as, and an instruction that takes as long: a plain one
    /// takes a few nanoseconds, a step some 50.
    static let instructionsPerStep = 8

    /// How many instructions one counts as that has taken so much of an ``EvaluationBudget``. To copy eight bytes takes
    /// about as long as a plain one.
    static func instructions(steps: Int, bytes: Int) -> Int { (1 + steps) * instructionsPerStep + bytes / 8 }

    /// How many steps the call of a function takes beside what it does.
    static let stepsPerCall = 6

    /// How deep values may be nested.
    static let depthMax = 512
}
