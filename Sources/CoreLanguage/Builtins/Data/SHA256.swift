/// The digest SHA-256 (FIPS 180-4).
enum SHA256 {
    /// The first 32 bits of the fractions of the cube roots, and square roots, of the first primes.
    private static let constants = primes(64).map { prime in fraction(prime) { root in root * root * root } }
    private static let start = primes(8).map { prime in fraction(prime) { root in root * root } }

    static func digest(_ bytes: Span<UInt8>) -> [UInt8] {
        var state = start
        var words = [UInt32](repeating: 0, count: 64)
        let length = UInt64(truncatingIfNeeded: bytes.count) &* 8
        for block in 0..<(bytes.count + 9 + 63) / 64 {
            let isLast = (block + 1) * 64 >= bytes.count + 9
            for word in 0..<16 {
                var value: UInt32 = 0
                for byte in 0..<4 {
                    let place = block * 64 + word * 4 + byte
                    let next: UInt8 = place < bytes.count ? bytes[place] : place == bytes.count ? 0x80 : 0
                    value = value << 8 | UInt32(next)
                }
                words[word] = value
            }
            if isLast {
                words[14] = UInt32(truncatingIfNeeded: length >> 32)
                words[15] = UInt32(truncatingIfNeeded: length)
            }
            mix(&words, into: &state)
        }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) } }
    }

    private static func mix(_ words: inout [UInt32], into state: inout [UInt32]) {
        for place in 16..<64 {
            let (near, far) = (words[place - 2], words[place - 15])
            words[place] =
                words[place - 16] &+ words[place - 7] &+ (rotated(far, 7) ^ rotated(far, 18) ^ far >> 3)
                &+ (rotated(near, 17) ^ rotated(near, 19) ^ near >> 10)
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for place in 0..<64 {
            let chosen = e & f ^ ~e & g
            let first =
                h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ chosen &+ constants[place] &+ words[place]
            let majority = a & b ^ a & c ^ b & c
            let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        for (place, value) in [a, b, c, d, e, f, g, h].enumerated() { state[place] = state[place] &+ value }
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }

    private static func primes(_ count: Int) -> [UInt64] {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < count {
            if primes.allSatisfy({ !candidate.isMultiple(of: $0) }) { primes.append(candidate) }
            candidate += 1
        }
        return primes
    }

    /// The first 32 bits of the fraction of the root whose `power` is the prime.
    private static func fraction(_ prime: UInt64, _ power: (UInt128) -> UInt128) -> UInt32 {
        let one = power(1 << 32)
        var root: UInt128 = 0
        for bit in stride(from: UInt128(40), through: 0, by: -1) where power(root | 1 << bit) <= UInt128(prime) * one {
            root |= 1 << bit
        }
        return UInt32(truncatingIfNeeded: root)
    }
}
