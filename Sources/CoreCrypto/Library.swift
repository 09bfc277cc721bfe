internal import COpenSSL
internal import CoreDomain

/// The state of libcrypto as a whole.
enum Library {
    /// Whether libcrypto is ready; asking for the first time starts it.
    ///
    /// Left to itself, libcrypto dismantles its tables in an `atexit` handler while other threads may still be hashing.
    /// The system takes back all memory anyway, so that handler is never registered.
    static let isReady = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1

    /// An `INTERNAL` error that says what libcrypto did not do.
    ///
    /// Empties the thread's error queue, so that nobody later takes its entries for their own.
    static func failure(_ message: String) -> CoreError {
        ERR_clear_error()
        return CoreError(.internalError, message)
    }

    /// Overwrites a secret that is no longer needed, in a way that the optimizer does not remove.
    static func cleanse(_ bytes: inout [UInt8]) {
        OPENSSL_cleanse(&bytes, bytes.count)
    }

    /// A length in the type of libcrypto's older functions.
    ///
    /// - Throws: `INTERNAL` for a length of 2 GiB or more, and for a negative one.
    static func length(_ count: Int, of name: String) throws(CoreError) -> Int32 {
        guard let length = Int32(exactly: count), length >= 0 else {
            throw CoreError(.internalError, "The \(name) may have 0 to \(Int32.max) bytes, not \(count).")
        }
        return length
    }
}
