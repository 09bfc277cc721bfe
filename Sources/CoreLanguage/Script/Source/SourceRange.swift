/// A stretch of a source text, in UTF-8 bytes from its front.
public struct SourceRange: Hashable, Sendable {
    /// The first byte.
    public let start: Int
    /// Behind the last byte; never before ``start``.
    public let end: Int

    /// A stretch from `start` to before `end`; an empty one at `start` when `end` lies before it.
    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// How many bytes it has.
    public var count: Int { end - start }

    /// From the front of this one to the end of the other.
    public func joined(_ other: SourceRange) -> SourceRange {
        SourceRange(min(start, other.start), max(end, other.end))
    }

    /// Whether the byte at `offset`, or the place right behind the last one, belongs to it.
    public func touches(_ offset: Int) -> Bool { start <= offset && offset <= end }
}
