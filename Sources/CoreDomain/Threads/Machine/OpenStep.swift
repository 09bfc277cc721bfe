import CoreLanguage

/// A step that is under way: an effect that the program wants, and what was done for it so far.
struct OpenStep: Sendable {
    /// The key in the journal.
    let path: String
    let effect: MachineEffect
    /// When the next attempt may begin, or the wait is over; nil for at once.
    var notBefore: Timestamp?
    /// Whether it is a wait that has begun.
    var isWaiting = false
    /// Whether the intent of a call was stored whose result was not.
    var isIntended = false

    init(_ effect: MachineEffect, path: String) {
        self.effect = effect
        self.path = path
    }

    /// Counted from 1.
    var attempt: Int { effect.attempt }

    /// Until when nothing is to be done for it; nil when something is.
    func rests(after now: Timestamp) -> Timestamp? {
        guard let time = notBefore, time > now else { return nil }
        return time
    }
}
