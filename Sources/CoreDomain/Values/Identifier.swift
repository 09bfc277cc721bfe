/// A 128-bit name of one object, unique among all of them.
///
/// Ours are UUIDv7 (RFC 9562 §5.7), so that ids made later mostly sort later; a caller may choose any other value.
public struct Identifier: Hashable, Comparable, Sendable {
    /// The first 64 bits, big-endian.
    public let high: UInt64
    /// The last 64 bits, big-endian.
    public let low: UInt64

    /// The identifier with these bits.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new UUIDv7 from a time and ten random bytes; missing bytes count as zero.
    public init(at time: Timestamp, random: [UInt8]) {
        let milliseconds = UInt64(bitPattern: max(0, time.milliseconds)) & 0xffff_ffff_ffff
        var bits: UInt64 = 0
        for byte in random.prefix(2) { bits = bits << 8 | UInt64(byte) }
        var tail: UInt64 = 0
        for byte in random.dropFirst(2).prefix(8) { tail = tail << 8 | UInt64(byte) }
        high = milliseconds << 16 | 0x7000 | bits & 0x0fff
        low = tail & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
    }

    /// How many random bytes a new identifier takes.
    public static let randomByteCount = 10

    /// The identifier in these sixteen bytes, big-endian; nil for any other count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The identifier behind all others.
    public static let greatest = Identifier(high: .max, low: .max)

    /// The sixteen bytes, big-endian.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<8 {
                buffer[index] = UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64(index)))
                buffer[index + 8] = UInt8(truncatingIfNeeded: low >> (56 - 8 * UInt64(index)))
            }
            count = 16
        }
    }

    public static func < (left: Identifier, right: Identifier) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
