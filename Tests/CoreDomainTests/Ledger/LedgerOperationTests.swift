import CoreCrypto
import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct LedgerOperationTests {
    /// A store with an operator, and the operations on the ledger.
    struct Office {
        let store: MemoryStore
        let dispatcher: Dispatcher

        init() async throws {
            let clock = ManualClock()
            let entropy = SeededEntropy(seed: 1)
            let cryptography = try LibCrypto()
            let key = try #require(SealingKey(bytes: Array(repeating: 5, count: 32)))
            let sealer = try Sealer(key: key, cryptography: cryptography, entropy: entropy)
            let bootstrap = Bootstrap(sealer: sealer, entropy: entropy, cryptography: cryptography)
            let store = MemoryStore(clock: clock)
            try await store.write { try bootstrap.prepare($0) }
            let accounts = Accounts(entropy: entropy, cryptography: cryptography)
            let tokens = PageTokens(key: Array(repeating: 7, count: 32), cryptography: cryptography)
            let books = Books(entropy: entropy, pageTokens: tokens)
            dispatcher = Dispatcher(
                catalogue: Catalogue(accounts.operations + books.operations), store: store, sealer: sealer,
                cryptography: cryptography, clock: clock, workers: InlineWorkers())
            self.store = store
        }

        func perform(
            _ name: String, _ input: JSONValue, as authority: Authority = .opener, key: String? = nil
        ) async throws(CoreError) -> JSONValue {
            try await dispatcher.perform(
                name, input,
                Call(
                    authority: authority, idempotencyKey: key.map { Secret($0) },
                    requestID: Identifier(high: 1, low: 1)))
        }

        /// A new account: its authority, its user and its organization.
        func account(_ key: Character) async throws -> (Authority, JSONValue, JSONValue) {
            let body = try await perform(
                "accounts.create", [:], as: .anonymous, key: String(repeating: key, count: 32))
            return (
                .bearer(Secret(body["bearer_token"]?.stringValue ?? "")), body["user_id"] ?? nil,
                body["organization_id"] ?? nil
            )
        }
    }

    @Test func aNewAccountHasNothing() async throws {
        let office = try await Office()
        let (caller, _, _) = try await office.account("a")
        let expected: JSONValue = [
            "balances": [["currency": "USDC", "available": "0", "pending": "0", "posted": "0"]]
        ]
        #expect(try await office.perform("ledger.balance", [:], as: caller) == expected)
        #expect(try await office.perform("ledger.transfers", [:], as: caller) == ["transfers": [], "next_cursor": nil])
    }

    @Test func aCreditIsShownToItsOwnerAlone() async throws {
        let office = try await Office()
        let (alice, user, organization) = try await office.account("a")
        let (bob, _, _) = try await office.account("b")
        _ = try await office.perform("ledger.credit", ["account": user, "amount": 0.1, "reference": "wire 7"])
        let answer = try await office.perform(
            "ledger.credit", ["account": organization, "amount": "2.5", "currency": "EUR"])
        let expected: JSONValue = [
            "balances": [
                ["currency": "EUR", "available": "2.5", "pending": "0", "posted": "2.5"],
                ["currency": "USDC", "available": "0.1", "pending": "0", "posted": "0.1"],
            ]
        ]
        #expect(answer == expected)
        #expect(try await office.perform("ledger.balance", [:], as: alice) == expected)
        #expect(try await office.perform("ledger.transfers", [:], as: bob) == ["transfers": [], "next_cursor": nil])
        let list = try await office.perform("ledger.transfers", [:], as: alice)
        #expect(list["transfers"]?[1]?["reference"] == "wire 7")
        #expect(list["transfers"]?[1]?["side"] == "credit")
        #expect(list["transfers"]?[0]?["purpose"] == "funding")
        let trial = try await office.perform("ledger.trial_balance", [:])
        #expect(trial["is_balanced"] == true)
        #expect(trial["currencies"]?[1]?["debits_posted"] == "0.1")
        #expect(try await LedgerVerification(store: office.store).run().isSound)
    }

    @Test func aCreditWithAKeyIsMadeOnce() async throws {
        let office = try await Office()
        let (_, user, _) = try await office.account("a")
        for _ in 0..<3 {
            _ = try await office.perform("ledger.credit", ["account": user, "amount": 5], key: "once")
        }
        let answer = try await office.perform("ledger.credit", ["account": user, "amount": 1])
        #expect(answer["balances"]?[0]?["available"] == "6")
    }

    private static let refused: [(JSONValue, Reason)] = [
        (["account": "00000000-0000-0000-0000-000000000404", "amount": 1], .notFound),
        (["account": "USER", "amount": 0], .inputInvalid), (["account": "USER", "amount": -1], .inputInvalid),
        (["account": "USER", "amount": 1, "currency": "usd"], .inputInvalid),
        (["account": "USER", "amount": 1, "reference": "a\nb"], .inputInvalid),
        (["account": "USER", "amount": "99999999999999.999999999999999999"], .transferRefused),
    ]

    @Test(arguments: refused)
    func creditsAreChecked(input: JSONValue, reason expected: Reason) async throws {
        let office = try await Office()
        let (_, user, _) = try await office.account("a")
        _ = try await office.perform("ledger.credit", ["account": user, "amount": 1])
        guard case .object(var members) = input else { return }
        if members["account"] == "USER" { members["account"] = user }
        let sent = JSONValue.object(members)
        #expect(await reason { try await office.perform("ledger.credit", sent) } == expected)
    }

    @Test(arguments: ["ledger.credit", "ledger.trial_balance"])
    func onlyTheOperatorMayKeepTheBooks(operation: String) async throws {
        let office = try await Office()
        let (alice, user, _) = try await office.account("a")
        let input: JSONValue = operation == "ledger.credit" ? ["account": user, "amount": 1] : [:]
        #expect(await reason { try await office.perform(operation, input, as: alice) } == .permissionDenied)
        #expect(await reason { try await office.perform(operation, input, as: .anonymous) } == .credentialMissing)
    }

    @Test func transfersArePaged() async throws {
        let office = try await Office()
        let (alice, user, _) = try await office.account("a")
        let (bob, _, _) = try await office.account("b")
        for number in 1...5 {
            _ = try await office.perform("ledger.credit", ["account": user, "amount": .integer(Int64(number))])
        }
        var seen: [JSONValue] = []
        var cursor: JSONValue?
        repeat {
            var input: JSONObject = ["limit": 2]
            if let cursor { input["cursor"] = cursor }
            let page = try await office.perform("ledger.transfers", .object(input), as: alice)
            if case .array(let items)? = page["transfers"] { seen += items.compactMap { $0["amount"] } }
            cursor = page["next_cursor"] == .null ? nil : page["next_cursor"]
            if let cursor {
                let stranger = await reason {
                    try await office.perform("ledger.transfers", ["cursor": cursor], as: bob)
                }
                #expect(stranger == .pageTokenInvalid)
            }
        } while cursor != nil
        #expect(seen == ["5", "4", "3", "2", "1"])
    }
}
