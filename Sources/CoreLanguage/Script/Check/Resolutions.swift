/// What the checker found out about names and places, by their offset in the source: what lowering and editors need and
/// the tree does not say.
public struct Resolutions: Hashable, Sendable {
    /// What a name in an expression stands for.
    public enum Meaning: Hashable, Sendable {
        /// A field of `input`; whether it may be absent.
        case input(isOptional: Bool)
        /// A binding, a variable of a loop, a parameter, `error` or `thread`.
        case binding
        /// A member of an enumeration.
        case member(JSONValue)
        /// A stream that `->>` bound.
        case stream
    }

    /// Where a jump goes.
    public struct Jump: Hashable, Sendable {
        /// How many blocks further out.
        public let levels: Int
        /// Which step of that block.
        public let ordinal: Int
    }

    /// What names stand for.
    public internal(set) var names: [Int: Meaning] = [:]
    /// Members and indices that give null where there is nothing, though they were not written so.
    public internal(set) var lenient: Set<Int> = []
    /// Where jumps go, by their labels.
    public internal(set) var jumps: [Int: Jump] = [:]
    /// Which tools are called, by the places of their names.
    public internal(set) var tools: [Int: ToolName] = [:]
    /// The schemas of the types of arguments.
    public internal(set) var schemas: [Int: JSONValue] = [:]
    /// The schemas of values of which only the run can tell whether they have the type that was written.
    public internal(set) var conditions: [SourceRange: JSONValue] = [:]
    /// Values that are ordered and compared as the moments they are, however they are written.
    public internal(set) var moments: Set<SourceRange> = []
    /// Calls that order or compare such values, by the places of the functions' names.
    public internal(set) var momentCalls: Set<Int> = []
    /// The milliseconds of texts that are durations.
    public internal(set) var durations: [Int: Int64] = [:]
    /// Steps that are never reached.
    public internal(set) var unreachable: Set<Int> = []
    /// The variables of the environment that are read, each once, in their order.
    public internal(set) var variables: [String] = []
    /// Names behind `run` that are plans and no scripts.
    public internal(set) var plans: Set<Int> = []
}
