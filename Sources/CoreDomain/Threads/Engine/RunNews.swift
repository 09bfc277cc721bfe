/// What a run has to store.
struct RunNews: Sendable {
    var results: [StepResult] = []
    /// Units with effects in this store, called inside the commit.
    var transactions: [String] = []
    /// Units that must not be called twice, and are called next.
    var intents: [String] = []
    /// Whether the stored thread is to be looked at in any case.
    var needsCommit: Bool
    /// Notes that were read since the last commit.
    var notes: [Note] = []
    /// Whether there may be notes about which something is to be done.
    var looksAtNotes = false

    init(needsCommit: Bool) { self.needsCommit = needsCommit }

    var asksForCommit: Bool {
        needsCommit || looksAtNotes || !results.isEmpty || !transactions.isEmpty || !intents.isEmpty
    }

    /// Whether it is results alone, and all of them are `wanted`.
    func brings(only wanted: (StepResult) -> Bool) -> Bool {
        !needsCommit && !looksAtNotes && notes.isEmpty && transactions.isEmpty && intents.isEmpty && !results.isEmpty
            && results.allSatisfy(wanted)
    }

    /// Adds what needed no call.
    mutating func add(_ beginning: RunCalls.Beginning) {
        results += beginning.results
        transactions += beginning.transactions
    }
}
