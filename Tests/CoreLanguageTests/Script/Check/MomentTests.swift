import CoreLanguage
import Testing

@Suite("Timestamps by their moments")
struct MomentTests {
    /// Ten o'clock in UTC, written later in the alphabet than eleven o'clock.
    private static let front = """
        let early = timestamp("2026-01-31T12:00:00+02:00")
        let late = timestamp("2026-01-31T11:00:00Z")
        let same = timestamp("2026-01-31T10:00:00.000Z")
        let soon = add_duration(same, 500)

        """

    @Test(
        "Whatever orders or compares them goes by the moment",
        arguments: [
            ("early < late", true), ("late >= early", true), ("early == same", true), ("early != same", false),
            ("soon > same", true), ("early == \"2026-01-31T10:00:00Z\"", true), ("max(early, late) == late", true),
            ("min([late, soon, early]) == same", true), ("sort([late, soon, same])[0] == early", true),
            ("sort([same, late], true)[0] == late", true), ("count(unique([early, same, late]))", 2),
            ("index_of([late, early], same)", 1), ("contains([late, early], same)", true),
            ("[late, early].contains(soon)", false),
            ("sort_by([{t: soon}, {t: early}], x => x.t)[0].t == early", true),
            ("min_by([{t: late}, {t: same}], x => x.t)?.t ?? late", "2026-01-31T10:00:00Z"),
        ] as [(String, JSONValue)])
    func moments(_ expression: String, _ expected: JSONValue) throws {
        let source = Self.front + "emit { v: \(expression), n: [early, late, same, soon] }"
        let program = try #require(ScriptCompiler.compile(SourceText(source)).program)
        try ProgramVerifier.verify(program)
        let outcome = Rehearsal(program).run(inputs: [:])
        #expect(outcome.result?["v"] == expected, "\(outcome)")
    }

    @Test("A format that can't be used is told of", arguments: ["%Q", "%", "dd.MM.yyyy"])
    func formats(_ format: String) {
        #expect(findings("let _a = parse_date(\"x\", \"\(format)\")") == ["E408 1:26"])
    }
}
