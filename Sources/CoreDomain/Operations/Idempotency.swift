public import CoreLanguage

/// Whether an operation takes an idempotency key, and of which form.
public enum IdempotencyRule: Hashable, Sendable {
    /// The operation changes nothing, or nothing more when it is repeated; a key is ignored.
    case none
    /// A key may be given: 1 to 255 visible ASCII characters.
    case optional
    /// A key must be given, 32 to 128 of `[A-Za-z0-9_-]`: it is the only name that an anonymous caller has.
    case requiredUnguessable

    /// The form of a key; nil where none is used.
    public var form: IdempotencyKeyForm? {
        switch self {
        case .none: nil
        case .optional: IdempotencyKeyForm(counts: 1...255, pattern: "[!-~]") { (0x21...0x7e).contains($0) }
        case .requiredUnguessable:
            IdempotencyKeyForm(counts: 32...128, pattern: "[A-Za-z0-9_-]", allows: Self.isUnguessableCharacter)
        }
    }

    /// Whether a call without a key is refused.
    public var isRequired: Bool { self == .requiredUnguessable }

    /// The key to use for this call; nil when none is used.
    ///
    /// - Throws: `IDEMPOTENCY_KEY_MISSING`, or `IDEMPOTENCY_KEY_INVALID` for a key of the wrong form.
    func key(_ given: Secret?) throws(CoreError) -> Secret? {
        guard let form else { return nil }
        guard let given else {
            if isRequired { throw Self.missing }
            return nil
        }
        if form.fits(given) { return given }
        throw CoreError(
            .idempotencyKeyInvalid,
            "The idempotency key of this operation has \(form.counts.lowerBound) to \(form.counts.upperBound) "
                + "characters of \(form.pattern).",
            fix: "Use 32 random bytes in hexadecimal: `openssl rand -hex 32`.")
    }

    private static let missing = CoreError(
        .idempotencyKeyMissing, "This operation needs an idempotency key.",
        fix: """
            Give 64 random hexadecimal digits, and the same ones on each retry; over HTTP as the header \
            `Idempotency-Key`.
            """)

    @Sendable private static func isUnguessableCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// What an idempotency key may look like: the one description that checks and documents come from.
public struct IdempotencyKeyForm: Sendable {
    /// How many characters.
    public let counts: ClosedRange<Int>
    /// The characters, as a class of a regular expression (ECMA-262).
    public let pattern: String
    let allows: @Sendable (UInt8) -> Bool

    func fits(_ key: Secret) -> Bool {
        let characters = key.expose().utf8
        return counts.contains(characters.count) && characters.allSatisfy(allows)
    }

    /// The JSON Schema of a key.
    public var document: JSONValue {
        ["type": "string", "pattern": .string("^\(pattern){\(counts.lowerBound),\(counts.upperBound)}$")]
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

    let sealer: Sealer
    let cryptography: any Cryptography

    /// The stored answer for this call; nil when it is new.
    ///
    /// - Throws: `IDEMPOTENCY_MISMATCH` when the key was used with another input.
    func find(
        _ key: IdempotencyRecord.Key, fingerprint: [UInt8], _ tx: any ReadTransaction
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
        let sealed = try sealer.seal(answer.serialized(), place: key.place)
        try tx.idempotency.put(
            IdempotencyRecord(
                key: key, fingerprint: fingerprint, sealedAnswer: sealed, expiresAt: tx.now.adding(Self.lifetime)),
            at: tx.now)
    }
}
