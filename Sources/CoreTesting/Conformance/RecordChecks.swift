import CoreDomain

extension StoreConformance {
    /// What each repository promises.
    static let records: [StoreConformance] = [
        StoreConformance("organizations: what goes in comes out, and an id is used once") { store, clock in
            let organization = Organization(
                id: Sample.id(1), kind: .team, status: .suspended, createdAt: clock.now())
            try await store.write { try $0.organizations.insert(organization) }
            let found = try await store.read { try $0.organizations.find(Sample.id(1)) }
            try expectEqual(found, organization, "it")
            try expectEqual(try await store.read { try $0.organizations.find(Sample.id(2)) }, nil, "another")
            try await expectFailure(.alreadyExists, "the same id") { () throws(CoreError) in
                try await store.write { try $0.organizations.insert(organization) }
            }
        },
        StoreConformance("principals: memberships, owners in the order of joining, one operator") { store, clock in
            let now = clock.now()
            try await store.write { tx in
                try tx.organizations.insert(Sample.organization(1, at: now))
                for number: UInt64 in [10, 11, 12] {
                    try tx.principals.insert(Sample.principal(number, home: 1, at: now))
                }
                let joined: [(UInt64, Role, Int64)] = [(10, .viewer, 0), (11, .owner, 2), (12, .owner, 1)]
                for (number, role, seconds) in joined {
                    try tx.principals.insert(
                        Membership(
                            organization: Sample.id(1), principal: Sample.id(number), role: role,
                            createdAt: now.adding(.seconds(seconds))))
                }
                try tx.principals.insert(Sample.principal(20, home: 1, kind: .operator, at: now))
            }
            let (owner, role, none, operatorID) = try await store.read { tx in
                (
                    try tx.principals.owner(of: Sample.id(1))?.id,
                    try tx.principals.membership(of: Sample.id(10), in: Sample.id(1))?.role,
                    try tx.principals.membership(of: Sample.id(10), in: Sample.id(2)),
                    try tx.principals.findOperator()?.id
                )
            }
            try expectEqual(owner, Sample.id(12), "the first owner")
            try expectEqual(role, .viewer, "the role")
            try expectEqual(none, nil, "a membership elsewhere")
            try expectEqual(operatorID, Sample.id(20), "the operator")
            try await expectFailure(.alreadyExists, "a second operator") { () throws(CoreError) in
                try await store.write {
                    try $0.principals.insert(Sample.principal(21, home: 1, kind: .operator, at: now))
                }
            }
        },
        StoreConformance("credentials: found by digest, usable until expiry or revocation") { store, clock in
            let now = clock.now()
            let plain = Credential(
                id: Sample.id(30), digest: Array(repeating: 1, count: 32), principal: Sample.id(10), createdAt: now)
            let ending = Credential(
                id: Sample.id(31), digest: Array(repeating: 2, count: 32), principal: Sample.id(11), createdAt: now,
                expiresAt: now.adding(.seconds(10)))
            try await store.write { tx in
                try tx.organizations.insert(Sample.organization(1, at: now))
                for number: UInt64 in [10, 11] {
                    try tx.principals.insert(Sample.principal(number, home: 1, at: now))
                }
                try tx.principals.insert(
                    Membership(
                        organization: Sample.id(1), principal: Sample.id(10), role: .viewer, createdAt: now))
                try tx.credentials.insert(plain)
                try tx.credentials.insert(ending)
            }
            let found = try await store.read { tx in
                [try tx.credentials.find(digest: plain.digest), try tx.credentials.find(digest: ending.digest)]
            }
            let holders = [(plain, UInt64(10), Role.viewer), (ending, 11, nil)].map { credential, number, role in
                CredentialHolder(
                    credential: credential, principal: Sample.principal(number, home: 1, at: now), homeRole: role,
                    homeStatus: .active)
            }
            try expectEqual(found, holders, "the credentials")
            for (seconds, expected) in [(Int64(9), true), (10, false), (11, false)] {
                let usable = try await store.read { tx in
                    try tx.credentials.hasUsable(principal: Sample.id(11), at: now.adding(.seconds(seconds)))
                }
                try expectEqual(usable, expected, "usable after \(seconds) s")
            }
            // Whoever began earlier has an earlier time, and sees the revocation all the same.
            let isUsable = try await store.write { tx in
                try tx.credentials.revoke(ending.id, at: now.adding(.seconds(5)))
                return try tx.credentials.hasUsable(principal: Sample.id(11), at: now)
            }
            try expectEqual(isUsable, false, "usable once it is revoked")
            try await expectFailure(.alreadyExists, "the same digest") { () throws(CoreError) in
                try await store.write { try $0.credentials.insert(plain) }
            }
        },
        StoreConformance("settings: the last value counts, empty bytes are a value") { store, _ in
            try await store.write { tx in
                try tx.settings.set("a", [1])
                try tx.settings.set("a", [])
            }
            try expectEqual(try await store.read { try $0.settings.value("a") }, [], "the value")
        },
        StoreConformance("stored answers: kept by organization, operation and key; expired ones go first") {
            store, clock in
            let now = clock.now()
            @Sendable func record(_ organization: Identifier?, _ operation: String, expires seconds: Int64)
                -> IdempotencyRecord
            {
                IdempotencyRecord(
                    key: .init(organization: organization, operation: operation, keyDigest: [1, 2]),
                    fingerprint: [3], sealedAnswer: [4, 5], expiresAt: now.adding(.seconds(seconds)))
            }
            let records = [
                record(nil, "a", expires: 10), record(Sample.id(1), "a", expires: 20),
                record(Sample.id(1), "b", expires: 30),
            ]
            try await store.write { tx in for record in records { try tx.idempotency.put(record, at: now) } }
            try await expectFailure(.alreadyExists, "another answer under the same key") { () throws(CoreError) in
                try await store.write { try $0.idempotency.put(record(nil, "a", expires: 11), at: now) }
            }
            for expected in records {
                let found = try await store.read { try $0.idempotency.find(expected.key) }
                try expectEqual(found, expected, "an answer")
            }
            let renewed = record(nil, "a", expires: 20)
            try await store.write { try $0.idempotency.put(renewed, at: now.adding(.seconds(10))) }
            let replaced = try await store.read { try $0.idempotency.find(renewed.key) }
            try expectEqual(replaced, renewed, "in its place")
            try await store.write { try $0.idempotency.put(records[0], at: now.adding(.seconds(20))) }
            let later = now.adding(.seconds(25))
            let removed = try await store.write { try $0.idempotency.removeExpired(before: later, limit: 1) }
            try expectEqual(removed, 1, "how many went")
            let left = try await store.read { tx in
                try records.map { try tx.idempotency.find($0.key) != nil }
            }
            try expectEqual(left, [false, true, true], "what is left")
        },
        StoreConformance("audit: newest first") { store, clock in
            try await store.write { tx in
                for number in 0..<UInt64(5) {
                    try tx.audit.append(
                        AuditEntry(
                            at: clock.now().adding(.seconds(Int64(number))), actor: Sample.id(1),
                            organization: Sample.id(2), operation: "o\(number)", requestID: Sample.id(number)))
                }
            }
            let newest = try await store.write { try $0.audit.newest(limit: 2).map(\.operation) }
            try expectEqual(newest, ["o4", "o3"], "the newest")
        },
    ]
}
