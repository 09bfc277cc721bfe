import Testing

@testable import CoreLanguage

/// What comes of a script in a world: the source is compiled, and the thread goes through bytes after each event, each
/// of which is told twice.
func rehearse(
    _ source: String, _ world: JSONValue = [:], inputs: JSONValue = [:], limits: RehearsalLimits = RehearsalLimits(),
    machine: MachineLimits = .rehearsal, isDoubtful: Bool = true
) throws -> RehearsalOutcome {
    let head = source.hasPrefix("import tools") ? "" : "import tools\n  echo from native\n"
    let compilation = ScriptCompiler.compile(SourceText("script \"t\"\nversion \"1.0.0\"\n" + head + source))
    let errors = compilation.diagnostics.filter { $0.severity == .error }.map { "\($0.code) \($0.message)" }
    #expect(errors == [])
    let program = compilation.program
    var rehearsal = Rehearsal(
        try #require(program), sourceMap: compilation.sourceMap, world: try RehearsalWorld(decoding: world))
    rehearsal.limits = limits
    rehearsal.isDoubtful = isDoubtful
    if isDoubtful { rehearsal.crashes = { _ in true } }
    let outcome = rehearsal.run(inputs: inputs, limits: machine)
    #expect(outcome.crashes?.differsAt == nil, "a thread that is begun anew stands otherwise")
    return outcome
}

extension RehearsalOutcome {
    /// The trace in lines: `0..5 1.~0 tool a #2 = {"x":1}`.
    var lines: [String] {
        trace.map { entry in
            var line = "\(entry.atMilliseconds).."
            if let end = entry.endedMilliseconds { line += "\(end)" }
            line += " \(entry.path) \(entry.effect)"
            if let name = entry.name { line += " \(name)" }
            if entry.attempt > 1 { line += " #\(entry.attempt)" }
            switch entry.end {
            case .value(let value): return line + " = \(value)"
            case .error(let error): return line + " ! \(error.code)"
            case .cancelled: return line + " x"
            case nil: return line
            }
        }
    }
}
