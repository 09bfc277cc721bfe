import Testing

@testable import CoreLanguage

@Suite("Kills that are tried in rehearsals")
struct RehearsalCrashTests {
    private static func code() throws -> MachineCode {
        let source = """
            script "t"
            version "1.0.0"
            import tools
              a from native
              b from native
            do "A" with a
              -> first
            do "B" with b
              -> second
            emit
              value = [first, second]
            """
        return try MachineCode(try #require(ScriptCompiler.compile(SourceText(source)).program))
    }

    private func journal(changing change: (inout MachineState) -> Void) throws -> RehearsalCrashes {
        let code = try Self.code()
        var state = code.start(inputs: [:])
        var log = CrashLog(state) { _ in false }
        var effects: [MachineEffect] = []
        for event in [MachineEvent.start, nil, nil] {
            let told = event ?? .completed(try #require(effects.first?.path), 1)
            if event == nil { log.end(entry: 0) }
            let advance = code.advance(&state, told)
            effects = advance.effects
            if event == nil { change(&state) }
            if let effect = effects.first { log.begin(effect, entry: 0, from: 0) }
            log.write(told, state, effects, at: 0)
        }
        while true {
            if let crashes = log.proceed(code) { return crashes }
        }
    }

    @Test func whatTheJournalTellsIsSound() throws {
        let crashes = try journal { _ in }
        #expect(crashes.writes == 3 && crashes.differsAt == nil)
        #expect(crashes.calls.map(\.writes) == [1, 1] && crashes.calls.allSatisfy { !$0.isRepeatable })
    }

    @Test func whatItDoesNotTellIsFound() throws {
        #expect(try journal { $0.instructionsLeft -= 1 }.differsAt == 2)
    }

    @Test func aCallThatIsYetToBeMadeIsInNoDoubt() throws {
        let code = try Self.code()
        var state = code.start(inputs: [:])
        var log = CrashLog(state) { _ in true }
        let advance = code.advance(&state, .start)
        log.begin(try #require(advance.effects.first), entry: 0, from: 500)
        log.write(.start, state, advance.effects, at: 499)
        #expect(log.proceed(code)?.calls == [])
    }
}
