/// What a parser accepts at most. Both refusals are a ``JSONError``.
public struct JSONLimits: Hashable, Sendable {
    /// How many arrays and objects may be open at once. 0 allows only values that are neither.
    ///
    /// Reading needs no stack, but the release of a value takes some 200 bytes of it for each level. A limit of several
    /// thousand is too much for a thread with a stack of 512 KiB.
    public var maxDepth: Int

    /// How long the text may be, in bytes.
    public var maxBytes: Int

    /// Depth 512 and 32 MiB.
    public static let standard = JSONLimits()

    /// For what was stored: it wraps what a caller may send.
    public static let stored = JSONLimits(maxDepth: 2 * standard.maxDepth, maxBytes: 2 * standard.maxBytes)

    /// For programs in their stored form: each level of a block or an expression is up to four of JSON.
    public static let program = JSONLimits(maxDepth: 2_560, maxBytes: 2 * standard.maxBytes)

    /// Creates limits; what is not given is as in ``standard``.
    public init(maxDepth: Int = 512, maxBytes: Int = 32 * 1024 * 1024) {
        self.maxDepth = maxDepth
        self.maxBytes = maxBytes
    }
}
