/// Why a stored program, or a part of one, is refused.
public struct ProgramError: Error, Hashable, Sendable {
    /// What kind of fault it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A format, a node or an operator that this version of Scriptorium does not know.
        case unsupported
        /// No program as the format has it.
        case malformed
        /// The form is right, and what it says cannot run: see ``ProgramVerifier``.
        case invalid
    }

    /// What kind of fault it is.
    public let kind: Kind
    /// Where, from the root of the stored program.
    public let pointer: JSONPointer
    /// What is wrong, for people.
    public let message: String

    /// An error of this kind.
    public init(_ kind: Kind, at pointer: JSONPointer, _ message: String) {
        self.kind = kind
        self.pointer = pointer
        self.message = message
    }
}
