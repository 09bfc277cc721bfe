import CoreDomain
import CorePlatform
import Glibc
import Synchronization
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// What closures ask first is sent ahead; nobody is the worse for it.
@Suite(.timeLimit(.minutes(15))) struct ForesightTests {
    private static let digest: [UInt8] = [7]

    /// A store with one writer and one reader, and a credential in it.
    private func prepared(lockTimeout: Duration = .seconds(1)) async throws -> SharedStores {
        var settings = PostgresSettings()
        (settings.writers, settings.readers, settings.lockTimeout) = (1, 1, lockTimeout)
        let shared = try await SharedStores(2, settings: settings)
        try await shared[0].write { tx in
            try tx.organizations.insert(Sample.organization(1, at: tx.now))
            try tx.principals.insert(Sample.principal(2, home: 1, at: tx.now))
            try tx.credentials.insert(
                Credential(id: Sample.id(3), digest: Self.digest, principal: Sample.id(2), createdAt: tx.now))
        }
        return shared
    }

    @Test func whatAClosureAsksFirstIsKnownWhenItRunsInEarnest() async throws {
        let shared = try await prepared()
        let runs = Mutex<[Int]>([])
        let found = try await shared[0].together(
            (0..<3).map { number in
                { @Sendable tx in
                    runs.withLock { $0.append(number) }
                    return try tx.credentials.find(digest: Self.digest)?.credential.id
                }
            }
        ).map { try $0.get() }
        #expect(found == Array(repeating: Sample.id(3), count: 3))
        // All of them up to the question, and then in earnest, at least the first: a batch may end after any.
        #expect(runs.withLock { Array($0.prefix(4)) } == [0, 1, 2, 0])
        await shared.close()
    }

    @Test func whatAWriteBeforeChangedIsAskedAgain() async throws {
        for _ in 0..<20 {
            let shared = try await prepared()
            let found = try await shared[0].together(
                [
                    { @Sendable tx in
                        let before = try tx.credentials.find(digest: Self.digest)
                        try tx.credentials.revoke(Sample.id(3), at: tx.now)
                        return (tx.now, before?.credential.revokedAt != nil)
                    },
                    { @Sendable tx in
                        (tx.now, try tx.credentials.find(digest: Self.digest)?.credential.revokedAt != nil)
                    },
                ]
            ).map { try $0.get() }
            #expect(found.map(\.1) == [false, true])
            await shared.close()
            // In one transaction, or it says little: a slow machine ends a batch early.
            if found[0].0 == found[1].0 { return }
        }
        Issue.record("the two were never in one transaction")
    }

    @Test func whoeverWaitedForALockAsksAgain() async throws {
        let shared = try await prepared(lockTimeout: .seconds(20))
        let isLocked = Flag()
        let runs = Mutex(0)
        async let revocation: Void = shared[1].write { tx in
            _ = try tx.credentials.hasUsable(principal: Sample.id(2), except: nil, at: tx.now)
            isLocked.raise()
            while runs.withLock({ $0 }) < 2 { usleep(200) }
            // The other one comes to its lock meanwhile.
            usleep(100_000)
            try tx.credentials.revoke(Sample.id(3), at: tx.now)
        }
        while !isLocked.isUp { try await Task.sleep(for: .milliseconds(1)) }
        let isRevoked = try await shared[0].write { tx in
            runs.withLock { $0 += 1 }
            let before = try tx.credentials.find(digest: Self.digest)?.credential.revokedAt != nil
            _ = try tx.credentials.hasUsable(principal: Sample.id(2), except: nil, at: tx.now)
            return [before, try tx.credentials.find(digest: Self.digest)?.credential.revokedAt != nil]
        }
        #expect(isRevoked == [false, true])
        try await revocation
        await shared.close()
    }

    /// A question that fails when it is sent ahead must fail its own read, and no other.
    @Test func aReadThatFailsFailsAlone() async throws {
        let shared = try await prepared(lockTimeout: .milliseconds(200))
        let holder = try await RawConnection.holding(
            ["LOCK TABLE settings IN ACCESS EXCLUSIVE MODE"], at: shared.place)
        let answers = try await shared.all(0..<6) { number -> String in
            do throws(CoreError) {
                return try await shared.stores[0].read { tx in
                    if number == 2 { return "\(try tx.settings.value("a") ?? [])" }
                    return "\(try tx.credentials.find(digest: Self.digest)?.credential.id == Sample.id(3))"
                }
            } catch {
                return error.reason.name
            }
        }
        #expect(answers == ["true", "true", "BUSY", "true", "true", "true"])
        try await holder.ask("ROLLBACK")
        await shared.close()
    }
}
