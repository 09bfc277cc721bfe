import CoreDomain

/// Bugs that are put in on purpose, to see that a simulation finds them: each breaks one promise on which the engine relies
/// or that it makes.
package enum Plant: String, CaseIterable, Sendable {
    /// The intent of a call is never stored.
    case intentForgotten
    /// A write is said to be kept before it is.
    case writeBehind
    /// A change is stored whatever the thread is like by now, and whose it is.
    case guardDropped
    /// A thread goes to rest although notes wait that it has not seen.
    case restOverlooksNotes
    /// The end of some threads is not told to those that run them.
    case noteLost
    /// An event that is sent twice counts twice.
    case repeatedNoteCounts
    /// A note that was taken is found again.
    case takenNoteKept
    /// The answer to a question is not remembered, so another is accepted.
    case secondAnswerAccepted
    /// A hold that is given back stays.
    case holdKept
    /// A server's clock is fast, so that waits end too early.
    case earlyTimer
    /// What a step brought is stored twice.
    case resultRepeated
    /// A tool that must be called once is called twice.
    case callRepeated

    static func wrap(_ tx: any WriteTransaction, _ plant: Plant?) -> ForwardingTransaction {
        var wrapped = ForwardingTransaction(tx)
        switch plant {
        case .intentForgotten: wrapped.events = ForgetfulEvents(tx.events)
        case .resultRepeated: wrapped.events = RepeatingEvents(tx.events)
        case .guardDropped: wrapped.threads = UnguardedThreads(tx.threads)
        case .restOverlooksNotes: wrapped.threads = DeafThreads(tx.threads)
        case .noteLost: wrapped.notes = LosingNotes(tx.notes)
        case .repeatedNoteCounts: wrapped.notes = NamelessNotes(tx.notes)
        case .takenNoteKept: wrapped.notes = KeepingNotes(tx.notes)
        case .secondAnswerAccepted: wrapped.waits = ForgetfulWaits(tx.waits)
        case .holdKept: wrapped.ledger = KeepingLedger(tx.ledger)
        case .writeBehind, .earlyTimer, .callRepeated, nil: break
        }
        return wrapped
    }
}

private final class ForgetfulEvents: ForwardingEvents {
    override func append(
        _ events: [NewEvent], to thread: Identifier, of organization: Identifier, after sequence: Int64,
        at time: Timestamp
    ) throws(CoreError) {
        let kept = events.map { $0.kind == .stepIntended ? NewEvent(.stepYielded, path: $0.path) : $0 }
        try super.append(kept, to: thread, of: organization, after: sequence, at: time)
    }
}

private final class RepeatingEvents: ForwardingEvents {
    override func append(
        _ events: [NewEvent], to thread: Identifier, of organization: Identifier, after sequence: Int64,
        at time: Timestamp
    ) throws(CoreError) {
        let repeated = events.first { $0.kind == .stepCompleted }
        let kept = events.map { $0.kind == .threadResumed ? repeated ?? $0 : $0 }
        try super.append(kept, to: thread, of: organization, after: sequence, at: time)
    }
}

private final class UnguardedThreads: ForwardingThreads {
    override func update(
        _ id: Identifier, from before: ThreadStatus, epoch: Int64, to status: ThreadStatus, result: [UInt8]?
    ) throws(CoreError) -> Bool {
        guard let thread = try inner.find(id), !thread.status.state.isFinal else { return false }
        return try super.update(id, from: thread.status, epoch: thread.epoch, to: status, result: result)
    }
}

private final class DeafThreads: ForwardingThreads {
    override func update(
        _ id: Identifier, from before: ThreadStatus, epoch: Int64, to status: ThreadStatus, result: [UInt8]?
    ) throws(CoreError) -> Bool {
        var known = before
        known.notes = try inner.status(id)?.notes ?? before.notes
        return try super.update(id, from: known, epoch: epoch, to: status, result: result)
    }
}

private final class LosingNotes: ForwardingNotes {
    override func leave(_ note: NewNote, for thread: Identifier) throws(CoreError) -> NoteReception {
        if note.kind == .ended, note.identity?.utf8.last.map({ $0 % 4 == 0 }) == true { return .left }
        return try super.leave(note, for: thread)
    }
}

private final class NamelessNotes: ForwardingNotes {
    override func leave(_ note: NewNote, for thread: Identifier) throws(CoreError) -> NoteReception {
        try super.leave(NewNote(note.kind, note.name, body: note.body), for: thread)
    }
}

private final class KeepingNotes: ForwardingNotes {
    override func remove(_ number: Int64, of thread: Identifier) throws(CoreError) {}
}

private final class ForgetfulWaits: ForwardingWaits {
    override func put(_ wait: ThreadWait) throws(CoreError) {
        var open = wait
        open.answeredAt = nil
        try super.put(open)
    }
}

private final class KeepingLedger: ForwardingLedger {
    override func insert(_ transfer: Transfer, ending pending: Transfer?) throws(CoreError) -> Bool {
        guard transfer.kind.word != .void else { return true }
        return try super.insert(transfer, ending: pending)
    }
}
