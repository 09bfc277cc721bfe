/// Why a description of a world is refused.
public struct RehearsalError: Error, Hashable, Sendable {
    /// Where, from the root of the description.
    public let pointer: JSONPointer
    /// What is wrong, for people.
    public let message: String
    /// How to mend it.
    public let hint: String

    init(at pointer: JSONPointer, _ message: String, hint: String) {
        self.pointer = pointer
        self.message = message
        self.hint = hint
    }
}

extension RehearsalError: CustomStringConvertible {
    /// The place, what is wrong there, and how to mend it.
    public var description: String { "\(pointer): \(message) \(hint)" }
}
