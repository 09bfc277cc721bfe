import CoreCrypto
import CoreDomain
import Testing

@Suite("Sealed values that were tampered with")
struct SealTamperingTests {
    private let key = [UInt8](repeating: 7, count: 32)
    private let nonce = [UInt8](repeating: 9, count: 12)
    private let data = ascii("organization 1")
    private let plaintext = ascii("a secret of 23 bytes...")

    @Test("any altered bit of any byte of value, key, nonce or data refuses to open")
    func alteredBytes() throws {
        let sealed = try LibCrypto().sealAES256GCM(plaintext, key: key, nonce: nonce, authenticating: data)
        for bit in [0, 3, 7] as [UInt8] {
            for altered in alterations(of: sealed, bit: bit) { try expectBroken(altered, key, nonce, data) }
            for altered in alterations(of: key, bit: bit) { try expectBroken(sealed, altered, nonce, data) }
            for altered in alterations(of: nonce, bit: bit) { try expectBroken(sealed, key, altered, data) }
            for altered in alterations(of: data, bit: bit) { try expectBroken(sealed, key, nonce, altered) }
        }
    }

    @Test("any cut, and anything more, refuses to open")
    func otherLengths() throws {
        let sealed = try LibCrypto().sealAES256GCM(plaintext, key: key, nonce: nonce, authenticating: data)
        for count in 0..<sealed.count { try expectBroken(Array(sealed.prefix(count)), key, nonce, data) }
        for count in 0..<sealed.count { try expectBroken(Array(sealed.suffix(count)), key, nonce, data) }
        try expectBroken(sealed + [0], key, nonce, data)
        try expectBroken(sealed, key, nonce, [])
        try expectBroken(sealed, key, nonce, data + [0])
    }

    @Test(
        "keys and nonces of other sizes are a defect of the caller",
        arguments: [
            (0, 12), (16, 12), (31, 12), (33, 12), (64, 12), (32, 0), (32, 11), (32, 13), (32, 16),
        ])
    func wrongSizes(keyCount: Int, nonceCount: Int) throws {
        let crypto = try LibCrypto()
        let (key, nonce) = ([UInt8](repeating: 7, count: keyCount), [UInt8](repeating: 9, count: nonceCount))
        let sealing = #expect(throws: CoreError.self) {
            try crypto.sealAES256GCM([1], key: key, nonce: nonce, authenticating: [])
        }
        #expect(sealing?.reason == .internalError)
        let opening = #expect(throws: CoreError.self) {
            try crypto.openAES256GCM([UInt8](repeating: 0, count: 17), key: key, nonce: nonce, authenticating: [])
        }
        #expect(opening?.reason == .internalError)
    }

    private func alterations(of bytes: [UInt8], bit: UInt8) -> [[UInt8]] {
        bytes.indices.map { index in
            var altered = bytes
            altered[index] ^= 1 << bit
            return altered
        }
    }

    private func expectBroken(
        _ sealed: [UInt8], _ key: [UInt8], _ nonce: [UInt8], _ data: [UInt8]
    ) throws {
        let crypto = try LibCrypto()
        let error = #expect(throws: CoreError.self) {
            try crypto.openAES256GCM(sealed, key: key, nonce: nonce, authenticating: data)
        }
        #expect(error?.reason == .sealBroken)
    }
}
