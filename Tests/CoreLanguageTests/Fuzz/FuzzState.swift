#if canImport(CoreLanguage)
    import CoreLanguage
#endif

/// What holds of any state that is read: it is written and read again as it is, and whatever it is told, nothing traps.
enum FuzzState {
    static let digest = [UInt8](repeating: 7, count: 32)

    /// A script with every thing that a state can hold: lanes, streams, compensations, an agent, a pause.
    static let source = """
        input
          n : integer = 3
        import tools
          echo from native
          http_request from native
        on thread error
          send "failed" { code: error.code }
        do with http_request { url: "https://example.org" }
          undo with echo { value: n }
          on error: retry 2 every 1s then ignore
        do with llm { prompt: "Hi" } ->> words
        together
          lane "read":
            pipe word from words batch 2 parallel 2
              wait 1s
              -> parts = join(word)
          lane "work":
            each i in range(0, n) parallel 2 sleep 5ms
              ask "Well?" { prompt: "Well {i}?" } -> said
              -> all = said.value
              on error: use "none"
        agent with llm { task: "Do it", tools: ["echo"] } -> worker
        wait event "go"
          where = e => e?.ok == true
          timeout = "1h"
          on error: ignore
        let round = 0
        repeat until round >= 2 max 5
          let round = round + 1
          yield { round }
        check "Enough" n > 100
          on fail: retry 1
        emit { parts, all, text: worker.text }
        stream
          round : integer
        """

    static let code: MachineCode? = {
        let program = ScriptCompiler.compile(SourceText(source)).program
        return program.flatMap { try? MachineCode($0) }  // reason: the tests ask for it first
    }()

    /// States on the way, as bytes.
    static func seeds() -> [[UInt8]] {
        guard let code else { return [] }
        var found: [[UInt8]] = []
        for failing in [0, 3, 5] {
            var state = code.start(inputs: ["n": 3], limits: FuzzProgram.limits)
            var events: [MachineEvent] = [.start]
            for number in 0..<40 where !events.isEmpty {
                let advance = code.advance(&state, events.removeFirst())
                events += advance.effects.map { answer($0, failing == 0 ? 1 : number % failing) }
                found.append(state.bytes(programDigest: digest))
            }
        }
        return found
    }

    static func fault(in bytes: [UInt8]) -> String? {
        guard let code else { return "There is no code." }
        do {
            var state = try code.state(decoding: bytes, programDigest: digest)
            // There may be more than one form of a state, but only one is written.
            let written = state.bytes(programDigest: digest)
            guard try code.state(decoding: written, programDigest: digest).bytes(programDigest: digest) == written
            else {
                return "It is written otherwise than it was read."
            }
            var events: [MachineEvent] = [.proceed, .cancel, .start]
            if case .paused(let error) = state.status { events.insert(.resume(error.path, input: nil), at: 0) }
            for number in 0..<24 where !events.isEmpty {
                events += code.advance(&state, events.removeFirst()).effects.prefix(8).map { answer($0, number) }
            }
            return nil
        } catch {
            return nil
        }
    }

    /// Some answer to an effect: an error when `number` is 0 by 7.
    static func answer(_ effect: MachineEffect, _ number: Int) -> MachineEvent {
        if number % 7 == 0, effect.kind != .yield {
            return .failed(effect.path, ScriptError(code: "BUSY", message: "Not now."))
        }
        switch effect.kind {
        case .wait: return .fired(effect.path)
        case .awaitEvent: return .event(effect.path, ["ok": true])
        case .model where effect.isStream && number % 3 == 0: return .item(effect.path, "word")
        case .model:
            let calls: JSONValue = number % 2 == 0 ? [] : [["id": 1, "name": "echo", "input": ["value": 1]]]
            return .completed(effect.path, ["text": "yes", "tool_calls": calls])
        default: return .completed(effect.path, ["value": effect.input])
        }
    }
}
