import CoreLanguage
import CoreTesting
import Testing

/// What holds of every script that checks without errors, of its program and of its runs.
@Suite("Random scripts that are right")
struct CheckedScriptTests {
    private func script(_ seed: UInt64) throws -> (source: SourceText, compilation: ScriptCompiler.Compilation) {
        var generator = CheckedScriptGenerator(seed: seed)
        let source = SourceText(generator.script())
        let compilation = ScriptCompiler.compile(source)
        let errors = compilation.diagnostics.filter { $0.severity == .error }
        try #require(
            errors.isEmpty,
            "seed \(seed)\n\(DiagnosticReport(file: "s", source: source).text(of: errors))\n\(source.text)")
        return (source, compilation)
    }

    @Test("They lower to the same program, formatted or not, which verifies", arguments: Torture.seeds(0..<60))
    func lowering(_ seed: UInt64) throws {
        let (source, _) = try script(seed)
        #expect(FuzzCheck.fault(in: source.bytes) == nil, "seed \(seed)\n\(source.text)")
        #expect(FuzzSyntax.fault(in: source.bytes) == nil, "seed \(seed)\n\(source.text)")
    }

    /// Answers that depend on the effect alone, so that the order of events is of no consequence.
    private static func answer(_ effect: MachineEffect) -> MachineEvent? {
        switch effect.kind {
        case .call(let tool) where tool.name == "http_request":
            let number = effect.path.description.utf8.reduce(effect.attempt) { ($0 * 31 + Int($1)) % 1_009 }
            guard number % 3 > 0 else {
                return .failed(effect.path, ScriptError(code: "BUSY", message: "Not now."))
            }
            return .completed(
                effect.path, ["status": .integer(Int64(number)), "headers": [:], "body": nil, "text": "x"])
        case .model: return .completed(effect.path, "a word")
        default: return TestThread.answer(effect)
        }
    }

    private func ran(_ code: MachineCode, choosing choose: (Int) -> Int) throws -> TestThread {
        var thread = TestThread(code, inputs: CheckedScriptGenerator.inputs)
        _ = try thread.run(choosing: choose, Self.answer)
        return thread
    }

    @Test("The order of answers changes neither effects nor the result", arguments: Torture.seeds(0..<40))
    func order(_ seed: UInt64) throws {
        let (source, compilation) = try script(seed)
        let code = try MachineCode(try #require(compilation.program))
        let first = try ran(code) { _ in 0 }
        try #require(first.state.status.isFinal, "seed \(seed): \(first.state.status)\n\(source.text)")
        var random = SeededRandom(seed: seed)
        for _ in 0..<3 {
            let other = try ran(code) { Int(random.next() % UInt64($0)) }
            #expect(other.state.status == first.state.status, "seed \(seed)\n\(source.text)")
            #expect(other.trace.sorted() == first.trace.sorted(), "seed \(seed)\n\(source.text)")
        }
    }

    private static func world(_ seed: UInt64) -> JSONValue {
        var random = SeededRandom(seed: seed)
        func some(_ bound: UInt64) -> JSONValue { .integer(Int64(random.next() % bound)) }
        let page: JSONValue = ["status": some(500), "headers": [:], "body": nil, "text": "page"]
        let busy: JSONValue = ["code": "BUSY", "message": "Not now."]
        return [
            "effects": [
                [
                    "tool": "http_request", "fails": busy, "times": .integer(Int64(1 + random.next() % 4)),
                    "takes_ms": some(50),
                ],
                ["tool": "http_request", "returns": page, "takes_ms": some(200)],
                ["model": "llm", "items": ["a", "b", "c"], "returns": ["text": "abc"], "takes_ms": some(90)],
                ["ask": true, "returns": ["value": "yes"], "takes_ms": some(9_000)],
            ]
        ]
    }

    @Test("A rehearsal completes, and goes the same way again", arguments: Torture.seeds(0..<40))
    func rehearsals(_ seed: UInt64) throws {
        let (source, compilation) = try script(seed)
        let rehearsal = Rehearsal(
            try #require(compilation.program), sourceMap: compilation.sourceMap,
            world: try RehearsalWorld(decoding: Self.world(seed)))
        let outcome = rehearsal.run(inputs: CheckedScriptGenerator.inputs)
        #expect(outcome.status == .completed, "seed \(seed): \(outcome.encode())\n\(source.text)")
        #expect(rehearsal.run(inputs: CheckedScriptGenerator.inputs) == outcome)
        let schema = try JSONSchema(compiling: compilation.contract.outputSchema)
        #expect(schema.validate(outcome.result ?? .null).isEmpty)
    }
}
