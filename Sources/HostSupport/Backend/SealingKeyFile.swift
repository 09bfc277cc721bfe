public import CoreDomain
import CorePlatform

/// Files that hold a sealing key.
public enum SealingKeyFile {
    /// Writes a new key into a new file at `path`, mode 0600.
    ///
    /// - Throws: `ALREADY_EXISTS` when there is something at `path`: a key that was overwritten would be lost for ever.
    public static func make(_ path: String, _ entropy: any Entropy) throws(CoreError) {
        guard let key = SealingKey(bytes: try entropy.bytes(SealingKey.byteCount)) else {
            throw CoreError(.internalError, "The system gave too few random bytes.")
        }
        do throws(FileError) {
            try Files.createPrivate(path, contents: Array((key.text().expose() + "\n").utf8))
        } catch {
            guard error.kind == .alreadyExists else {
                throw CoreError(.requestInvalid, "The key cannot be kept: \(error.description).")
            }
            throw CoreError(
                .alreadyExists, "There is something at \(path.debugDescription) already; a key is never overwritten.",
                fix: "Name a new file.")
        }
    }

    /// Refuses a key that is not the one the database at `database` was made with. The database is only read.
    ///
    /// - Throws: `SEALING_KEY_WRONG`, and what opening throws.
    public static func check(
        _ key: SealingKeySource, fits database: String, drivers: [any StoreDriver], _ services: Services
    ) async throws(CoreError) {
        let backend = try await Backend.openForReading(
            database, key: key, drivers: drivers, services: services)
        await backend.close()
    }
}
