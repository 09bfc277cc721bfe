/// Randomness fit for keys. Tests seed it.
public protocol Entropy: Sendable {
    /// `count` unpredictable bytes.
    ///
    /// - Throws: `INTERNAL` when the system has no randomness to give; nothing may go on without it.
    func bytes(_ count: Int) throws(CoreError) -> [UInt8]
}

extension Entropy {
    /// A new UUIDv7 at `time`.
    public func identifier(at time: Timestamp) throws(CoreError) -> Identifier {
        Identifier(at: time, random: try bytes(Identifier.randomByteCount))
    }
}
