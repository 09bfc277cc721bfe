import CoreLanguage
import Testing

@Suite struct ToolPinTests {
    private static let source = """
        import tools
          weather from cloud

        do "Look" with weather
          city = "Bern"
          -> found

        emit
          found = found
        """

    private static func signatures(_ effect: ToolSignature.Effect) -> ToolSignatures {
        var signatures = ToolSignatures.standard
        signatures.add(
            ToolSignature(
                ToolName("weather", from: "cloud", pin: ToolPin(version: 3, effect: effect)), "Tells the weather.",
                fields: [ToolSignature.Field("city", .text, isRequired: true, "The city.")], result: .any,
                effect: effect))
        return signatures
    }

    @Test(arguments: ToolSignature.Effect.allCases)
    func programsNameTheVersionAndTheEffectOfATool(_ effect: ToolSignature.Effect) throws {
        let compilation = ScriptCompiler.compile(
            SourceText(Self.source), tools: Self.signatures(effect), isStrict: true)
        let program = try #require(compilation.program)
        let stored = program.encode()
        let text = stored.serializedString()
        #expect(text.contains(#""version":3"#) && text.contains(#""effect":"\#(effect.rawValue)""#))
        #expect(try Program(decoding: stored) == program)
    }
}
