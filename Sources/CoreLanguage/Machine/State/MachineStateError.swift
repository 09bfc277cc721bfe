/// Why bytes are not read as a state.
public struct MachineStateError: Error, Hashable, Sendable {
    /// What kind of obstacle there was.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The bytes are of another program or another form of code. The journal has to be run through again.
        case other
        /// The bytes are no state.
        case malformed
    }

    /// What kind of obstacle there was.
    public let kind: Kind
    /// What is wrong, for people.
    public let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
