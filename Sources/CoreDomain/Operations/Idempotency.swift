import CoreLanguage

/// Whether an operation takes an idempotency key, and of which form.
public enum IdempotencyRule: Hashable, Sendable {
    /// The operation changes nothing, so that it can be repeated freely; a key is ignored.
    case none
    /// A key may be given: 1 to 255 visible ASCII characters.
    case optional
    /// A key must be given, 32 to 128 of `[A-Za-z0-9_-]`: it is the only name that an anonymous caller has.
    case requiredUnguessable

    /// The key to use for this call; nil when none is used.
    ///
    /// - Throws: `IDEMPOTENCY_KEY_MISSING`, or `IDEMPOTENCY_KEY_INVALID` for a key of the wrong form.
    func key(_ given: Secret?) throws(CoreError) -> Secret? {
        guard let given else {
            if self == .requiredUnguessable { throw Self.missing }
            return nil
        }
        let characters = given.expose().utf8
        switch self {
        case .none: return nil
        case .optional:
            guard (1...255).contains(characters.count), characters.allSatisfy({ (0x21...0x7e).contains($0) }) else {
                throw CoreError(
                    .idempotencyKeyInvalid, "An idempotency key has 1 to 255 visible ASCII characters.")
            }
        case .requiredUnguessable:
            guard (32...128).contains(characters.count), characters.allSatisfy(Self.isUnguessableCharacter) else {
                throw CoreError(
                    .idempotencyKeyInvalid,
                    "The idempotency key of this operation has 32 to 128 characters of A-Z, a-z, 0-9, \"_\" and \"-\".",
                    fix: "Use 32 random bytes in hexadecimal: `openssl rand -hex 32`.")
            }
        }
        return given
    }

    private static let missing = CoreError(
        .idempotencyKeyMissing, "This operation needs an idempotency key.",
        fix: """
            Give 64 random hexadecimal digits, and the same ones on each retry; over HTTP as the header \
            `Idempotency-Key`.
            """)

    private static func isUnguessableCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// A stored answer: what a repetition of the same call is told.
public struct IdempotencyRecord: Hashable, Sendable {
    /// What a stored answer is found by. The caller's key is kept only as a hash.
    public struct Key: Hashable, Sendable {
        /// The organization; nil for anonymous callers, whose keys are unguessable.
        public let organization: Identifier?
        public let operation: String
        /// SHA-256 of the caller's key.
        public let keyDigest: [UInt8]

        /// A key of these parts.
        public init(organization: Identifier?, operation: String, keyDigest: [UInt8]) {
            self.organization = organization
            self.operation = operation
            self.keyDigest = keyDigest
        }

        /// The bytes that bind a sealed answer to this key.
        var place: [UInt8] {
            let name = Array(operation.utf8)
            return (organization?.bytes ?? []) + UInt64(name.count).bigEndianBytes + name + keyDigest
        }
    }

    public let key: Key
    /// SHA-256 of the canonical input.
    public let fingerprint: [UInt8]
    /// The answer, sealed: it may hold a token.
    public let sealedAnswer: [UInt8]
    public let expiresAt: Timestamp

    /// A record of these parts.
    public init(key: Key, fingerprint: [UInt8], sealedAnswer: [UInt8], expiresAt: Timestamp) {
        self.key = key
        self.fingerprint = fingerprint
        self.sealedAnswer = sealedAnswer
        self.expiresAt = expiresAt
    }
}

/// Looks up and stores answers, in the same transaction as the work they answer for.
struct IdempotentAnswers: Sendable {
    /// How long an answer is kept.
    static let lifetime: Duration = .seconds(24 * 60 * 60)
    /// Expired answers removed with each new one, so that the table stays bounded without a sweeper of its own.
    private static let removalsPerWrite = 2

    let sealer: Sealer
    let cryptography: any Cryptography

    /// The stored answer for this call; nil when it is new.
    ///
    /// - Throws: `IDEMPOTENCY_MISMATCH` when the key was used with another input.
    func find(
        _ key: IdempotencyRecord.Key, fingerprint: [UInt8], _ tx: any WriteTransaction
    ) throws(CoreError) -> JSONValue? {
        guard let record = try tx.idempotency.find(key), tx.now < record.expiresAt else { return nil }
        guard cryptography.isEqual(record.fingerprint, fingerprint) else {
            throw CoreError(
                .idempotencyMismatch, "This idempotency key was used before with another input.",
                fix: "Use a new key for a new call, and the same key only to repeat the same call.")
        }
        let bytes = try sealer.open(record.sealedAnswer, place: key.place)
        do throws(JSONError) {
            return try JSONValue.parse(bytes)
        } catch {
            throw CoreError(.sealBroken, "A stored answer is not JSON.")
        }
    }

    /// Stores `answer` for repetitions of this call.
    func put(
        _ answer: JSONValue, _ key: IdempotencyRecord.Key, fingerprint: [UInt8], _ tx: any WriteTransaction
    ) throws(CoreError) {
        _ = try tx.idempotency.removeExpired(before: tx.now, limit: Self.removalsPerWrite)
        let sealed = try sealer.seal(answer.serialized(), place: key.place)
        try tx.idempotency.put(
            IdempotencyRecord(
                key: key, fingerprint: fingerprint, sealedAnswer: sealed, expiresAt: tx.now.adding(Self.lifetime)))
    }
}
