public import CoreDomain
import CorePlatform

/// Where the sealing key comes from.
public enum SealingKeySource: Sendable {
    /// A file with 64 hexadecimal digits.
    case file(String)
    /// The key itself.
    case key(SealingKey)
    /// Where the store keeps it, made there when the store is new.
    case storeDefault

    /// Bytes of a key file that are read at most.
    private static let fileBytesMax = 4_096

    /// The key for a store.
    ///
    /// - Throws: `SEALING_KEY_MISSING` when there is none and none may be made, `SEALING_KEY_INVALID` for a file that
    ///   cannot be read or holds no key.
    func key(_ place: OpenStore.KeyPlace, storeIsNew: Bool, _ services: Services) throws(CoreError) -> SealingKey {
        switch self {
        case .key(let key): return key
        case .file(let path): return try Self.read(path, services.log)
        case .storeDefault: break
        }
        switch place {
        case .drawn: return try Self.draw(services)
        case .given:
            throw CoreError(
                .sealingKeyMissing, "This database needs a sealing key that is given to every server.",
                fix: "Set SCRIPTORIUM_SEALING_KEY_FILE to a file with the key.")
        case .file(let path):
            return try Self.readOrMake(path, storeIsNew: storeIsNew, services)
        }
    }

    private static func draw(_ services: Services) throws(CoreError) -> SealingKey {
        guard let key = SealingKey(bytes: try services.entropy.bytes(SealingKey.byteCount)) else {
            throw CoreError(.internalError, "The system gave too few random bytes.")
        }
        return key
    }

    private static func readOrMake(
        _ path: String, storeIsNew: Bool, _ services: Services
    ) throws(CoreError) -> SealingKey {
        if try exists(path) {
            // A new store takes no key that somebody else may have left for it.
            if storeIsNew { try checkTrustworthy(path) }
            return try read(path, services.log)
        }
        guard storeIsNew else {
            throw CoreError(
                .sealingKeyMissing, "The database has data, but its sealing key is missing at \(path).",
                fix: "Put the key file back, or name it with SCRIPTORIUM_SEALING_KEY_FILE.")
        }
        let key = try draw(services)
        do throws(FileError) {
            try Files.createPrivate(path, contents: Array((key.text().expose() + "\n").utf8))
        } catch {
            throw CoreError(opening: error)
        }
        return key
    }

    private static func exists(_ path: String) throws(CoreError) -> Bool {
        do { return try Files.exists(path) } catch { throw unreadable(error) }
    }

    private static func checkTrustworthy(_ path: String) throws(CoreError) {
        do throws(FileError) {
            if try Files.facts(of: path).isTrustworthy { return }
        } catch {
            throw unreadable(error)
        }
        throw CoreError(
            .sealingKeyInvalid, "The key file \(path) lies beside a new database, and others may have put it there.",
            fix: "Move it away, or name it as the key file if you trust it.")
    }

    private static func read(_ path: String, _ log: Log) throws(CoreError) -> SealingKey {
        let bytes: [UInt8]
        do throws(FileError) {
            if let exposure = try Files.exposure(of: path) {
                log(.warning, "The sealing key can be read by others: \(exposure).")
            }
            bytes = try Files.read(path, limit: fileBytesMax)
        } catch {
            throw unreadable(error)
        }
        guard let key = SealingKey(text: String(decoding: bytes, as: UTF8.self)) else {
            throw CoreError(
                .sealingKeyInvalid, "The file \(path) holds no sealing key.",
                fix: "A key is 64 hexadecimal digits: `openssl rand -hex 32`.")
        }
        return key
    }

    private static func unreadable(_ error: FileError) -> CoreError {
        CoreError(.sealingKeyInvalid, "The sealing key cannot be used: \(error.description).")
    }
}
