import CoreLanguage

/// The one way in which a thread's events and status are stored.
struct ThreadJournal: Sendable {
    private let books: ThreadBooks

    init(_ cryptography: any Cryptography) {
        books = ThreadBooks(ledger: Ledger(), cryptography: cryptography)
    }

    /// The SHA-256 of what a thread gave.
    func digest(of result: [UInt8]) -> [UInt8] { books.cryptography.sha256(result) }

    /// How a thread ends.
    enum Ending: Sendable {
        /// With JSON.
        case completed([UInt8])
        case failed(ThreadFailure)
        case cancelled
        case expired

        /// What the thread gave.
        var result: [UInt8]? {
            if case .completed(let result) = self { result } else { nil }
        }

        /// What the thread is told that ran `thread` as a step.
        func told(of thread: Identifier) -> JSONValue {
            var body: JSONObject = ["thread": .string(thread.description)]
            switch self {
            case .completed(let result):
                body["result"] = (try? JSONValue.parse(result, limits: .stored)) ?? .null
            case .failed(let failure): body["error"] = ThreadFailure.schema.encode(failure)
            case .cancelled:
                body["error"] = ["reason": "CANCELLED", "message": "The thread that the step runs was cancelled."]
            case .expired:
                body["error"] = [
                    "reason": .string(Reason.threadExpired.name),
                    "message": "The thread that the step runs was not done in its time.",
                ]
            }
            return .object(body)
        }

        /// Whether what was charged is given back.
        var refunds: Bool {
            if case .completed = self { false } else { true }
        }
    }

    /// Stores a new thread, its first event with the input (JSON), and its holds; returns it as it is stored.
    ///
    /// - Throws: `INSUFFICIENT_FUNDS` when the account does not cover the holds.
    func begin(
        _ thread: Thread, input: [UInt8], _ money: ThreadMoney?, _ tx: any WriteTransaction
    ) throws(CoreError) -> Thread {
        var body: JSONObject = [
            "program": .string(thread.program.name), "version": .string(thread.program.version),
        ]
        if let money {
            body["currency"] = .string(money.currency.code)
            body["holds"] = .array(money.holds.map { ThreadMoney.Hold.schema.encode($0) })
            try books.hold(money, thread: thread.id, organization: thread.organization, tx)
        }
        var begun = thread
        begun.status.sequence = 1
        begun.status.updatedAt = tx.now
        try tx.threads.insert(begun)
        try tx.events.append(
            [NewEvent(.threadCreated, body: .object(body), payload: input)], to: thread.id, of: thread.organization,
            after: 0, at: tx.now)
        return begun
    }

    /// What steps that are over take out of what is held for them.
    struct Postings: Sendable {
        let money: ThreadMoney
        let amounts: [(step: String, amount: Amount)]
    }

    /// Stores events of a thread that goes on as `status` says; nil, and nothing is stored, when the stored thread is no
    /// longer as `thread` says. `result` is what it gave, when it ends.
    func advance(
        _ thread: Thread, to status: ThreadStatus, _ events: [NewEvent], result: [UInt8]? = nil,
        posting postings: Postings? = nil, _ tx: any WriteTransaction
    ) throws(CoreError) -> ThreadStatus? {
        var status = status
        status.sequence = thread.status.sequence + Int64(events.count)
        status.updatedAt = tx.now
        guard
            try tx.threads.update(
                thread.id, from: thread.status, epoch: thread.epoch, to: status, result: result)
        else { return nil }
        try tx.events.append(
            events, to: thread.id, of: thread.organization, after: thread.status.sequence, at: tx.now)
        for (step, amount) in postings?.amounts ?? [] {
            guard let money = postings?.money else { break }
            try books.post(
                amount, for: step, of: money, thread: thread.id, organization: thread.organization, tx)
        }
        return status
    }

    /// Ends a thread: settles its money and stores its last event, with `events` before it; nil, and nothing is stored,
    /// when the stored thread is no longer as `thread` says. `mayWait`: whether it may have waited for someone outside.
    func end(
        _ thread: Thread, _ ending: Ending, after events: [NewEvent] = [], status: ThreadStatus? = nil,
        _ money: ThreadMoney?, posting postings: Postings? = nil, mayWait: Bool = true, _ tx: any WriteTransaction
    ) throws(CoreError) -> ThreadStatus? {
        var status = status ?? thread.status
        status.wakeAt = nil
        status.worker = nil
        status.finishedAt = tx.now
        if let money { status.charged = ending.refunds ? .zero : money.charged }
        let last = Self.event(ending, &status)
        guard
            let stored = try advance(
                thread, to: status, events + [last], result: ending.result, posting: postings, tx)
        else { return nil }
        if let money {
            try books.settle(
                money, refunds: ending.refunds, thread: thread.id, organization: thread.organization, tx)
        }
        if mayWait { try tx.waits.removeAll(of: thread.id) }
        if stored.notes > 0 { _ = try tx.notes.removeAll(of: thread.id, limit: Note.readMax) }
        try tellParent(thread, ending, tx)
        return stored
    }

    /// Tells the thread that ran this one as a step.
    private func tellParent(_ thread: Thread, _ ending: Ending, _ tx: any WriteTransaction) throws(CoreError) {
        guard let parent = thread.options?.parent else { return }
        let note = NewNote(.ended, parent.path, body: ending.told(of: thread.id), identity: "\(thread.id)")
        _ = try tx.notes.leave(note, for: parent.thread)
    }

    /// The last event of a thread that ends so; `status` takes the rest.
    private static func event(_ ending: Ending, _ status: inout ThreadStatus) -> NewEvent {
        switch ending {
        case .completed:
            status.state = .completed
            return NewEvent(.threadCompleted)
        case .failed(let failure):
            status.state = .failed
            return fail(&status, .threadFailed, failure)
        case .cancelled:
            status.state = .cancelled
            return NewEvent(.threadCancelled)
        case .expired:
            status.state = .expired
            let error = CoreError(
                .threadExpired, "It was not done within its time to live.", fix: "Start it again, with more time.")
            return fail(&status, .threadExpired, ThreadFailure(error, step: nil))
        }
    }

    private static func fail(_ status: inout ThreadStatus, _ kind: EventKind, _ failure: ThreadFailure) -> NewEvent {
        let body = ThreadFailure.schema.encode(failure)
        status.failure = body.serialized()
        return NewEvent(kind, body: ["error": body])
    }
}
