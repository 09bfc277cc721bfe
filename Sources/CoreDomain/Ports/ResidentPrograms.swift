/// Starts programs that stay, and that are talked with in lines.
public protocol ResidentPrograms: Sendable {
    /// Starts a program. What it says goes to `receive`, in its order and on a thread of its own, which may be held up;
    /// the last event is ``ResidentEvent/ended(_:)``, and comes always.
    ///
    /// - Throws: `PROGRAM_MISSING` when there is none of this name; `BUSY` when the system gives no process.
    func start(
        _ command: ResidentCommand, receive: @escaping @Sendable (ResidentEvent) -> Void
    ) async throws(CoreError) -> any ResidentProgram
}

/// A program that was started. It does not outlive this process.
public protocol ResidentProgram: Sendable {
    /// Puts bytes into its standard input, in turn; false when it has ended, or takes so little that too much waits.
    func write(_ bytes: [UInt8]) -> Bool

    /// Closes its standard input, ends it if it does not end by itself soon, and returns when nothing is left of it.
    func end() async
}

/// A program that stays, and what it is given.
public struct ResidentCommand: Hashable, Sendable {
    /// An absolute path, or a name that is looked for along the `PATH` of ``environment``.
    public let program: String
    /// Handed over as they are: no shell reads them.
    public let arguments: [String]
    /// All that it sees of an environment.
    public let environment: [String: String]
    /// Bytes of a line of its output; with more it is ended.
    public let lineBytesMax: Int
    /// Bytes of its standard error that are kept, the last ones.
    public let errorBytesMax: Int

    /// A command of these parts.
    public init(
        program: String, arguments: [String], environment: [String: String], lineBytesMax: Int = 16 * 1_024 * 1_024,
        errorBytesMax: Int = 4_096
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.lineBytesMax = lineBytesMax
        self.errorBytesMax = errorBytesMax
    }
}

/// What a program that stays does.
public enum ResidentEvent: Hashable, Sendable {
    /// A line of its standard output, without its end.
    case line([UInt8])
    /// It has ended, or was ended.
    case ended(ResidentEnding)
}

/// How a program that was to stay ended.
public struct ResidentEnding: Hashable, Sendable {
    public let ending: SubprocessResult.Ending
    /// Whether it was ended because a line had no end.
    public let wroteTooLongLine: Bool
    /// The last bytes of its standard error.
    public let error: [UInt8]

    /// An end of these parts.
    public init(ending: SubprocessResult.Ending, wroteTooLongLine: Bool = false, error: [UInt8] = []) {
        self.ending = ending
        self.wroteTooLongLine = wroteTooLongLine
        self.error = error
    }
}
