import CoreLanguage

/// How a thread goes on that is paused at a failure.
public struct Resumption: Sendable {
    /// What is done with the step. A word that was once stored keeps its meaning.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// It is tried again, with another input where one is given.
        case retry
        /// It counts as done, with the output that is given.
        case skip = "skip_with_output"
        /// The thread fails.
        case fail
    }

    let action: Action
    let path: String
    /// The input or the output; nil when none was given.
    let value: JSONValue?

    init(_ action: Action, at path: String, _ value: JSONValue?) {
        self.action = action
        self.path = path
        self.value = value
    }

    /// The resumption that a note asks for, of a thread that is paused at `path`.
    init?(_ note: Note) {
        guard let action = note.body["action"]?.stringValue.flatMap({ Action(rawValue: $0) }) else { return nil }
        self.init(action, at: note.name, note.body["value"])
    }

    /// The resumption that an event tells; nil for one that says only that the thread goes on.
    init?(_ event: Event, _ payload: JSONValue?) {
        guard let action = event.body["action"]?.stringValue.flatMap({ Action(rawValue: $0) }) else { return nil }
        self.init(action, at: event.body["path"]?.stringValue ?? "", payload)
    }

    /// Carries a program on; whether it is paused there.
    @discardableResult
    func perform(on machine: inout ThreadMachine) -> Bool {
        switch action {
        case .retry: machine.resume(path, input: value)
        case .skip: machine.supply(path, value ?? .null)
        case .fail: machine.abandon(path)
        }
    }

    /// The event that tells of it.
    var event: NewEvent {
        NewEvent(
            .threadResumed, body: ["action": .string(action.rawValue), "path": .string(path)],
            payload: value?.serialized())
    }
}
