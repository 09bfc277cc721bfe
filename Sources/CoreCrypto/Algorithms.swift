internal import COpenSSL
internal import CoreDomain

/// Algorithms looked up in libcrypto once; a look-up at each call would cost more than a short hash itself.
///
/// SAFETY: both pointers are set once, and libcrypto's fetched algorithms are immutable and shared between threads
/// by design (OpenSSL, "openssl-threads(7)"). They keep their provider loaded until `deinit` gives them back.
final class Algorithms: @unchecked Sendable {
    let sha256: OpaquePointer
    let aes256GCM: OpaquePointer

    /// Looks up the algorithms in `context`, an `OSSL_LIB_CTX`; nil is the process's own.
    ///
    /// - Throws: `INTERNAL` when the system's configuration of libcrypto withholds one of them.
    init(context: OpaquePointer? = nil) throws(CoreError) {
        guard Library.isReady else { throw Library.failure("libcrypto does not start.") }
        guard let sha256 = EVP_MD_fetch(context, "SHA256", nil) else {
            throw Library.failure("libcrypto offers no SHA-256; check the system's openssl.cnf.")
        }
        guard let aes256GCM = EVP_CIPHER_fetch(context, "AES-256-GCM", nil) else {
            EVP_MD_free(sha256)
            throw Library.failure("libcrypto offers no AES-256-GCM; check the system's openssl.cnf.")
        }
        self.sha256 = sha256
        self.aes256GCM = aes256GCM
    }

    deinit {
        EVP_CIPHER_free(aes256GCM)
        EVP_MD_free(sha256)
    }
}
