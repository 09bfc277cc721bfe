/// Why a text was refused as JSON (RFC 8259), and where.
public struct JSONError: Error, Hashable, Sendable {
    /// The kind of a refusal, for a program to act on.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The text does not follow the grammar.
        case syntax
        /// The text ends before the value does.
        case unterminated
        /// Something other than white space follows the value.
        case trailingContent
        /// A number is not written as JSON writes numbers.
        case invalidNumber
        /// A backslash in a string begins no escape that JSON knows.
        case invalidEscape
        /// An escape names half of a surrogate pair, which is no character.
        case loneSurrogate
        /// A control character stands unescaped in a string.
        case controlCharacter
        /// The bytes are not UTF-8 (RFC 3629).
        case invalidUTF8
        /// Arrays and objects are nested deeper than ``JSONLimits/maxDepth``.
        case depthExceeded
        /// The text is longer than ``JSONLimits/maxBytes``.
        case sizeExceeded
    }

    /// The kind of refusal.
    public let kind: Kind

    /// What was wrong and how to mend it, in English.
    public let message: String

    /// The line, from 1. Lines end with LF, CR or CR LF.
    public let line: Int

    /// The column, from 1, counted in Unicode scalars.
    public let column: Int

    /// How many bytes come before the place.
    public let offset: Int

    /// Creates an error about the place `offset` bytes into a text.
    public init(kind: Kind, message: String, line: Int, column: Int, offset: Int) {
        self.kind = kind
        self.message = message
        self.line = line
        self.column = column
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// The place and the message on one line.
    public var description: String {
        "line \(line), column \(column): \(message)"
    }
}
