import CoreLanguage
import Testing

@Suite("A whole script")
struct SampleCheckTests {
    @Test("checks without a word")
    func refund() throws {
        #expect(findings(ScriptSample.text) == [])
        let compilation = ScriptCompiler.compile(SourceText(ScriptSample.text))
        let program = try #require(compilation.program)
        #expect(try Program(decoding: program.encode()) == program)
    }
}
