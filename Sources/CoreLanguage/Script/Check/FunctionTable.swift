/// The signatures of the builtin functions, read once.
enum FunctionTable {
    struct Function: Sendable {
        let texts: [String]
        let signatures: [FunctionSignature]
    }

    static func function(_ name: String) -> Function? { functions[name] }

    static let names = functions.keys.sorted()

    private static let functions: [String: Function] = Builtins.table.mapValues { builtin in
        Function(
            texts: builtin.signatures, signatures: builtin.signatures.compactMap { FunctionSignature($0) })
    }
}
