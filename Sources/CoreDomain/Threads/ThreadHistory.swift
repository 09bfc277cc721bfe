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
        for (event, payload) in steps { try machine.take(event, payload) }
    }
}
