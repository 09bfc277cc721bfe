import CoreDomain
import CoreStoragePostgres
import Testing

@testable import CoreTesting

/// What a write saw may be gone when it acts on it, since another server's write came between.
@Suite(.timeLimit(.minutes(5))) struct InterleavingTests {
    /// One that ended long ago is cleared away while it is revoked.
    @Test func aTokenThatIsClearedAwayIsNotThereToRevoke() async throws {
        let shared = try await SharedStores(2)
        let (principal, id) = (Sample.id(2), Sample.id(3))
        try await shared[0].write { tx in
            try tx.organizations.insert(Sample.organization(1, at: tx.now))
            try tx.principals.insert(Sample.principal(2, home: 1, at: tx.now))
            try tx.credentials.insert(
                Credential(id: id, digest: [1], principal: principal, createdAt: tx.now, expiresAt: tx.now))
        }
        let isRevoked = try await shared.interleaved(
            { tx in
                guard try tx.credentials.find(id, of: principal) != nil else { return false }
                return try tx.credentials.revoke(id, at: tx.now)
            }, between: { try $0.credentials.removeDead(before: $0.now.adding(.seconds(9)), limit: 9) == 1 })
        #expect(!isRevoked)
        await shared.close()
    }
}
