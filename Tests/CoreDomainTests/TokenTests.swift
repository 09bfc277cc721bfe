import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct TokenTests {
    @Test func aFurtherTokenProvesTheSamePrincipal() async throws {
        let world = try await World()
        let (first, account) = try await world.account("a")
        let second = try await world.makeToken(first, ["label": "laptop"])
        #expect(second.token != first)
        #expect(second.body["label"] == "laptop")
        let shown = try await world.perform("accounts.get", world.call(.bearer(second.token)))
        #expect(shown["user_id"] == account["user_id"])
        #expect(await world.accepts(first))
    }

    @Test func theListTellsEverythingButSecrets() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        world.clock.advance(by: .seconds(1))
        let second = try await world.makeToken(first, ["label": "laptop", "expires_in_seconds": 60])
        let answer = try await world.perform("accounts.tokens.list", world.call(.bearer(first)))
        #expect(answer["next_cursor"] == .null)
        let list = answer["tokens"]?.arrayValue ?? []
        #expect(list.map { $0["id"]?.stringValue ?? "" }.first == second.id)
        #expect(list.map { $0["current"] } == [false, true])
        #expect(list.first?["label"] == "laptop")
        #expect(list.first?["expires_at"]?.stringValue == world.clock.now().adding(.seconds(60)).description)
        #expect(list.last?["expires_at"] == nil)
        #expect(!answer.serializedString().contains("scrypted_"))
        let names = list.first?.objectValue.map { Array($0.keys) }
        #expect(names == ["id", "label", "created_at", "expires_at", "current"])
    }

    @Test func theListComesInPages() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        for _ in 0..<4 {
            world.clock.advance(by: .seconds(1))
            _ = try await world.makeToken(first)
        }
        var seen: [String] = []
        var input: JSONValue = ["limit": 2]
        for expectedCount in [2, 2, 1] {
            let page = try await world.perform("accounts.tokens.list", input, world.call(.bearer(first)))
            #expect(page["tokens"]?.arrayValue?.count == expectedCount)
            seen += (page["tokens"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue }
            input = ["limit": 2, "cursor": page["next_cursor"] ?? nil]
        }
        #expect(input["cursor"] == .null)
        #expect(Set(seen).count == 5)
        let whole = try await world.perform("accounts.tokens.list", ["limit": 5], world.call(.bearer(first)))
        #expect(whole["next_cursor"] == .null, "nothing follows a last page that is full")
        #expect(
            await reason { try await world.tokens(first, ["cursor": "nonsense"]) } == .pageTokenInvalid)
    }

    @Test func aTokenWorksUntilItsTime() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let second = try await world.makeToken(first, ["expires_in_seconds": 60]).token
        world.clock.advance(by: .seconds(59))
        #expect(await world.accepts(second))
        world.clock.advance(by: .seconds(1))
        #expect(await !world.accepts(second))
    }

    @Test(
        arguments: [
            ["expires_in_seconds": 59], ["expires_in_seconds": 31_536_001], ["label": ""], ["label": "a\u{0}b"],
            ["label": "a\u{1b}[31m"], ["label": .string(String(repeating: "x", count: 65))], ["lable": "a"],
            ["revoke_current": "yes"],
        ] as [JSONValue])
    func whatDoesNotFitIsRefused(input: JSONValue) async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        #expect(await reason { try await world.makeToken(first, input) } == .inputInvalid)
    }

    @Test(
        arguments: [
            ["expires_in_seconds": 60], ["expires_in_seconds": 31_536_000], ["label": "é🦊"],
            ["label": .string(String(repeating: "x", count: 64)), "expires_in_seconds": nil],
        ] as [JSONValue])
    func whatFitsIsTaken(input: JSONValue) async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        #expect(await reason { try await world.makeToken(first, input) } == nil)
    }

    @Test func aRevokedTokenStopsAndRevokingAgainSaysTheSame() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let second = try await world.makeToken(first)
        let input: JSONValue = ["id": .string(second.id)]
        let revoked = try await world.perform("accounts.tokens.revoke", input, world.call(.bearer(first)))
        #expect(revoked["revoked_at"]?.stringValue == world.clock.now().description)
        #expect(await !world.accepts(second.token))
        world.clock.advance(by: .seconds(5))
        #expect(try await world.perform("accounts.tokens.revoke", input, world.call(.bearer(first))) == revoked)
        #expect(try await world.tokens(first).contains(revoked))
    }

    @Test func anothersTokenIsNotFound() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let (other, _) = try await world.account("b")
        let theirs = try await world.makeToken(other)
        for id in [theirs.id, Identifier(high: 1, low: 1).description] {
            #expect(
                await reason {
                    try await world.perform(
                        "accounts.tokens.revoke", ["id": .string(id), "force": true], world.call(.bearer(first)))
                } == .notFound)
        }
        #expect(await world.accepts(theirs.token))
        #expect(try await world.tokens(first).count == 1)
    }

    @Test func theLastTokenIsKeptUnlessForced() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let expiring = try await world.makeToken(first, ["expires_in_seconds": 60])
        let id = try #require(try await world.tokens(first).last?["id"]?.stringValue)
        func revoke(_ id: String, force: Bool = false) async -> Reason? {
            await reason {
                try await world.perform(
                    "accounts.tokens.revoke", ["id": .string(id), "force": .bool(force)], world.call(.bearer(first)))
            }
        }
        world.clock.advance(by: .seconds(60))
        #expect(await revoke(id) == .stateConflict, "the other one expired")
        #expect(await world.accepts(first))
        #expect(await revoke(expiring.id) == nil, "what works no more is never the last")
        #expect(await revoke(id, force: true) == nil)
        #expect(await revoke(id) == .credentialInvalid)
    }

    @Test func aKeyMakesOneTokenForADay() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let second = try await world.makeToken(first, ["label": "a"], key: "k")
        #expect(try await world.makeToken(first, ["label": "a"], key: "k").body == second.body)
        #expect(await reason { try await world.makeToken(first, ["label": "b"], key: "k") } == .idempotencyMismatch)
        #expect(try await world.tokens(first).count == 2)
        world.clock.advance(by: .seconds(24 * 60 * 60))
        #expect(try await world.makeToken(first, ["label": "b"], key: "k").id != second.id)
    }

    @Test func aViewerMayListAndChangeNothing() async throws {
        let world = try await World()
        let now = world.clock.now()
        let (organization, principal) = (Identifier(high: 5, low: 1), Identifier(high: 6, low: 1))
        let digest = try LibCryptoDigest.sha256("scrypted_v")
        try await world.memory.write { tx in
            try tx.organizations.insert(Organization(id: organization, kind: .team, status: .active, createdAt: now))
            try tx.principals.insert(
                Principal(id: principal, kind: .user, home: organization, status: .active, createdAt: now))
            try tx.principals.insert(
                Membership(organization: organization, principal: principal, role: .viewer, createdAt: now))
            try tx.credentials.insert(
                Credential(id: Identifier(high: 7, low: 1), digest: digest, principal: principal, createdAt: now))
        }
        let token = Secret("scrypted_v")
        #expect(try await world.tokens(token).count == 1)
        #expect(await reason { try await world.makeToken(token) } == .permissionDenied)
        let id: JSONValue = ["id": .string(Identifier(high: 7, low: 1).description), "force": true]
        #expect(
            await reason { try await world.perform("accounts.tokens.revoke", id, world.call(.bearer(token))) }
                == .permissionDenied)
    }

    @Test func theOpenerMakesTheOperatorAToken() async throws {
        let world = try await World()
        let made = try await world.perform("accounts.tokens.create", world.call(.opener))
        let token = Secret(made["bearer_token"]?.stringValue ?? "")
        let operatorID = try await world.memory.read { try $0.principals.findOperator()?.id }
        let shown = try await world.perform("accounts.get", world.call(.bearer(token)))
        #expect(shown["user_id"]?.stringValue == operatorID?.description)
        let rotating: JSONValue = ["revoke_current": true]
        #expect(
            await reason { try await world.perform("accounts.tokens.create", rotating, world.call(.opener)) }
                == .inputInvalid)
    }

    @Test func whatIsLongDeadGoesWithTheNextToken() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let second = try await world.makeToken(first)
        _ = try await world.perform(
            "accounts.tokens.revoke", ["id": .string(second.id)], world.call(.bearer(first)))
        world.clock.advance(by: Credential.retention)
        _ = try await world.makeToken(first)
        #expect(try await world.tokens(first).count == 3)
        world.clock.advance(by: .seconds(1))
        _ = try await world.makeToken(first)
        #expect(try await world.tokens(first).count == 3)
        #expect(await world.accepts(first))
    }
}
