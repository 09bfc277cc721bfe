#if canImport(CoreLanguage)
    import CoreLanguage
#endif

/// What bytes from outside are given to, each with the rules that hold whatever the bytes are.
///
/// Two harnesses use it: the tests, which change seeds blindly, and `scripts/fuzz`, which lets the compiler's fuzzer watch
/// what code each change reaches.
enum FuzzTarget: String, CaseIterable, Sendable {
    /// The lexer, the parser and the formatter.
    case syntax
    /// The checker and the lowering.
    case check
    /// The reader of stored programs, the verifier and the machine.
    case program
    /// The reader of stored states.
    case state
    /// The reader of worlds, and rehearsals in them.
    case world

    /// Which rule was broken; nil when all hold. It must not trap, whatever comes.
    func fault(in bytes: [UInt8]) -> String? {
        switch self {
        case .syntax: FuzzSyntax.fault(in: bytes)
        case .check: FuzzCheck.fault(in: bytes)
        case .program: FuzzProgram.fault(in: bytes)
        case .state: FuzzState.fault(in: bytes)
        case .world: FuzzWorld.fault(in: bytes)
        }
    }

    /// More says nothing new and takes longer.
    static let bytesMax = 1 << 16
}
