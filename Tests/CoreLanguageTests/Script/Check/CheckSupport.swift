import CoreLanguage

/// What checking a source says, one line for each diagnostic: `E301 4:7`. A program that comes of it is verified too, and
/// stored and read again.
func findings(
    _ source: String, tools: ToolSignatures = .standard, isStrict: Bool = false
) -> [String] {
    let text = SourceText(source)
    let compilation = ScriptCompiler.compile(text, tools: tools, isStrict: isStrict)
    var lines = compilation.diagnostics.map { diagnostic in
        let place = text.position(of: diagnostic.range.start)
        return "\(diagnostic.code) \(place.line):\(place.column)"
    }
    guard let program = compilation.program else {
        return compilation.diagnostics.contains { $0.severity == .error } ? lines : lines + ["no program"]
    }
    do {
        try ProgramVerifier.verify(program)
        if try Program(decoding: program.encode()) != program { lines.append("stored otherwise") }
    } catch {
        lines.append("refused: \(error.pointer) \(error.message)")
    }
    return lines
}

/// The diagnostics of a source.
func diagnostics(_ source: String) -> [Diagnostic] {
    ScriptCompiler.compile(SourceText(source)).diagnostics
}

/// The program of a source; nil when it has errors.
func compiled(_ source: String) -> Program? {
    ScriptCompiler.compile(SourceText(source)).program
}
