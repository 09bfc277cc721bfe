/// The operations on stored contents.
public struct Blobs: Sendable {
    private let cryptography: any Cryptography

    /// Contents named by hashes of `cryptography`.
    public init(cryptography: any Cryptography) { self.cryptography = cryptography }

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .transaction(
                "blobs.put", "Store a content for a few days; the answer names it by its hash.",
                access: .member(.jobWrite), idempotency: .none, prepare: prepare, handle: put),
            .read(
                "blobs.get", "Show what is known of a stored content.", access: .member(.jobRead), handle: get),
        ]
    }

    @Sendable func prepare(
        _ input: BlobUpload, _: Caller, _: any ReadTransaction
    ) throws(CoreError) -> Preparation<NewBlob> {
        let cryptography = cryptography
        return .compute { NewBlob(input.data, mediaType: input.mediaType, cryptography) }
    }

    /// Storing the same content again is the same as once, so a call needs no key.
    @Sendable func put(
        _ blob: NewBlob, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> BlobFacts {
        let organization = try Member(caller).organization
        let record = blob.record(of: organization, at: tx.now, until: tx.now.adding(BlobRecord.retention))
        try tx.blobs.put(record, blob.content)
        return BlobFacts(try tx.snapshot.blob(blob.digest, of: organization))
    }

    @Sendable func get(
        _ input: BlobName, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> BlobFacts {
        BlobFacts(try tx.blob(input.blob, of: try Member(caller).organization))
    }
}

extension ReadTransaction {
    /// What is kept of a content.
    ///
    /// - Throws: `NOT_FOUND` when `organization` has none of this name; that another one has it makes no difference.
    func blob(_ digest: BlobDigest, of organization: Identifier) throws(CoreError) -> BlobRecord {
        if let record = try blobs.find(digest, of: organization, at: now) { return record }
        throw CoreError(
            .notFound, "There is no blob \(digest).", fix: "Store it with POST /blobs; it may have expired.")
    }
}
