internal import COpenSSL
public import CoreDomain

/// The primitives of the domain, by the system's libcrypto (OpenSSL 3.0 or later).
///
/// A value is cheap to copy and safe to use from many threads at once.
public struct LibCrypto: Cryptography {
    /// The length of a SHA-256 digest, in bytes.
    static let digestCount = 32

    let algorithms: Algorithms

    /// Looks up every algorithm and tries those that cannot report a failure later.
    ///
    /// - Throws: `INTERNAL` when libcrypto is configured without one of them.
    public init() throws(CoreError) {
        algorithms = try Algorithms()
        guard digest(of: []) != nil, authenticationCode(of: [], key: []) != nil else {
            throw Library.failure("libcrypto computes no HMAC with SHA-256; check the system's openssl.cnf.")
        }
    }

    // `init` has seen both functions below work, and they take any bytes of any length. All that can fail from then on
    // is an allocation inside libcrypto; that stops the process, as a failed allocation of an array does. A caller
    // never gets a wrong digest.

    public func sha256(_ message: [UInt8]) -> [UInt8] {
        guard let digest = digest(of: message) else {
            preconditionFailure("libcrypto has no memory for SHA-256.")  // reason: out of memory
        }
        return digest
    }

    public func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        guard let code = authenticationCode(of: message, key: key) else {
            preconditionFailure("libcrypto has no memory for HMAC.")  // reason: out of memory
        }
        return code
    }

    /// Whether two byte strings are equal, in a time that depends on their lengths alone.
    public func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }

    private func digest(of message: [UInt8]) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Self.digestCount)
        let status = EVP_Digest(message, message.count, &digest, nil, algorithms.sha256, nil)
        return status == 1 ? digest : nil
    }

    private func authenticationCode(of message: [UInt8], key: [UInt8]) -> [UInt8]? {
        var code = [UInt8](repeating: 0, count: Self.digestCount)
        var count = 0
        let result = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &code, code.count, &count)
        return result != nil && count == Self.digestCount ? code : nil
    }
}
