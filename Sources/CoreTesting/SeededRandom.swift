public import CoreDomain
import Synchronization

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014): small, and the same for ever.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that gives the same numbers for the same seed.
    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// True once in `outOf` times.
    public mutating func chance(oneIn outOf: UInt64) -> Bool {
        next() % max(1, outOf) == 0
    }
}

/// Randomness that repeats with its seed.
public final class SeededEntropy: Entropy {
    private let random: Mutex<SeededRandom>

    /// Entropy that gives the same bytes for the same seed.
    public init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }

    public func bytes(_ count: Int) throws(CoreError) -> [UInt8] {
        random.withLock { random in (0..<max(0, count)).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
    }
}
