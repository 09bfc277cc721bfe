/// Why a thread or a step failed, as it is stored and shown.
public struct ThreadFailure: Message, Hashable {
    /// The stable word, one of ``Reason``.
    public let reason: String
    public let message: String
    public let fix: String?
    /// The step that failed; nil when the thread failed as a whole.
    public let step: String?

    /// A failure of these parts. Of texts that are very long the beginning is kept: scripts and tools may say anything.
    public init(reason: String, message: String, fix: String?, step: String?) {
        self.reason = reason.isEmpty ? Reason.stepFailed.name : String(reason.prefix(Self.reasonMax))
        self.message = String(message.prefix(Self.charactersMax))
        self.fix = fix.map { String($0.prefix(Self.charactersMax)) }
        self.step = step
    }

    /// Characters of a text that are kept.
    private static let charactersMax = 4_096
    private static let reasonMax = 256

    /// What `error` tells, about the step at `step`.
    init(_ error: CoreError, step: String?) {
        self.init(reason: error.reason.name, message: error.message, fix: error.fix, step: step)
    }

    public static let schema = ObjectSchema(
        "Why it failed.",
        ThreadFailure.init(reason:message:fix:step:),
        Field("reason", \.reason, .string(count: 1...reasonMax), "The stable word for it."),
        Field("message", \.message, .string(count: 0...1_048_576), "What was wrong, for people."),
        Field(optional: "fix", \.fix, .string(count: 0...1_048_576), "How to mend it."),
        Field(optional: "step", \.step, .string(count: 1...16_384), "The step that failed."))
}
