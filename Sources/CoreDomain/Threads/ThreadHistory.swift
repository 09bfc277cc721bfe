import CoreLanguage

/// What a thread's journal says, read from its first event to its last.
struct ThreadHistory: Sendable {
    private static let pageSize = 100

    let input: JSONObject
    let money: ThreadMoney?
    /// Bytes of everything that the thread was given and computed.
    private(set) var byteCount = 0
    /// How many values were yielded.
    private(set) var yieldCount: Int64 = 0
    /// How many calls and waits are done.
    private(set) var completedCount: Int64 = 0
    /// The entries that carry the program on, in order, and what they brought.
    private var steps: [(event: Event, payload: JSONValue?)] = []

    /// The journal of the thread `id`.
    ///
    /// - Throws: `DATABASE_CORRUPT` when it cannot be read.
    init(of id: Identifier, _ tx: any ReadTransaction) throws(CoreError) {
        var accounts = ThreadAccounts()
        var input = JSONObject()
        var latest: Int64 = 0
        while true {
            let entries = try tx.events.journal(of: id, after: latest, limit: Self.pageSize)
            for entry in entries {
                try accounts.take(entry.event)
                byteCount += entry.payload?.count ?? 0
                let payload = try entry.value
                if entry.event.kind == .threadCreated { input = payload?.objectValue ?? JSONObject() }
                if entry.event.kind == .stepYielded { yieldCount += 1 }
                if entry.event.kind == .stepCompleted { completedCount += 1 }
                if entry.event.kind.movesProgram { steps.append((entry.event, payload)) }
            }
            guard let last = entries.last, entries.count == Self.pageSize else { break }
            latest = last.event.sequence
        }
        self.input = input
        money = accounts.money
    }

    /// Brings a machine at its start to where the journal ends.
    func replay(on machine: inout ThreadMachine) throws(CoreError) {
        for (event, payload) in steps {
            switch event.kind {
            case .stepIntended: machine.intend(event.path)
            case .stepWaiting, .stepAsked: machine.wait(event.path, until: Self.time("until_ns", event))
            case .stepStarted:
                let child = event.body["thread"]?.stringValue.flatMap { Identifier($0) }
                if let child { machine.run(event.path, child) }
            case .stepCompleted: machine.complete(event.path, output: payload ?? .null)
            case .stepYielded: machine.complete(event.path, output: .null)
            case .stepItem: machine.handOn(event.path, item: payload ?? .null)
            case .stepRetrying:
                _ = machine.fail(event.path, try Self.failure(event), isRetryable: true)
                machine.retry(event.path, notBefore: Self.time("retry_at_ns", event))
            case .stepFailed: _ = machine.fail(event.path, try Self.failure(event), isRetryable: false)
            case .threadCancelling: machine.cancel()
            case .threadResumed: Resumption(event, payload)?.perform(on: &machine)
            case .threadCreated, .threadStarted, .threadPaused, .threadCompleted, .threadFailed, .threadCancelled,
                .threadExpired:
                break
            }
        }
    }

    private static func failure(_ event: Event) throws(CoreError) -> ThreadFailure {
        try ThreadFailure.schema.decode(event.body["error"] ?? .null)
    }

    private static func time(_ name: String, _ event: Event) -> Timestamp {
        event.body[name]?.int64Value.map { Timestamp(nanoseconds: $0) } ?? .latest
    }
}

extension EventKind {
    /// Whether a program is carried on by it.
    fileprivate var movesProgram: Bool {
        switch self {
        case .stepIntended, .stepWaiting, .stepAsked, .stepStarted, .stepCompleted, .stepYielded, .stepItem,
            .stepRetrying, .stepFailed, .threadCancelling, .threadResumed:
            true
        case .threadCreated, .threadStarted, .threadPaused, .threadCompleted, .threadFailed, .threadCancelled,
            .threadExpired:
            false
        }
    }
}

extension JournalEntry {
    /// What the event brought.
    fileprivate var value: JSONValue? {
        get throws(CoreError) {
            // Entries that were written before payloads had a column of their own hold them in the body.
            guard let payload else { return event.body["output"] ?? event.body["input"] }
            do throws(JSONError) {
                return try JSONValue.parse(payload, limits: .stored)
            } catch {
                throw CoreError(.databaseCorrupt, "An entry of a journal is not JSON.")
            }
        }
    }
}
