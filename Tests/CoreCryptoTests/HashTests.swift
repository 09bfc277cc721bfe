import CoreCrypto
import Testing

@Suite("SHA-256 (FIPS 180-4)")
struct HashTests {
    /// From NIST's "Examples with Intermediate Values" and FIPS 180-2, appendix B.
    static let vectors: [(message: [UInt8], digest: String)] = [
        (ascii("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (
            ascii("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            ascii(
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        (
            [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    @Test("published vectors", arguments: vectors)
    func published(message: [UInt8], digest: String) throws {
        #expect(try LibCrypto().sha256(message) == hex(digest))
    }

    @Test(
        "equality of bytes",
        arguments: [
            ([], [], true), ([1, 2, 3], [1, 2, 3], true), ([1, 2, 3], [1, 2, 2], false),
            ([1, 2, 3], [0, 2, 3], false),
            ([1, 2, 3], [1, 2], false), ([], [0], false), ([1, 2, 3], [1, 130, 3], false),
        ] as [([UInt8], [UInt8], Bool)])
    func equality(left: [UInt8], right: [UInt8], expected: Bool) throws {
        #expect(try LibCrypto().isEqual(left, right) == expected)
    }
}
