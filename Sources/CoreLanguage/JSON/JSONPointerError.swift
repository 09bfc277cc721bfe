/// Why a text was refused as a JSON Pointer (RFC 6901).
public struct JSONPointerError: Error, Hashable, Sendable {
    /// How many bytes come before the place.
    public let offset: Int

    /// What was wrong and how to mend it, in English.
    public let message: String

    /// Creates an error about the place `offset` bytes into a text.
    public init(offset: Int, message: String) {
        self.offset = offset
        self.message = message
    }
}

extension JSONPointerError: CustomStringConvertible {
    /// The place and the message on one line.
    public var description: String {
        "byte \(offset): \(message)"
    }
}
