import CoreDomain
import CoreStoragePostgres
import Testing

@testable import CoreTesting

/// What a write saw may be gone when it acts on it, since another server's write came between.
@Suite(.timeLimit(.minutes(15))) struct InterleavingTests {
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

    // MARK: Blobs

    private static let content = [UInt8](repeating: 3, count: BlobRecord.pieceBytes * 3)

    private static func record(at time: Timestamp, keptFor seconds: Int64) throws -> BlobRecord {
        let digest = try #require(BlobDigest("sha256:" + String(repeating: "07", count: 32)))
        return BlobRecord(
            organization: Sample.id(1), digest: digest, size: Int64(content.count), mediaType: "a/b", createdAt: time,
            expiresAt: time.adding(.seconds(seconds)))
    }

    /// Two stores with a blob of three pieces that is kept for a minute, and its name.
    private func sharedBlob() async throws -> (SharedStores, BlobDigest) {
        let shared = try await SharedStores(2)
        let digest = try await shared[0].write { tx in
            try tx.organizations.insert(Sample.organization(1, at: tx.now))
            let record = try Self.record(at: tx.now, keptFor: 60)
            try tx.blobs.put(record, Self.content)
            return record.digest
        }
        return (shared, digest)
    }

    /// By a sweeper whose time is ahead, and which removes some of the pieces, or all.
    @Test(arguments: [2, 9])
    func aBlobThatIsClearedAwayMeanwhileIsStoredWhole(pieces: Int) async throws {
        let (shared, digest) = try await sharedBlob()
        try await shared.interleaved(
            { try $0.blobs.put(Self.record(at: $0.now, keptFor: 90), Self.content) },
            between: { try $0.blobs.removeExpired(at: $0.now.adding(.seconds(61)), limit: pieces) > 0 })
        let stored = try await StoredBlobs(shared[1]).content(digest, of: Sample.id(1))
        #expect(stored == Self.content)
        await shared.close()
    }

    @Test(arguments: [2, 9])
    func aBlobThatIsClearedAwayMeanwhileIsNotKept(pieces: Int) async throws {
        let (shared, digest) = try await sharedBlob()
        let isKept = try await shared.interleaved(
            { tx in
                try tx.blobs.find(digest, of: Sample.id(1), at: tx.now) != nil
                    && Self.keep(digest, 90, tx)
            }, between: { try $0.blobs.removeExpired(at: $0.now.adding(.seconds(61)), limit: pieces) > 0 })
        #expect(!isKept)
        #expect(try await shared[1].read { try $0.blobs.find(digest, of: Sample.id(1), at: $0.now) } == nil)
        await shared.close()
    }

    @Test func aBlobThatIsKeptMeanwhileIsKeptAsLong() async throws {
        let (shared, digest) = try await sharedBlob()
        try await shared.interleaved(
            { tx in
                try tx.blobs.put(Self.record(at: tx.now, keptFor: 90), Self.content)
                _ = try Self.keep(digest, 90, tx)
            }, between: { try Self.keep(digest, 7_200, $0) })
        try await expectKept(digest, forMoreThan: 7_000, shared)
        await shared.close()
    }

    private static func keep(
        _ digest: BlobDigest, _ seconds: Int64, _ tx: any WriteTransaction
    ) throws(CoreError) -> Bool {
        try tx.blobs.keep(digest, of: Sample.id(1), at: tx.now, until: tx.now.adding(.seconds(seconds)))
    }

    /// Both find nothing; the one that needs it longer commits first.
    @Test func aBlobThatIsStoredByBothIsKeptForTheLongerTime() async throws {
        let shared = try await SharedStores(2)
        try await shared[0].write { try $0.organizations.insert(Sample.organization(1, at: $0.now)) }
        let digest = try Self.record(at: .earliest, keptFor: 1).digest
        try await shared.interleaved(
            { try $0.blobs.put(Self.record(at: $0.now, keptFor: 90), Self.content) },
            between: { tx in
                try tx.blobs.put(Self.record(at: tx.now, keptFor: 7_200), Self.content)
                return true
            })
        try await expectKept(digest, forMoreThan: 7_000, shared)
        #expect(try await StoredBlobs(shared[1]).content(digest, of: Sample.id(1)) == Self.content)
        await shared.close()
    }

    private func expectKept(_ digest: BlobDigest, forMoreThan seconds: Int64, _ shared: SharedStores) async throws {
        let (stored, now) = try await shared[1].read { tx in
            (try tx.blobs.find(digest, of: Sample.id(1), at: tx.now), tx.now)
        }
        #expect(try #require(stored).expiresAt.since(now) > .seconds(seconds))
    }

    // MARK: Workers

    /// Many servers beat at once, and find the same worker that nobody knows.
    @Test func anUnknownWorkerIsEnteredOnce() async throws {
        let shared = try await SharedStores(3)
        try await ThreadSample.insert(40, organization: 1, shared[0], ManualClock())
        try await shared[0].write { tx in
            for number: UInt64 in 1...40 {
                _ = try tx.threads.claim(Sample.id(number), for: Sample.id(100 + number % 8))
            }
        }
        let buried = try await shared.all(0..<12) { number in
            try await shared[number].write { tx in try tx.workers.bury(at: tx.now, limit: 99).count }
        }
        #expect(buried.allSatisfy { $0 == 8 })
        let listed = try await shared[1].read { try $0.workers.list() }
        #expect(listed.map(\.id) == (100...107).map { Sample.id($0) })
        #expect(listed.allSatisfy { $0.diedAt != nil })
        await shared.close()
    }
}
