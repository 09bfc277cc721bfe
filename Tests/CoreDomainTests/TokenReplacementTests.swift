import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// A call with `revoke_current`: the token that makes it stops working with it.
@Suite struct TokenReplacementTests {
    private let key = String(repeating: "r", count: 32)

    @Test func rotatingRevokesInTheSameCommit() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let second = try await world.makeToken(first, ["revoke_current": true])
        #expect(await !world.accepts(first))
        #expect(await world.accepts(second.token))
    }

    @Test func aLostAnswerOfARotationIsHeardAgain() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let input: JSONValue = ["revoke_current": true]
        let earlier = try await world.makeToken(first, [:], key: "e" + key)
        let second = try await world.makeToken(first, input, key: key)
        let again = try await world.makeToken(first, input, key: key)
        #expect(again.body == second.body)
        // It is good for nothing else, whatever the key, and not for longer than the answer is kept.
        #expect(await reason { try await world.makeToken(first, input, key: key + "x") } == .credentialInvalid)
        #expect(await reason { try await world.makeToken(first, input) } == .credentialInvalid)
        #expect(await reason { try await world.makeToken(first, [:], key: "e" + key) } == .credentialInvalid)
        #expect(await reason { try await world.makeToken(first, [:], key: key) } == .idempotencyMismatch)
        for name in ["accounts.get", "accounts.tokens.list", "accounts.tokens.revoke"] {
            let input: JSONValue = name.hasSuffix("revoke") ? ["id": .string(second.id), "force": true] : [:]
            #expect(
                await reason { try await world.perform(name, input, world.call(.bearer(first), key: key)) }
                    == .credentialInvalid, "\(name)")
        }
        world.clock.advance(by: .seconds(24 * 60 * 60))
        for input in [input, ["nonsense": 1]] {
            #expect(await reason { try await world.makeToken(first, input, key: key) } == .credentialInvalid)
        }
        #expect(await world.accepts(second.token))
        #expect(await world.accepts(earlier.token))
    }

    @Test func aReplacedTokenMakesNothingInAnotherOrganization() async throws {
        let world = try await World()
        let (first, account) = try await world.account("a")
        let principal = try #require(Identifier(account["user_id"]?.stringValue ?? ""))
        let team = Identifier(high: 8, low: 8)
        let now = world.clock.now()
        try await world.memory.write { tx in
            try tx.organizations.insert(Organization(id: team, kind: .team, status: .active, createdAt: now))
            try tx.principals.insert(
                Membership(organization: team, principal: principal, role: .owner, createdAt: now))
        }
        _ = try await world.makeToken(first, ["revoke_current": true], key: key)
        var call = world.call(.bearer(first), key: key)
        call.organization = team
        #expect(
            await reason { try await world.perform("accounts.tokens.create", ["revoke_current": true], call) }
                == .credentialInvalid)
    }

    @Test func aGuessableKeyLeadsNoThiefToTheNewToken() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        _ = try await world.makeToken(first, ["revoke_current": true], key: "rotate-1")
        #expect(
            await reason { try await world.makeToken(first, ["revoke_current": true], key: "rotate-1") }
                == .credentialInvalid)
    }

    @Test func revokingAReplacedTokenEndsTheRepetition() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let input: JSONValue = ["revoke_current": true]
        let second = try await world.makeToken(first, input, key: key)
        let id = try #require(try await world.tokens(second.token).last?["id"])
        _ = try await world.perform("accounts.tokens.revoke", ["id": id], world.call(.bearer(second.token)))
        #expect(await reason { try await world.makeToken(first, input, key: key) } == .credentialInvalid)
    }
}
