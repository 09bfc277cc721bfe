import CoreCrypto
import CoreDomain
import Testing

@Suite("HKDF-SHA256 (RFC 5869)")
struct HKDFTests {
    struct Vector: Sendable {
        let key: [UInt8]
        let salt: [UInt8]
        let info: [UInt8]
        let output: String
    }

    /// RFC 5869, appendices A.1 to A.3.
    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0x0b, count: 22), salt: Array(0x00...0x0c), info: Array(0xf0...0xf9),
            output: """
                3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf
                34007208d5b887185865
                """),
        Vector(
            key: Array(0x00...0x4f), salt: Array(0x60...0xaf), info: Array(0xb0...0xff),
            output: """
                b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c
                59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71
                cc30c58179ec3e87c14c01d5c1f3434f1d87
                """),
        Vector(
            key: [UInt8](repeating: 0x0b, count: 22), salt: [], info: [],
            output: """
                8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d
                9d201395faa4b61a96c8
                """),
    ]

    @Test("published vectors", arguments: vectors)
    func published(vector: Vector) throws {
        let output = hex(vector.output)
        let derived = try LibCrypto().hkdfSHA256(
            vector.key, salt: vector.salt, info: vector.info, count: output.count)
        #expect(derived == output)
    }

    @Test("every allowed count is a prefix of the longest output", arguments: [0, 1, 31, 32, 33, 64, 8_159])
    func counts(count: Int) throws {
        let crypto = try LibCrypto()
        let longest = try crypto.hkdfSHA256([1], salt: [2], info: [3], count: 8_160)
        #expect(longest.count == 8_160)
        #expect(try crypto.hkdfSHA256([1], salt: [2], info: [3], count: count) == Array(longest.prefix(count)))
    }

    @Test("an empty key is a key like others")
    func emptyKey() throws {
        let crypto = try LibCrypto()
        #expect(
            try crypto.hkdfSHA256([], salt: [], info: [], count: 32)
                != crypto.hkdfSHA256([1], salt: [], info: [], count: 32))
    }

    @Test("other counts are refused", arguments: [-1, Int.min, 8_161, Int.max])
    func refused(count: Int) throws {
        let crypto = try LibCrypto()
        let error = #expect(throws: CoreError.self) { try crypto.hkdfSHA256([1], salt: [], info: [], count: count) }
        #expect(error?.reason == .internalError)
    }
}
