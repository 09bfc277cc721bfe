import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct AccountTests {
    @Test func aNewAccountIsFoundByItsToken() async throws {
        let world = try await World()
        let (token, body) = try await world.account("a")
        #expect(token.expose().hasPrefix("scrypted_"))
        let shown = try await world.perform("accounts.get", world.call(.bearer(token)))
        #expect(shown["user_id"] == body["user_id"])
        #expect(shown["organization_id"] == body["organization_id"])
        #expect(shown["bearer_token"] == nil)
    }

    @Test func oneAccountSeesNothingOfAnother() async throws {
        let world = try await World()
        let (first, _) = try await world.account("a")
        let (_, second) = try await world.account("b")
        var call = world.call(.bearer(first))
        call.organization = Identifier(second["organization_id"]?.stringValue ?? "")
        try #require(call.organization != nil)
        #expect(await reason { try await world.perform("accounts.get", call) } == .notFound)
        call.organization = nil
        call.actingAs = Identifier(second["user_id"]?.stringValue ?? "")
        #expect(await reason { try await world.perform("accounts.get", call) } == .permissionDenied)
    }

    struct Refusal: Sendable {
        let authority: Authority
        let expected: Reason
    }

    @Test(arguments: [
        Refusal(authority: .anonymous, expected: .credentialMissing),
        Refusal(authority: .bearer(Secret("scrypted_unknown")), expected: .credentialInvalid),
        Refusal(authority: .bearer(Secret("")), expected: .credentialInvalid),
        Refusal(
            authority: .bearer(Secret(String(repeating: "x", count: 100_000))), expected: .credentialInvalid),
    ])
    func withoutAWorkingTokenNothingIsTold(row: Refusal) async throws {
        let world = try await World()
        #expect(await reason { try await world.perform("accounts.get", world.call(row.authority)) } == row.expected)
        let wrong: JSONValue = ["nonsense": 1]
        #expect(
            await reason { try await world.perform("accounts.get", wrong, world.call(row.authority)) } == row.expected,
            "a wrong input is not discussed with strangers")
    }

    @Test func aTokenStopsWhenItExpiresOrIsRevoked() async throws {
        let world = try await World()
        let (_, body) = try await world.account("a")
        let principal = try #require(Identifier(body["user_id"]?.stringValue ?? ""))
        let now = world.clock.now()
        for (number, expires) in [Int64(10), 100].enumerated() {
            let token = Secret("scrypted_\(number)")
            let credential = Credential(
                id: Identifier(high: 3, low: UInt64(number)), digest: try LibCryptoDigest.sha256(token.expose()),
                principal: principal, createdAt: now, expiresAt: now.adding(.seconds(expires)))
            try await world.memory.write { try $0.credentials.insert(credential) }
        }
        for number in 0..<2 {
            let call = world.call(.bearer(Secret("scrypted_\(number)")))
            #expect(await reason { try await world.perform("accounts.get", call) } == nil)
        }
        world.clock.advance(by: .seconds(10))
        // By a transaction that began later than those which meet it.
        _ = try await world.memory.write { tx in
            try tx.credentials.revoke(Identifier(high: 3, low: 1), at: tx.now.adding(.seconds(1)))
        }
        for number in 0..<2 {
            let call = world.call(.bearer(Secret("scrypted_\(number)")))
            #expect(await reason { try await world.perform("accounts.get", call) } == .credentialInvalid)
        }
    }

    @Test func aSuspendedHolderOrOrganizationIsShutOut() async throws {
        let world = try await World()
        let now = world.clock.now()
        let rows: [(UInt64, Standing, Standing, Reason?)] = [
            (1, .active, .active, nil), (2, .suspended, .active, .credentialInvalid),
            (3, .active, .suspended, .notFound),
        ]
        for (number, principalStatus, organizationStatus, expected) in rows {
            let token = Secret("scrypted_\(number)")
            let digest = try LibCryptoDigest.sha256(token.expose())
            let organization = Identifier(high: 5, low: number)
            let principal = Identifier(high: 6, low: number)
            try await world.memory.write { tx in
                try tx.organizations.insert(
                    Organization(id: organization, kind: .team, status: organizationStatus, createdAt: now))
                try tx.principals.insert(
                    Principal(
                        id: principal, kind: .user, home: organization, status: principalStatus, createdAt: now))
                try tx.principals.insert(
                    Membership(organization: organization, principal: principal, role: .viewer, createdAt: now))
                try tx.credentials.insert(
                    Credential(
                        id: Identifier(high: 7, low: number), digest: digest, principal: principal, createdAt: now))
            }
            var call = world.call(.bearer(token))
            #expect(await reason { try await world.perform("accounts.get", call) } == expected, "\(number)")
            call.organization = organization
            #expect(await reason { try await world.perform("accounts.get", call) } == expected, "\(number), chosen")
        }
    }

    @Test func theOperatorActsForAnAccountAndIsAudited() async throws {
        let world = try await World()
        let (_, body) = try await world.account("a")
        for member in ["user_id", "organization_id"] {
            var call = world.call(.opener)
            call.actingAs = Identifier(body[member]?.stringValue ?? "")
            let shown = try await world.perform("accounts.get", call)
            #expect(shown["user_id"] == body["user_id"])
        }
        let audit = try await world.memory.write { try $0.audit.newest(limit: 10) }
        #expect(audit.map(\.operation) == ["accounts.get", "accounts.get"])
        #expect(audit.allSatisfy { $0.organization.description == body["organization_id"]?.stringValue })
        var call = world.call(.opener)
        call.actingAs = Identifier(high: 9, low: 9)
        #expect(await reason { try await world.perform("accounts.get", call) } == .notFound)
    }

    @Test func theOperatorGetsOneToken() async throws {
        let world = try await World()
        let bootstrap = world.bootstrap
        let token = try BearerToken.draw(world.entropy)
        #expect(BearerToken.parse(" \(token.expose())\n") == token)
        #expect(try await world.memory.write { try bootstrap.grantOperatorToken(token, $0) })
        let second = try BearerToken.draw(world.entropy)
        #expect(try await !world.memory.write { try bootstrap.grantOperatorToken(second, $0) })
        #expect(
            await reason { try await world.perform("accounts.get", world.call(.bearer(second))) } == .credentialInvalid)
        let shown = try await world.perform("accounts.get", world.call(.bearer(token)))
        #expect(shown["user_id"]?.stringValue != nil)
    }

    @Test func aPassedDeadlineRefuses() async throws {
        let world = try await World()
        var call = world.call(.anonymous, key: String(repeating: "a", count: 32))
        call.deadline = world.clock.monotonic()
        #expect(await reason { try await world.perform("accounts.create", call) } == .deadlineExceeded)
        call.deadline = world.clock.monotonic() + .milliseconds(1)
        #expect(await reason { try await world.perform("accounts.create", call) } == nil)
    }

    @Test func aCancelledTaskBeginsNothing() async throws {
        let world = try await World()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await reason { try await world.account("a").body }
        }
        #expect(await task.value == .cancelled)
    }

    @Test func theStoreHoldsNoTokenAndNoKey() async throws {
        let world = try await World()
        let (token, _) = try await world.account("k")
        let stored = try await world.memory.write { tx in
            let key = IdempotencyRecord.Key(
                organization: nil, operation: "accounts.create",
                keyDigest: try LibCryptoDigest.sha256(String(repeating: "k", count: 32)))
            return try tx.idempotency.find(key)?.sealedAnswer ?? []
        }
        #expect(!stored.isEmpty)
        #expect(!String(decoding: stored, as: UTF8.self).contains(token.expose().suffix(20)))
    }
}
