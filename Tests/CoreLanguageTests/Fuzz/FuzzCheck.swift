#if canImport(CoreLanguage)
    import CoreLanguage
#endif

/// What holds of checking and lowering any source.
enum FuzzCheck {
    static func fault(in bytes: [UInt8]) -> String? {
        let source = SourceText(bytes: bytes)
        let compilation = ScriptCompiler.compile(source)
        if let fault = FuzzSyntax.fault(in: compilation.diagnostics, of: source) { return fault }
        let hasErrors = compilation.diagnostics.contains { $0.severity == .error }
        guard let program = compilation.program else { return hasErrors ? nil : "There is no program, and no error." }
        if hasErrors { return "There is a program in spite of errors." }
        let stored = program.canonicalBytes()
        do throws(ProgramError) {
            try ProgramVerifier.verify(program)
            _ = try MachineCode(program)
            guard try Program(decoding: program.encode()) == program else { return "It is stored as another program." }
            guard try SourceMap(decoding: compilation.sourceMap.encode()) == compilation.sourceMap else {
                return "The source map is stored as another."
            }
        } catch {
            return "The lowered program is refused: \(error.pointer) \(error.message)"
        }
        guard ScriptCompiler.compile(source).program?.canonicalBytes() == stored else {
            return "It compiles otherwise."
        }
        guard let text = ScriptFormatter.format(compilation.tree, source) else { return "It is not formatted." }
        let formatted = ScriptCompiler.compile(SourceText(text)).program
        return formatted?.canonicalBytes() == stored ? nil : "The formatted text is another program:\n\(text)"
    }
}
