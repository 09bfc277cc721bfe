import CoreDomain

// An account with a limit is locked by whoever changes it, since the limit is judged by what is stored. One without a limit
// is touched by every job: what several processes add to it goes to shards, of which each writer has one, and nobody
// waits for anybody. The sum of an account and its shards counts. See docs/ledger.md.
extension LedgerRecords {
    private static let locked = SQLStatement(
        """
        SELECT id, organization, purpose, currency, balance_limit, created_at,
        debits_pending, debits_posted, credits_pending, credits_posted
        FROM ledger_accounts WHERE id = ?1 /*shared: AND balance_limit <> 'none'*/ /*lock row: FOR NO KEY UPDATE*/
        """)
    private static let unlimited = SQLStatement(
        """
        SELECT id, organization, purpose, currency, balance_limit, created_at
        FROM ledger_accounts WHERE id = ?1 AND balance_limit = 'none'
        """, isPermanent: true)
    private static let lockShards = SQLStatement(
        "SELECT shard FROM ledger_shards WHERE account = ?1 ORDER BY shard /*lock: FOR NO KEY UPDATE*/")
    private static let lockAccount = SQLStatement(
        "SELECT 0 FROM ledger_accounts WHERE id = ?1 /*lock row: FOR NO KEY UPDATE*/")
    private static let set = SQLStatement(
        """
        UPDATE ledger_accounts
        SET debits_pending = ?2, debits_posted = ?3, credits_pending = ?4, credits_posted = ?5 WHERE id = ?1
        """)

    /// Beyond these the sum of an account and its shards might not be an amount any longer; then it is judged exactly.
    private enum Room {
        static let account = "15000000000000000000000000000000"
        static let shard = "1000000000000000000000000000000"
    }
    private static let addToShard = SQLStatement(
        """
        INSERT INTO ledger_shards (account, shard, debits_pending, debits_posted, credits_pending, credits_posted)
        SELECT id, ?2, CAST(?3 AS NUMERIC), CAST(?4 AS NUMERIC), CAST(?5 AS NUMERIC), CAST(?6 AS NUMERIC)
        FROM ledger_accounts WHERE id = ?1
        AND debits_pending + debits_posted < \(Room.account) AND credits_pending + credits_posted < \(Room.account)
        ON CONFLICT (account, shard) DO UPDATE SET
        debits_pending = ledger_shards.debits_pending + excluded.debits_pending,
        debits_posted = ledger_shards.debits_posted + excluded.debits_posted,
        credits_pending = ledger_shards.credits_pending + excluded.credits_pending,
        credits_posted = ledger_shards.credits_posted + excluded.credits_posted
        WHERE ledger_shards.debits_pending + ledger_shards.debits_posted < \(Room.shard)
        AND ledger_shards.credits_pending + ledger_shards.credits_posted < \(Room.shard)
        """)
    private static let addToAccount = SQLStatement(
        """
        UPDATE ledger_accounts SET
        debits_pending = debits_pending + CAST(?2 AS NUMERIC), debits_posted = debits_posted + CAST(?3 AS NUMERIC),
        credits_pending = credits_pending + CAST(?4 AS NUMERIC), credits_posted = credits_posted + CAST(?5 AS NUMERIC)
        WHERE id = ?1
        """)

    func accountsForChange(_ ids: [Identifier], exactly: Bool) throws(CoreError) -> [LedgerAccount] {
        guard session.isShared else { return try accounts(ids) }
        let unlimited = try session.queries(Self.unlimited, ids.map { [.identifier($0)] }, as: UnlimitedAccount.self)
            .flatMap { $0.map(\.account) }
        let free = Set(unlimited.map(\.id))
        let limited = try session.queries(
            Self.locked, ids.filter { !free.contains($0) }.map { [.identifier($0)] }, as: LedgerAccount.self)
        if session.presumesNew, !exactly { return limited.flatMap(\.self) + unlimited }
        return try limited.flatMap(\.self) + lockedWithShards(unlimited.map(\.id))
    }

    private func lockedWithShards(_ ids: [Identifier]) throws(CoreError) -> [LedgerAccount] {
        for id in ids {
            _ = try session.query(Self.lockAccount, [.identifier(id)], as: SQLNothing.self)
            _ = try session.query(Self.lockShards, [.identifier(id)], as: SQLNothing.self)
        }
        return try accounts(ids)
    }

    func update(_ account: LedgerAccount, from before: LedgerCounters) throws(CoreError) {
        guard session.isShared, account.limit == .none else {
            return try session.run(
                Self.set,
                [
                    .identifier(account.id), .amount(account.debitsPending), .amount(account.debitsPosted),
                    .amount(account.creditsPending), .amount(account.creditsPosted),
                ])
        }
        let added = account.counters.differences(from: before).map { SQLValue.text($0.units.description) }
        guard before == .somewhere else {
            return try session.run(Self.addToAccount, [.identifier(account.id)] + added)
        }
        let parameters = [.identifier(account.id), .int64(session.shard)] + added
        guard try session.succeeds(Self.addToShard, parameters) else {
            throw CoreError(.internalError, "What is presumed was not judged again.")
        }
    }
}

/// An account that everybody may add to, without its counters.
private struct UnlimitedAccount: SQLDecodable {
    let account: LedgerAccount

    init(row: any SQLRow) throws(CoreError) {
        account = LedgerAccount(
            id: try row.identifier(0), organization: try row.identifier(1), purpose: try row.word(2),
            currency: try row.currency(3), limit: try row.word(4), createdAt: try row.timestamp(5),
            counters: .somewhere)
    }
}
