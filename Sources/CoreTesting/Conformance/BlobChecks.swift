import CoreDomain

extension StoreConformance {
    /// What is promised of stored contents.
    static let blobs: [StoreConformance] = [
        StoreConformance("blobs: what goes in comes out, in pieces, and is each organization's own") { store, clock in
            let now = clock.now()
            let content = (0..<BlobRecord.pieceBytes * 2 + 5).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let record = record(1, organization: 1, size: content.count, at: now, keptFor: 10)
            try await prepare(store, at: now)
            try await store.write { try $0.blobs.put(record, content) }
            let (found, other) = try await store.read { tx in
                (
                    try tx.blobs.find(record.digest, of: Sample.id(1), at: now),
                    try tx.blobs.find(record.digest, of: Sample.id(2), at: now)
                )
            }
            try expectEqual(found, record, "the record")
            try expectEqual(other, nil, "another organization's view")
            let pieces = try await store.read { tx in
                try (0...3).map { try tx.blobs.piece($0, record.digest, of: Sample.id(1)) }
            }
            try expectEqual(pieces.map { $0?.count }, [BlobRecord.pieceBytes, BlobRecord.pieceBytes, 5, nil], "sizes")
            try expect(pieces.compactMap(\.self).flatMap(\.self) == content, "the content is another")
            try expectEqual(
                try await store.read { try $0.blobs.piece(0, record.digest, of: Sample.id(2)) }, nil,
                "another organization's piece")
            let whole = try await StoredBlobs(store).content(record.digest, of: Sample.id(1))
            try expect(whole == content, "the content read whole is another")
            try await expectFailure(.notFound, "another organization's content") { () throws(CoreError) in
                _ = try await StoredBlobs(store).content(record.digest, of: Sample.id(2))
            }
        },
        StoreConformance("blobs: an empty content is one") { store, clock in
            let record = record(1, organization: 1, size: 0, at: clock.now(), keptFor: 10)
            try await prepare(store, at: clock.now())
            try await store.write { try $0.blobs.put(record, []) }
            try expectEqual(try await StoredBlobs(store).content(record.digest, of: Sample.id(1)), [], "the content")
        },
        StoreConformance("blobs: stored again it is kept longer, never shorter, and takes the new media type") {
            store, clock in
            let now = clock.now()
            let first = record(1, organization: 1, size: 2, at: now, keptFor: 10)
            try await prepare(store, at: now)
            func stored() async throws -> BlobRecord? {
                try await store.read { try $0.blobs.find(first.digest, of: Sample.id(1), at: now) }
            }
            try await store.write { try $0.blobs.put(first, [1, 2]) }
            let shorter = record(1, organization: 1, size: 2, at: now.adding(.seconds(1)), keptFor: 2, type: "b/c")
            try await store.write { try $0.blobs.put(shorter, [1, 2]) }
            var expected = record(1, organization: 1, size: 2, at: now, keptFor: 10, type: "b/c")
            try expectEqual(try await stored(), expected, "put for a shorter time")
            func isKept(by organization: UInt64, at time: Int64, until end: Int64) async throws -> Bool {
                try await store.write { tx in
                    try tx.blobs.keep(
                        first.digest, of: Sample.id(organization), at: now.adding(.seconds(time)),
                        until: now.adding(.seconds(end)))
                }
            }
            try expectEqual(try await isKept(by: 1, at: 9, until: 5), true, "kept for a shorter time")
            try expectEqual(try await isKept(by: 2, at: 1, until: 50), false, "kept for another")
            try expectEqual(try await isKept(by: 1, at: 10, until: 50), false, "kept when it expired")
            try expectEqual(try await stored(), expected, "kept for a shorter time, for another or too late")
            try expectEqual(try await isKept(by: 1, at: 9, until: 20), true, "kept for a longer time")
            expected = record(1, organization: 1, size: 2, at: now, keptFor: 20, type: "b/c")
            try expectEqual(try await stored(), expected, "kept for a longer time")
            let longer = record(1, organization: 1, size: 2, at: now.adding(.seconds(9)), keptFor: 21)
            try await store.write { try $0.blobs.put(longer, [1, 2]) }
            expected = record(1, organization: 1, size: 2, at: now, keptFor: 30)
            try expectEqual(try await stored(), expected, "put for a longer time")
        },
        StoreConformance("blobs: expired they are not there, cleared away in bounded passes, and may come back") {
            store, clock in
            let now = clock.now()
            let content = [UInt8](repeating: 3, count: BlobRecord.pieceBytes * 3)
            try await prepare(store, at: now)
            let first = record(1, organization: 1, size: content.count, at: now, keptFor: 10)
            let second = record(2, organization: 2, size: 1, at: now, keptFor: 20)
            let third = record(3, organization: 1, size: 1, at: now, keptFor: 30)
            try await store.write { tx in
                try tx.blobs.put(first, content)
                try tx.blobs.put(second, [2])
                try tx.blobs.put(third, [3])
            }
            func isThere(_ record: BlobRecord, after seconds: Int64) async throws -> Bool {
                try await store.read { tx in
                    try tx.blobs.find(record.digest, of: record.organization, at: now.adding(.seconds(seconds))) != nil
                }
            }
            func removed(after seconds: Int64, limit: Int) async throws -> Int {
                try await store.write { try $0.blobs.removeExpired(at: now.adding(.seconds(seconds)), limit: limit) }
            }
            try expectEqual(try await isThere(first, after: 9), true, "before its time")
            try expectEqual(try await isThere(first, after: 10), false, "at its time")
            try expectEqual(try await removed(after: 9, limit: 9), 0, "before the first time")
            try expectEqual(try await removed(after: 20, limit: 2), 2, "a part of the first")
            // A part of it is gone, so that it is not there for those either who began before its time.
            try expectEqual(try await isThere(first, after: 9), false, "what is being cleared away")
            let isKept = try await store.write { tx in
                try tx.blobs.keep(
                    first.digest, of: Sample.id(1), at: now.adding(.seconds(9)), until: now.adding(.seconds(99)))
            }
            try expectEqual(isKept, false, "what is being cleared away, kept")
            // It comes back while a part of it is still there.
            let again = record(1, organization: 1, size: content.count, at: now.adding(.seconds(20)), keptFor: 10)
            try await store.write { try $0.blobs.put(again, content) }
            let pieces = try await store.read { tx in
                try (0..<3).map { try tx.blobs.piece($0, first.digest, of: Sample.id(1))?.count ?? 0 }
            }
            try expectEqual(pieces.reduce(0, +), content.count, "what came back")
            try expectEqual(try await removed(after: 20, limit: 2), 1, "the second")
            try expectEqual(try await isThere(second, after: 0), false, "the second")
            try expectEqual(try await isThere(again, after: 25), true, "what came back")
            try expectEqual(try await isThere(third, after: 25), true, "the third")
            try expectEqual(try await removed(after: 30, limit: 2), 2, "the rest")
            try expectEqual(try await removed(after: 30, limit: 2), 2, "the rest")
            try expectEqual(try await removed(after: 30, limit: 2), 0, "nothing more")
            let left = try await store.read { try $0.blobs.piece(0, third.digest, of: Sample.id(1)) }
            try expectEqual(left, nil, "a piece of what is gone")
        },
    ]

    private static func record(
        _ number: UInt8, organization: UInt64, size: Int, at now: Timestamp, keptFor seconds: Int64,
        type: String = "a/b"
    ) -> BlobRecord {
        let text = "sha256:" + String(repeating: "0\(number)", count: 32)
        return BlobRecord(
            organization: Sample.id(organization), digest: BlobDigest(text)!, size: Int64(size),  // reason: a literal
            mediaType: type, createdAt: now, expiresAt: now.adding(.seconds(seconds)))
    }

    private static func prepare(_ store: any Store, at now: Timestamp) async throws {
        try await store.write { tx in
            for number: UInt64 in [1, 2] { try tx.organizations.insert(Sample.organization(number, at: now)) }
        }
    }
}
