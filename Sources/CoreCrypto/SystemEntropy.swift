internal import COpenSSL
public import CoreDomain

/// Randomness from libcrypto's generator for private values, which the system's own seeds and reseeds.
public struct SystemEntropy: Entropy {
    /// The generator of this process; there is one for each thread behind it.
    public init() {}

    /// `count` unpredictable bytes.
    ///
    /// - Throws: `INTERNAL` for a count that is negative or over 2 GiB, and when the system gives no randomness.
    public func bytes(_ count: Int) throws(CoreError) -> [UInt8] {
        let length = try Library.length(count, of: "randomness asked for")
        var bytes = [UInt8](repeating: 0, count: count)
        guard Library.isReady, RAND_priv_bytes(&bytes, length) == 1 else {
            throw Library.failure("The system gives no randomness.")
        }
        return bytes
    }
}
