/// Runs other programs, each in a cage of limits. Nothing of this process reaches them but what a command names.
public protocol Subprocess: Sendable {
    /// Runs a program and returns once it has ended and nothing is left of it.
    ///
    /// Cancelling the task ends it, and all that it started.
    ///
    /// - Throws: `PROGRAM_MISSING`, naming the Debian package; `PROGRAM_LIMIT` when it took longer, computed longer or
    ///   wrote more than it may; `CANCELLED`; `BUSY` when the system gives no process.
    func run(_ command: SubprocessCommand) async throws(CoreError) -> SubprocessResult
}

/// A program, what it is given, and what it may take.
public struct SubprocessCommand: Hashable, Sendable {
    /// The file's name, without a folder; it is looked for in the system's own folders only.
    public let program: String
    /// The Debian package that brings it, for the message when it is missing.
    public let package: String
    /// Handed over as they are: no shell reads them.
    public let arguments: [String]
    /// What it reads from its standard input; empty for nothing.
    public let input: [UInt8]
    public let limits: SubprocessLimits

    /// A command of these parts.
    public init(
        program: String, package: String, arguments: [String], input: [UInt8] = [],
        limits: SubprocessLimits = SubprocessLimits()
    ) {
        self.program = program
        self.package = package
        self.arguments = arguments
        self.input = input
        self.limits = limits
    }
}

/// What a program may take.
public struct SubprocessLimits: Hashable, Sendable {
    /// From its start to its end.
    public var duration = Duration.seconds(60)
    /// Time on processors, in whole seconds.
    public var cpuSeconds: UInt64 = 60
    /// Bytes of addresses, which bounds its memory.
    public var addressSpaceBytes: UInt64 = 1_024 * 1_024 * 1_024
    /// Bytes of any file that it writes.
    public var fileBytes: UInt64 = 0
    /// Bytes of its standard output; with more it is ended.
    public var outputBytes = 64 * 1_024 * 1_024
    /// Bytes of its standard error that are kept; what is beyond is read and dropped, so that it is not held up.
    public var errorBytes = 64 * 1_024

    /// A minute, a gibibyte, no files, 64 MiB of output.
    public init() {}
}

/// What a program left.
public struct SubprocessResult: Hashable, Sendable {
    /// How a program ended.
    public enum Ending: Hashable, Sendable {
        /// By itself, with this status.
        case exited(Int32)
        /// By this signal, which was not ours.
        case signalled(Int32)
        /// Somebody else in this process waited for it first, and nobody knows how it ended.
        case unknown
    }

    public let ending: Ending
    public let output: [UInt8]
    public let error: [UInt8]

    /// A result of these parts.
    public init(ending: Ending, output: [UInt8], error: [UInt8]) {
        self.ending = ending
        self.output = output
        self.error = error
    }
}
