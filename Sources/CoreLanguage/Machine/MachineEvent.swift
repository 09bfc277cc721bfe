/// What a thread is told.
///
/// An event that belongs to nothing that waits is ignored, and ``MachineAdvance/reception`` says so: an engine may give
/// an event twice.
public enum MachineEvent: Hashable, Sendable {
    /// The thread begins.
    case start
    /// The thread goes on that has used up ``MachineLimits/instructionsPerAdvance``.
    case proceed
    /// The effect at this path has this value.
    case completed(StepPath, JSONValue)
    /// The effect at this path, which gives a stream, has another item.
    case item(StepPath, JSONValue)
    /// The effect at this path has failed.
    case failed(StepPath, ScriptError)
    /// The time at this path has come: the end of a wait, or the timeout of an event that was waited for.
    case fired(StepPath)
    /// An event has come for the step at this path, which waits for one of its name. It takes it if its filter does.
    case event(StepPath, JSONValue)
    /// Whoever owns the thread wants it to end.
    case cancel
    /// The thread that is paused at this path tries the step there again; a call with this input, when one is given.
    case resume(StepPath, input: JSONValue?)
    /// The thread that is paused at this path goes on as if the effect there had this value.
    case supply(StepPath, JSONValue)
    /// The thread that is paused at this path fails.
    case abandon(StepPath)
}

/// What became of an event.
public enum MachineReception: String, Hashable, Sendable, CaseIterable {
    /// It carried the thread on.
    case taken
    /// Nothing waits for it: its path is unknown, or was told already.
    case ignored
    /// Something waits at its path, but not for such an event, or its filter does not take it.
    case declined
}

/// What came of an event.
public struct MachineAdvance: Hashable, Sendable {
    /// What is to be done, in this order.
    public var effects: [MachineEffect]
    /// What became of the event.
    public var reception: MachineReception
    /// How the thread stands.
    public var status: MachineStatus
}

/// How a thread stands.
public enum MachineStatus: Hashable, Sendable {
    /// It has not begun.
    case ready
    /// It has used up what it may in one go: ``MachineEvent/proceed`` carries it on.
    case yielded
    /// It waits for events.
    case waiting
    /// It waits to be told to try the failed step again, by ``MachineEvent/resume(_:input:)``.
    case paused(ScriptError)
    /// It has ended with this result.
    case completed(JSONValue)
    /// It has ended with this error.
    case failed(ScriptError)
    /// It has ended because it was cancelled.
    case cancelled

    /// Whether no event changes anything any more.
    public var isFinal: Bool {
        switch self {
        case .completed, .failed, .cancelled: true
        case .ready, .yielded, .waiting, .paused: false
        }
    }
}
