/// Why a text is no expression.
public struct ExpressionSyntaxError: Error, Hashable, Sendable {
    /// Where, in bytes of UTF-8 from the beginning of the text.
    public let offset: Int
    /// What is wrong, for people.
    public let message: String
    /// How to mend it, where that can be guessed.
    public let hint: String?

    /// An error at this place.
    public init(offset: Int, message: String, hint: String? = nil) {
        self.offset = offset
        self.message = message
        self.hint = hint
    }
}

extension ExpressionSyntaxError: CustomStringConvertible {
    /// The message with its place and hint: `At byte 4: … Did you mean “==”?`.
    public var description: String {
        "At byte \(offset): \(message)" + (hint.map { " \($0)" } ?? "")
    }
}
