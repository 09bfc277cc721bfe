/// A program as the engine runs it: the intermediate representation, format 1.
///
/// Recipes, scripts and flows are compiled to it once, when they are published; a run keeps the program it began with.
/// ``init(decoding:)`` and ``encode()`` are the stored form, ``canonicalBytes()`` what a digest is taken of. The format
/// only grows: kinds of nodes and expressions are added, none is changed, and a reader refuses what it does not know by
/// name.
public struct Program: Hashable, Sendable {
    /// The number of the format.
    public static let format: Int64 = 1

    /// What the program was written as: a word of lower-case letters and `_`.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// The word.
        public let rawValue: String

        /// A kind of this word, which must be 1 to 32 lower-case letters and `_` to be read back.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A graph of ingredients.
        public static let recipe = Kind(rawValue: "recipe")
        /// Steps, one after the other.
        public static let script = Kind(rawValue: "script")
    }

    /// What becomes of a run when an error is not handled.
    public enum UnhandledError: String, Hashable, Sendable, CaseIterable {
        /// It pauses, and can be resumed with a corrected input.
        case pause
        /// It fails.
        case fail
    }

    /// What the program was written as.
    public var kind: Kind
    /// The name it is published under; a recipe's id.
    public var name: String
    /// The version it is published as.
    public var version: String
    /// What becomes of a run when an error is not handled.
    public var onUnhandled: UnhandledError
    /// A JSON Schema of the input, which is an object.
    public var inputSchema: JSONValue
    /// What stands in for members of the input that are not given.
    public var inputDefaults: JSONObject
    /// A JSON Schema of the result.
    public var outputSchema: JSONValue
    /// What is done.
    public var body: Node
    /// Gives the result when all is done: of a graph over the roots `inputs` and `steps`, of a block over `inputs`,
    /// `thread` and what its outermost steps bound. A script that ends with `emit` has its result from there.
    public var result: Expression
    /// What is done when an error is not handled; nil for nothing. Only a block has it.
    public var threadError: Block?
    /// A JSON Schema of what `yield` tells; nil for anything. Only a block has it.
    public var streamSchema: JSONValue?
    /// The variables of the environment that it reads, in the order they were written. Only a block has them.
    public var environment: [EnvironmentVariable]

    /// A program of these parts.
    public init(
        kind: Kind,
        name: String,
        version: String,
        onUnhandled: UnhandledError,
        inputSchema: JSONValue,
        inputDefaults: JSONObject = JSONObject(),
        outputSchema: JSONValue,
        body: Node,
        result: Expression,
        threadError: Block? = nil,
        streamSchema: JSONValue? = nil,
        environment: [EnvironmentVariable] = []
    ) {
        self.kind = kind
        self.name = name
        self.version = version
        self.onUnhandled = onUnhandled
        self.inputSchema = inputSchema
        self.inputDefaults = inputDefaults
        self.outputSchema = outputSchema
        self.body = body
        self.result = result
        self.threadError = threadError
        self.streamSchema = streamSchema
        self.environment = environment
    }

    /// One byte sequence for each program, to take a digest of and to store: the canonical JSON of ``encode()``.
    public func canonicalBytes() -> [UInt8] {
        encode().canonicalBytes()
    }
}
