import CoreLanguage
import Testing

/// What fuzzing found, each as a case of its own.
@Suite("What fuzzing found")
struct FuzzFindTests {
    private func code(_ source: String) throws -> MachineCode {
        try MachineCode(try #require(ScriptCompiler.compile(SourceText(source)).program))
    }

    @Test("A loop that paused because its stream failed is read from its state, and fails again when it is resumed")
    func pausedAtTheHeadOfLanes() throws {
        var thread = TestThread(
            try code(
                """
                do with llm { prompt: "Count" } ->> words
                pipe some from words batch 2 parallel 2
                  let joined = join(some)
                  -> parts = joined
                emit { parts }
                """))
        try thread.tell(.start)
        let model = try #require(thread.open.first)
        try thread.tell(.failed(model.path, ScriptError(code: "CUT", message: "It broke off.")))
        guard case .paused(let error) = thread.state.status else { throw Unexpected(thread.state.status) }
        #expect(error.code == "CUT")
        // `tell` writes the state and reads it again.
        #expect(try thread.tell(.resume(error.path, input: nil)) == .taken)
        #expect(thread.state.status == .paused(error))
    }

    @Test(
        "A word of the language stands for no member",
        arguments: ["yield {not}", "let _b = {true}", "let _b = {a, if}"])
    func wordsAsMembers(_ source: String) {
        #expect(ScriptParser.parse(SourceText(source)).1.map { "\($0.code)" } == ["E205"])
        #expect(FuzzSyntax.fault(in: Array(source.utf8)) == nil)
    }

    @Test("A pattern that can't be used is told of, and the format of a date is none")
    func patterns() {
        #expect(findings("let _a = matches(\"x\", \"[b-a]\")") == ["E411 1:23"])
        #expect(findings("let _a = format_date(date(\"2026-01-02\"), \"(%d\")") == [])
    }

    private struct Unexpected: Error {
        let status: MachineStatus
        init(_ status: MachineStatus) { self.status = status }
    }
}
