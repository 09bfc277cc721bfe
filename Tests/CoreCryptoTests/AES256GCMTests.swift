import CoreCrypto
import CoreDomain
import Testing

@Suite("AES-256-GCM (NIST SP 800-38D)")
struct AES256GCMTests {
    struct Vector: Sendable {
        let key: String
        let nonce: String
        var plaintext = ""
        var data = ""
        /// Ciphertext and tag.
        let sealed: String
    }

    private static let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
    private static let plaintext = """
        d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
        1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
        """
    private static let ciphertext = """
        522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
        8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
        """

    /// Test cases 13 to 16 of McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B; then count 0 of the
    /// first and second blocks with a nonce of 96 bits in NIST's CAVP file `gcmEncryptExtIV256.rsp`.
    static let vectors = [
        Vector(
            key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
            sealed: "530f8afbc74536b9a963b4f1c4cb738b"),
        Vector(
            key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
            plaintext: String(repeating: "0", count: 32),
            sealed: "cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919"),
        Vector(
            key: key, nonce: "cafebabefacedbaddecaf888", plaintext: plaintext + "1aafd255",
            sealed: ciphertext + "898015ad b094dac5d93471bdec1a502270e3cc6c"),
        Vector(
            key: key, nonce: "cafebabefacedbaddecaf888", plaintext: plaintext,
            data: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            sealed: ciphertext + "76fc6ece0f4e1768cddf8853bb2d551b"),
        Vector(
            key: "b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4",
            nonce: "516c33929df5a3284ff463d7", sealed: "bdc1ac884d332457a1d2664f168c76f0"),
        Vector(
            key: "31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22",
            nonce: "0d18e06c7c725ac9e362e1ce", plaintext: "2db5168e932556f8089a0622981d017d",
            sealed: "fa4362189661d163fcd6a56d8bf0405a d636ac1bbedd5cc3ee727dc2ab4a9489"),
    ]

    @Test("published vectors seal and open", arguments: vectors)
    func published(vector: Vector) throws {
        let crypto = try LibCrypto()
        let (key, nonce, data) = (hex(vector.key), hex(vector.nonce), hex(vector.data))
        let sealed = try crypto.sealAES256GCM(hex(vector.plaintext), key: key, nonce: nonce, authenticating: data)
        #expect(sealed == hex(vector.sealed))
        #expect(
            try crypto.openAES256GCM(sealed, key: key, nonce: nonce, authenticating: data) == hex(vector.plaintext))
    }

    @Test("round trips of many lengths", arguments: [0, 1, 15, 16, 17, 255, 4_096, 1_000_003])
    func lengths(count: Int) throws {
        let crypto = try LibCrypto()
        let plaintext = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let (key, nonce) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 12))
        let sealed = try crypto.sealAES256GCM(plaintext, key: key, nonce: nonce, authenticating: plaintext)
        #expect(sealed.count == count + 16)
        #expect(try crypto.openAES256GCM(sealed, key: key, nonce: nonce, authenticating: plaintext) == plaintext)
    }
}
