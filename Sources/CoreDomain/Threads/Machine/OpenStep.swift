import CoreLanguage

/// A step that is under way: an effect that the program wants, and what was done for it so far.
struct OpenStep: Sendable {
    /// The key in the journal.
    let path: String
    let effect: MachineEffect
    /// When the next attempt may begin, or the wait is over; nil for at once.
    var notBefore: Timestamp?
    /// Whether it waits for a time, a person, an event or a thread of its own.
    var isWaiting = false
    /// The thread that it runs.
    var child: Identifier?
    /// The number of the last note that it was shown and did not take.
    var notesShown: Int64 = 0
    /// Whether the intent of a call was stored whose result was not.
    var isIntended = false

    init(_ effect: MachineEffect, path: String) {
        self.effect = effect
        self.path = path
    }

    /// Counted from 1.
    var attempt: Int { effect.attempt }

    /// What it does, as scripts say it.
    var word: String {
        switch effect.kind {
        case .call, .ingredient: "do"
        case .model(let capability): capability
        case .ask: "ask"
        case .wait, .awaitEvent: "wait"
        case .yield: "yield"
        case .send: "send"
        case .run: "run"
        case .plan: "plan"
        case .cancel: "cancel"
        }
    }

    /// Whether a person is asked.
    var isQuestion: Bool {
        if case .ask = effect.kind { isWaiting } else { false }
    }

    /// Whether it needs nobody but the store.
    var isLocal: Bool {
        switch effect.kind {
        case .ask, .wait, .awaitEvent, .yield, .send: true
        case .call, .ingredient, .model, .run, .plan, .cancel: false
        }
    }

    /// Until when nothing is to be done for it; nil when something is.
    func rests(after now: Timestamp) -> Timestamp? {
        guard let time = notBefore, time > now else { return nil }
        return time
    }
}
