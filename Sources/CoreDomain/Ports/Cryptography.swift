/// The few primitives the domain builds on. All sizes are in bytes.
public protocol Cryptography: Sendable {
    /// SHA-256 (FIPS 180-4): 32 bytes.
    func sha256(_ message: [UInt8]) -> [UInt8]

    /// HMAC-SHA256 (RFC 2104): 32 bytes.
    func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8]

    /// HKDF with SHA-256 (RFC 5869): `count` bytes, at most 8,160.
    ///
    /// - Throws: `INTERNAL` for a larger count.
    func hkdfSHA256(_ key: [UInt8], salt: [UInt8], info: [UInt8], count: Int) throws(CoreError) -> [UInt8]

    /// AES-256-GCM (NIST SP 800-38D): the ciphertext, as long as `plaintext`, and a tag of 16.
    ///
    /// `key` has 32 bytes and `nonce` 12; a nonce is never used twice with one key.
    /// - Throws: `INTERNAL` for other sizes.
    func sealAES256GCM(
        _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
    ) throws(CoreError) -> [UInt8]

    /// Undoes ``sealAES256GCM(_:key:nonce:authenticating:)``.
    ///
    /// - Throws: `SEAL_BROKEN` when the bytes, the key, the nonce or the data are not those that were sealed.
    func openAES256GCM(
        _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
    ) throws(CoreError) -> [UInt8]

    /// Whether two byte strings are equal, in a time that depends on their lengths alone.
    func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool

    /// scrypt (RFC 7914) with these costs: `count` bytes. Blocks for as long as the costs say.
    ///
    /// - Throws: `INTERNAL` for costs that the RFC or the memory limit of 256 MiB refuses.
    func scrypt(_ password: [UInt8], salt: [UInt8], costs: ScryptCosts, count: Int) throws(CoreError) -> [UInt8]
}

/// The three costs of scrypt (RFC 7914 §2); memory is `128 · n · r` bytes.
public struct ScryptCosts: Hashable, Sendable {
    /// CPU and memory cost, a power of two.
    public let n: UInt64
    /// Block size.
    public let r: UInt64
    /// Parallelization.
    public let p: UInt64

    /// These costs, unchecked; `scrypt` refuses bad ones.
    public init(n: UInt64, r: UInt64, p: UInt64) {
        self.n = n
        self.r = r
        self.p = p
    }

    /// For passwords of people: 32 MiB, about a tenth of a second (OWASP's first recommendation has n 2¹⁷, r 8, p 1;
    /// this is its second, 2¹⁵ with p 3, which leaves room for several logins at once).
    public static let interactive = ScryptCosts(n: 1 << 15, r: 8, p: 3)
}
