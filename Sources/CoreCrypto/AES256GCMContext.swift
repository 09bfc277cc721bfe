internal import COpenSSL
internal import CoreDomain

/// One run of AES-256-GCM (NIST SP 800-38D). Call in this order: `start`, `authenticate`, when opening `expect`,
/// `transform`, `finish`, when sealing `tag`.
///
/// libcrypto's context, with the key schedule in it, is wiped and freed when the value ends, on every path.
struct AES256GCMContext: ~Copyable {
    static let keyCount = 32
    static let nonceCount = 12
    static let tagCount = 16

    /// The direction, in the numbers of `EVP_CipherInit_ex2`.
    enum Direction: Int32 {
        case open = 0
        case seal = 1
    }

    private let context: OpaquePointer

    init() throws(CoreError) {
        guard let context = EVP_CIPHER_CTX_new() else { throw Library.failure("libcrypto has no memory for a cipher.") }
        self.context = context
    }

    deinit {
        EVP_CIPHER_CTX_free(context)
    }

    func start(
        _ direction: Direction, _ algorithms: Algorithms, key: [UInt8], nonce: [UInt8]
    ) throws(CoreError) {
        // libcrypto reads as many bytes as the cipher needs, whatever the arrays hold.
        guard key.count == Self.keyCount else {
            throw CoreError(.internalError, "AES-256-GCM takes a key of \(Self.keyCount) bytes, not \(key.count).")
        }
        guard nonce.count == Self.nonceCount else {
            throw CoreError(
                .internalError, "AES-256-GCM takes a nonce of \(Self.nonceCount) bytes, not \(nonce.count).")
        }
        let status = EVP_CipherInit_ex2(context, algorithms.aes256GCM, key, nonce, direction.rawValue, nil)
        guard status == 1 else { throw Library.failure("AES-256-GCM did not start.") }
    }

    /// Adds data that is authenticated but not encrypted.
    func authenticate(_ data: [UInt8]) throws(CoreError) {
        let count = try Library.length(data.count, of: "authenticated data")
        var written: Int32 = 0
        guard EVP_CipherUpdate(context, nil, &written, data, count) == 1 else {
            throw Library.failure("AES-256-GCM did not take the authenticated data.")
        }
    }

    /// The first `count` bytes of `input`, encrypted or decrypted.
    func transform(_ input: [UInt8], count: Int) throws(CoreError) -> [UInt8] {
        let length = try Library.length(count, of: "value to seal or open")
        var output = [UInt8](repeating: 0, count: count)
        var written: Int32 = 0
        guard EVP_CipherUpdate(context, &output, &written, input, length) == 1, written == length else {
            Library.cleanse(&output)
            throw Library.failure("AES-256-GCM stopped halfway.")
        }
        return output
    }

    /// Ends the run; false when the tag is not the expected one.
    func finish() -> Bool {
        // GCM has no last block to write, but libcrypto wants room for one.
        var rest = [UInt8](repeating: 0, count: Self.tagCount)
        var written: Int32 = 0
        let status = EVP_CipherFinal_ex(context, &rest, &written)
        if status != 1 { ERR_clear_error() }
        return status == 1
    }

    /// Sets the tag that `finish` compares with.
    func expect(tag: [UInt8]) throws(CoreError) {
        var tag = tag
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagCount), &tag) == 1 else {
            throw Library.failure("AES-256-GCM did not take the tag.")
        }
    }

    /// The tag of what was sealed.
    func tag() throws(CoreError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: Self.tagCount)
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagCount), &tag) == 1 else {
            throw Library.failure("AES-256-GCM gave no tag.")
        }
        return tag
    }
}
