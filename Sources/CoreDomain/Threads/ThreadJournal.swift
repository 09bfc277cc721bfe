import CoreLanguage

/// The one way in which a thread's events and status are stored.
struct ThreadJournal: Sendable {
    private let books: ThreadBooks

    init(_ cryptography: any Cryptography) {
        books = ThreadBooks(ledger: Ledger(), cryptography: cryptography)
    }

    /// How a thread ends.
    enum Ending: Sendable {
        case completed(JSONValue)
        case failed(ThreadFailure)
        case cancelled
        case expired

        /// Whether what was charged is given back.
        var refunds: Bool {
            if case .completed = self { false } else { true }
        }
    }

    /// Stores a new thread, its first event and its holds.
    ///
    /// - Throws: `INSUFFICIENT_FUNDS` when the account does not cover the holds.
    func begin(
        _ thread: Thread, input: JSONObject, _ money: ThreadMoney?, _ tx: any WriteTransaction
    ) throws(CoreError) {
        var body: JSONObject = [
            "program": .string(thread.program.name), "version": .string(thread.program.version),
            "input": .object(input),
        ]
        if let money {
            body["currency"] = .string(money.currency.code)
            body["holds"] = .array(money.holds.map { ThreadMoney.Hold.schema.encode($0) })
            try books.hold(money, thread: thread.id, organization: thread.organization, tx)
        }
        var status = thread.status
        let event = NewEvent(.threadCreated, body: .object(body))
        try append([event], thread: thread.id, organization: thread.organization, &status, tx)
        try tx.threads.insert(
            Thread(
                id: thread.id, organization: thread.organization, principal: thread.principal, kind: thread.kind,
                program: thread.program, createdAt: thread.createdAt, expiresAt: thread.expiresAt,
                reference: thread.reference, status: status))
    }

    /// Posts what the step at `path` cost, out of what is held for it.
    func charge(
        _ amount: Amount, for path: String, of money: ThreadMoney, _ thread: Thread, _ tx: any WriteTransaction
    ) throws(CoreError) {
        try books.post(amount, for: path, of: money, thread: thread.id, organization: thread.organization, tx)
    }

    /// Gives events their places and stores them; `status` is not stored yet.
    func append(
        _ events: [NewEvent], thread: Identifier, organization: Identifier, _ status: inout ThreadStatus,
        _ tx: any WriteTransaction
    ) throws(CoreError) {
        if events.isEmpty { return }
        let first = try tx.events.reserve(events.count, in: organization)
        let (before, now) = (status.sequence, tx.now)
        try tx.events.append(
            events.enumerated().map { index, event in
                Event(
                    organization: organization, organizationSequence: first + Int64(index), thread: thread,
                    sequence: before + 1 + Int64(index), at: now, kind: event.kind, path: event.path, body: event.body)
            })
        status.sequence += Int64(events.count)
        status.updatedAt = now
    }

    /// Ends a thread: settles its money and stores its last event, with those in `events` before it.
    func end(
        _ thread: Thread, _ ending: Ending, after events: [NewEvent] = [], _ money: ThreadMoney?,
        _ status: inout ThreadStatus, _ tx: any WriteTransaction
    ) throws(CoreError) {
        if let money {
            try books.settle(
                money, refunds: ending.refunds, thread: thread.id, organization: thread.organization, tx)
            status.charged = ending.refunds ? .zero : money.charged
        }
        let event: NewEvent
        switch ending {
        case .completed(let result):
            status.state = .completed
            status.result = result.serialized()
            event = NewEvent(.threadCompleted, body: ["result": result])
        case .failed(let failure):
            status.state = .failed
            event = fail(&status, .threadFailed, failure)
        case .cancelled:
            status.state = .cancelled
            event = NewEvent(.threadCancelled)
        case .expired:
            status.state = .expired
            let error = CoreError(
                .threadExpired, "It was not done within its time to live.", fix: "Start it again, with more time.")
            event = fail(&status, .threadExpired, ThreadFailure(error, step: nil))
        }
        status.finishedAt = tx.now
        try append(events + [event], thread: thread.id, organization: thread.organization, &status, tx)
        try tx.threads.update(thread.id, status)
    }

    private func fail(_ status: inout ThreadStatus, _ kind: EventKind, _ failure: ThreadFailure) -> NewEvent {
        let body = ThreadFailure.schema.encode(failure)
        status.failure = body.serialized()
        return NewEvent(kind, body: ["error": body])
    }
}
