#if canImport(CoreLanguage)
    import CoreLanguage
#endif

/// What holds of a rehearsal in any world: it ends, the same way each time.
enum FuzzWorld {
    private static let limits = RehearsalLimits(effects: 300, traceBytes: 1 << 20, elapsedMilliseconds: 1 << 40)

    private static let program = ScriptCompiler.compile(SourceText(FuzzState.source))

    static func fault(in bytes: [UInt8]) -> String? {
        guard let program = Self.program.program else { return "There is no program." }
        do {
            let description = try JSONValue.parse(bytes)
            var rehearsal = Rehearsal(
                program, sourceMap: Self.program.sourceMap, world: try RehearsalWorld(decoding: description))
            rehearsal.limits = limits
            let inputs = description["inputs"] ?? [:]
            let outcome = rehearsal.run(inputs: inputs, limits: FuzzProgram.limits).encode()
            let again = rehearsal.run(inputs: inputs, limits: FuzzProgram.limits).encode()
            guard outcome == again else { return "The second rehearsal went otherwise." }
            return outcome["status"]?.stringValue == nil ? "The outcome has no status." : nil
        } catch let error as RehearsalError {
            return error.message.isEmpty || error.hint.isEmpty ? "A refusal says nothing." : nil
        } catch {
            return nil
        }
    }

    static let seeds: [JSONValue] = [
        [
            "now": "2026-01-01T00:00:00Z", "environment": ["KEY": "v"],
            "effects": [
                ["tool": "http_request", "fails": ["code": "BUSY", "message": "b", "retryable": true], "times": 1],
                ["tool": "http_request", "input": ["url": "https://example.org"], "returns": ["status": 200]],
                ["model": "llm", "path": "1", "returns": ["text": "a b"], "items": ["a", "b", "c"], "takes_ms": 30],
                ["ask": true, "returns": ["value": 1], "takes_ms": 1000, "times": 2],
                ["ask": true, "fails": ["code": "NO", "message": "no"]],
                ["model": "llm", "returns": ["text": "done"]], ["plan": true, "returns": ["steps": []]],
                ["run": "other", "returns": 1], ["ingredient": "a", "returns": 1],
            ],
            "events": [["name": "go", "at_ms": 5000, "payload": ["ok": true], "id": "1"]], "cancel_at_ms": 90_000_000,
        ],
        ["effects": [["tool": "http_request", "returns": [:]], ["model": "llm", "returns": "x", "items": []]]],
    ]
}
