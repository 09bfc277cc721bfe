/// A text that must not reach a log, an error or a debugger's summary. Only ``expose()`` gives it out.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Takes custody of `text`.
    public init(_ text: String) { self.text = text }

    /// The text itself; each call site is a place to review.
    public func expose() -> String { text }

    public var description: String { "[redacted]" }
    public var debugDescription: String { "[redacted]" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
