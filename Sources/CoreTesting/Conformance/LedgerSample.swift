import CoreDomain

/// A ledger with a few accounts, and short words for what the checks do with it.
struct LedgerSample: Sendable {
    let store: any Store
    let treasury: Identifier
    let revenue: Identifier
    let alice: Identifier
    let bob: Identifier
    let euros: Identifier

    static let euro = Currency("EUR") ?? .usdc

    /// Opens the accounts, and funds Alice's with `funds`.
    init(_ store: any Store, funds: UInt128 = 0) async throws {
        let ids = try await store.write { tx in
            let ledger = Ledger()
            return [
                try ledger.open(.treasury, Sample.id(1), .usdc, tx).id,
                try ledger.open(.revenue, Sample.id(1), .usdc, tx).id,
                try ledger.open(.available, Sample.id(2), .usdc, tx).id,
                try ledger.open(.available, Sample.id(3), .usdc, tx).id,
                try ledger.open(.treasury, Sample.id(1), Self.euro, tx).id,
            ]
        }
        self.store = store
        (treasury, revenue, alice, bob, euros) = (ids[0], ids[1], ids[2], ids[3], ids[4])
        if funds > 0 { try await make([move(1_000, treasury, alice, funds, .funding)]) }
    }

    static func amount(_ units: UInt128) -> Amount { Amount(units: units) ?? .max }

    /// A transfer of so many units.
    func move(
        _ number: UInt64, _ debit: Identifier, _ credit: Identifier, _ units: UInt128,
        _ purpose: Transfer.Purpose = .charge, linked: Bool = false
    ) -> TransferRequest {
        TransferRequest(
            id: Sample.id(number), debit: debit, credit: credit, amount: Self.amount(units), currency: .usdc,
            purpose: purpose, isLinked: linked)
    }

    /// A hold of so many units from Alice for the house.
    func hold(
        _ number: UInt64, _ units: UInt128, until time: Timestamp? = nil, linked: Bool = false
    ) -> TransferRequest {
        var request = move(number, alice, revenue, units, .hold, linked: linked)
        request.kind = .pending(expiresAt: time)
        return request
    }

    /// The end of a hold.
    func post(_ number: UInt64, _ hold: UInt64, _ units: UInt128, linked: Bool = false) -> TransferRequest {
        var request = move(number, alice, revenue, units, .charge, linked: linked)
        request.kind = .post(pending: Sample.id(hold))
        return request
    }

    /// The end of a hold without a charge.
    func void(_ number: UInt64, _ hold: UInt64, _ units: UInt128 = 0, linked: Bool = false) -> TransferRequest {
        var request = move(number, alice, revenue, units, .release, linked: linked)
        request.kind = .void(pending: Sample.id(hold))
        return request
    }

    @discardableResult
    func outcomes(_ requests: [TransferRequest]) async throws(CoreError) -> [TransferOutcome] {
        try await store.write { tx in try Ledger().transfer(requests, tx) }
    }

    /// Makes transfers of which none may be refused.
    func make(_ requests: [TransferRequest]) async throws(CoreError) {
        try await store.write { tx in try Ledger().post(requests, tx) }
    }

    func expect(
        _ requests: [TransferRequest], _ expected: [TransferOutcome], _ what: String
    ) async throws {
        try expectEqual(try await outcomes(requests), expected, what)
    }

    /// Expects the pending and posted debits, then the pending and posted credits of an account.
    func expectCounters(of account: Identifier, _ expected: [UInt128], _ what: String) async throws {
        let found = try await store.read { tx in try tx.ledger.accounts([account]) }
        let units = found.flatMap {
            [$0.debitsPending.units, $0.debitsPosted.units, $0.creditsPending.units, $0.creditsPosted.units]
        }
        try expectEqual(units, expected, what)
    }

    /// Expects a verification to find nothing.
    func expectSound(_ what: String) async throws {
        let report = try await LedgerVerification(store: store).run()
        try CoreTesting.expect(report.isSound, "\(what): \(report.findings)")
    }
}
