public import CoreDomain

extension LibCrypto {
    // Built on HMAC rather than on libcrypto's own HKDF, which refuses an empty input key (the RFC allows one).
    public func hkdfSHA256(
        _ key: [UInt8], salt: [UInt8], info: [UInt8], count: Int
    ) throws(CoreError) -> [UInt8] {
        let limit = 255 * Self.digestCount
        guard (0...limit).contains(count) else {
            throw CoreError(.internalError, "HKDF gives 0 to \(limit) bytes, not \(count).")
        }
        // Extract (§2.2). "No salt" means 32 zero bytes; HMAC pads its key with zeros, so an empty salt is the same.
        var pseudorandomKey = hmacSHA256(key, key: salt)
        defer { Library.cleanse(&pseudorandomKey) }
        return expand(pseudorandomKey, info: info, count: count)
    }

    /// Expand (§2.3): T(i) = HMAC(PRK, T(i-1) | info | i), one after another.
    private func expand(_ pseudorandomKey: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(count)
        var block: [UInt8] = []
        var number: UInt8 = 0
        while output.count < count {
            // At most 255, since `count` is at most 255 blocks.
            number += 1
            var message = block + info + [number]
            Library.cleanse(&block)
            block = hmacSHA256(message, key: pseudorandomKey)
            Library.cleanse(&message)
            output.append(contentsOf: block.prefix(count - output.count))
        }
        Library.cleanse(&block)
        return output
    }
}
