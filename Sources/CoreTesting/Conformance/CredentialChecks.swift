import CoreDomain

extension StoreConformance {
    /// What is promised of a principal's credentials beyond finding them by digest.
    static let credentials: [StoreConformance] = [
        StoreConformance("credentials: listed from the greatest id, each principal's own") { store, clock in
            try await prepare(store, at: clock.now())
            let found = try await store.read { tx in
                (
                    try tx.credentials.list(of: Sample.id(10), before: Sample.id(.max), limit: 2),
                    try tx.credentials.list(of: Sample.id(10), before: Sample.id(33), limit: 9),
                    try tx.credentials.find(Sample.id(33), of: Sample.id(10)),
                    try tx.credentials.find(Sample.id(33), of: Sample.id(11))
                )
            }
            let credentials = samples(at: clock.now())
            try expectEqual(found.0, [credentials[3], credentials[2]], "the first two")
            try expectEqual(found.1, [credentials[1], credentials[0]], "those before the third")
            try expectEqual(found.2, credentials[2], "one of its own")
            try expectEqual(found.3, nil, "another's")
        },
        StoreConformance("credentials: revoked once, and one can be left out of the question") { store, clock in
            let now = clock.now()
            try await prepare(store, at: now)
            try await store.write { tx in
                _ = try tx.credentials.replace(Sample.id(31), at: now.adding(.seconds(1)), replacementKey: [7])
                _ = try tx.credentials.replace(Sample.id(33), at: now.adding(.seconds(1)), replacementKey: [7])
                try tx.credentials.revoke(Sample.id(33), at: now.adding(.seconds(9)))
                try tx.credentials.revoke(Sample.id(99), at: now)
            }
            let (first, second, isOther, isOnly) = try await store.read { tx in
                (
                    try tx.credentials.find(Sample.id(31), of: Sample.id(10)),
                    try tx.credentials.find(Sample.id(33), of: Sample.id(10)),
                    try tx.credentials.hasUsable(
                        principal: Sample.id(10), except: Sample.id(32), at: now.adding(.seconds(2))),
                    try tx.credentials.hasUsable(
                        principal: Sample.id(10), except: Sample.id(34), at: now.adding(.seconds(7)))
                )
            }
            try expectEqual(first?.revokedAt, now.adding(.seconds(1)), "the time of revocation")
            try expectEqual(first?.replacementKey, [7], "the key of what replaced it")
            try expectEqual(first?.label, "one", "what is not touched")
            try expectEqual(second?.revokedAt, now.adding(.seconds(1)), "the time of the first revocation")
            try expectEqual(second?.replacementKey, nil, "the key, taken away")
            try expectEqual(isOther, true, "whether another works")
            try expectEqual(isOnly, false, "whether another works once that expired")
        },
        StoreConformance("credentials: one takes the place of another, and no second one") { store, clock in
            let now = clock.now()
            try await prepare(store, at: now)
            func replaced(_ id: UInt64, after seconds: Int64, _ key: UInt8) async throws -> Bool {
                try await store.write { tx in
                    try tx.credentials.replace(
                        Sample.id(id), at: now.adding(.seconds(seconds)), replacementKey: [key])
                }
            }
            try expectEqual(try await replaced(31, after: 1, 7), true, "the first")
            try expectEqual(try await replaced(31, after: 2, 8), false, "the second")
            try expectEqual(try await replaced(99, after: 1, 7), false, "one that is not there")
            let stored = try await store.read { try $0.credentials.find(Sample.id(31), of: Sample.id(10)) }
            try expectEqual(stored?.revokedAt, now.adding(.seconds(1)), "the time of the first")
            try expectEqual(stored?.replacementKey, [7], "the key of the first")
            let (isThere, isRevoked, isUnknown) = try await store.write { tx in
                (
                    try tx.credentials.revoke(Sample.id(32), at: now),
                    try tx.credentials.revoke(Sample.id(31), at: now),
                    try tx.credentials.revoke(Sample.id(99), at: now)
                )
            }
            try expectEqual([isThere, isRevoked, isUnknown], [true, true, false], "what is there to revoke")
            try expectEqual(try await replaced(32, after: 3, 9), false, "one that was revoked")
            let revoked = try await store.read { try $0.credentials.find(Sample.id(32), of: Sample.id(10)) }
            try expectEqual(revoked?.replacementKey, nil, "the key of one that was revoked")
        },
        StoreConformance("credentials: the dead go, within the limit, and no other") { store, clock in
            let now = clock.now()
            try await prepare(store, at: now)
            _ = try await store.write { try $0.credentials.revoke(Sample.id(31), at: now.adding(.seconds(3))) }
            func removed(_ seconds: Int64, limit: Int) async throws -> Int {
                try await store.write { tx in
                    try tx.credentials.removeDead(before: now.adding(.seconds(seconds)), limit: limit)
                }
            }
            try expectEqual(try await removed(3, limit: 9), 0, "before the first end")
            try expectEqual(try await removed(4, limit: 9), 1, "after the revocation")
            try expectEqual(try await removed(5, limit: 9), 0, "at the expiry")
            try expectEqual(try await removed(100, limit: 1), 1, "within the limit")
            try expectEqual(try await removed(100, limit: 9), 1, "the rest")
            let left = try await store.read { tx in
                try tx.credentials.list(of: Sample.id(10), before: Sample.id(.max), limit: 9).map(\.id)
            }
            try expectEqual(left, [Sample.id(34)], "what is left")
        },
    ]

    /// Four credentials of principal 10, ids 31 to 34: 32 and 33 expire after five and six seconds.
    private static func samples(at now: Timestamp) -> [Credential] {
        let expiries: [Int64?] = [nil, 5, 6, nil]
        return expiries.enumerated().map { offset, seconds in
            Credential(
                id: Sample.id(31 + UInt64(offset)), digest: Array(repeating: UInt8(offset), count: 32),
                principal: Sample.id(10), createdAt: now, expiresAt: seconds.map { now.adding(.seconds($0)) },
                label: offset == 0 ? "one" : nil)
        }
    }

    private static func prepare(_ store: any Store, at now: Timestamp) async throws {
        try await store.write { tx in
            try tx.organizations.insert(Sample.organization(1, at: now))
            for number: UInt64 in [10, 11] {
                try tx.principals.insert(Sample.principal(number, home: 1, at: now))
            }
            for credential in samples(at: now) { try tx.credentials.insert(credential) }
            try tx.credentials.insert(
                Credential(
                    id: Sample.id(20), digest: Array(repeating: 20, count: 32), principal: Sample.id(11),
                    createdAt: now))
        }
    }
}
