import CoreDomain

/// For programs that have no store: what they tell of tools needs none.
struct NoBlobs: BlobSource {
    func content(_ digest: BlobDigest, of organization: Identifier) async throws(CoreError) -> [UInt8] {
        throw CoreError(.unsupported, "This program has no store.", fix: "Name a database, or a server.")
    }
}
