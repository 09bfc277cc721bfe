/// One look for threads to take up, in one write: those that are due after a rest, and of the others some of each
/// organization in turn.
struct ClaimPass: Sendable {
    let worker: Identifier
    /// Threads that may be claimed.
    let room: Int
    /// The organization that was looked at last, by the pass before.
    let last: Identifier?
    /// Whether the odd one of the room is for a thread that is due.
    let favoursDue: Bool
    /// How many threads of an organization may be taken up.
    let allowance: @Sendable (Identifier) -> Int
    /// Organizations that one pass looks at.
    private static let organizationsMax = 16

    /// What was claimed.
    struct Outcome: Sendable {
        var threads: [OpenThread] = []
        /// Where the next pass goes on.
        var last: Identifier?
        /// Whether threads were left for want of room.
        var leftSome = false
    }

    /// Claims.
    func perform(_ tx: any WriteTransaction) throws(CoreError) -> Outcome {
        var outcome = Outcome(last: last)
        let half = (room + (favoursDue ? 1 : 0)) / 2
        outcome.threads = try tx.threads.claimDue(for: worker, at: tx.now, limit: half)
        let isAllDue = outcome.threads.count < half
        try claimReady(&outcome, tx)
        if !isAllDue, outcome.threads.count < room {
            outcome.threads += try tx.threads.claimDue(
                for: worker, at: tx.now, limit: room - outcome.threads.count)
        }
        if outcome.threads.count >= room { outcome.leftSome = true }
        return outcome
    }

    private func claimReady(_ outcome: inout Outcome, _ tx: any WriteTransaction) throws(CoreError) {
        var turns = try organizations(min(room - outcome.threads.count, Self.organizationsMax), tx)
        var taken: [Identifier: Int] = [:]
        if let end = turns.last { outcome.last = end }
        while outcome.threads.count < room, !turns.isEmpty {
            turns = try takeTurns(turns, &taken, &outcome, tx)
        }
    }

    /// The organizations behind the last one, and then from the first again.
    private func organizations(_ limit: Int, _ tx: any WriteTransaction) throws(CoreError) -> [Identifier] {
        guard limit > 0 else { return [] }
        let behind = try tx.threads.organizationsReady(after: last, limit: limit)
        guard let last, behind.count < limit else { return behind }
        let first = try tx.threads.organizationsReady(after: nil, limit: limit - behind.count)
        return behind + first.filter { $0 <= last }
    }

    /// Claims an equal share of each; returns those that may have more.
    private func takeTurns(
        _ turns: [Identifier], _ taken: inout [Identifier: Int], _ outcome: inout Outcome, _ tx: any WriteTransaction
    ) throws(CoreError) -> [Identifier] {
        let share = max(1, (room - outcome.threads.count) / turns.count)
        var more: [Identifier] = []
        for organization in turns {
            let allowed = allowance(organization) - taken[organization, default: 0]
            if allowed <= 0 { outcome.leftSome = true }
            let limit = min(share, room - outcome.threads.count, allowed)
            guard limit > 0 else { continue }
            let claimed = try tx.threads.claimReady(of: organization, for: worker, limit: limit)
            outcome.threads += claimed
            taken[organization, default: 0] += claimed.count
            if claimed.count == limit { more.append(organization) }
        }
        return more
    }
}
