import CoreLanguage
import Testing

@Suite("The example of docs/recipes.md")
struct RecipeExampleTests {
    private struct GraphMissing: Error {}

    private func program() throws -> Program {
        try RecipeTestRegistry.program(try RecipeExample.plan)
    }

    private func steps() throws -> [GraphStep] {
        guard case .graph(let steps) = try program().body else { throw GraphMissing() }
        return steps
    }

    @Test("It compiles")
    func compiles() throws {
        let program = try program()
        #expect(program.kind == .recipe)
        #expect(program.name == "acme:recipe:test")
        #expect(program.onUnhandled == .fail)
        #expect(program.inputDefaults == ["max_tokens": 400])
        #expect(program.inputSchema["required"] == ["input_text"])
        #expect(try steps().map(\.dependsOn) == [[], ["clean"]])
        #expect(try steps()[1].forEach?.itemsMax == 20)
        #expect(try Program(decoding: .parse(program.canonicalBytes())) == program)
    }

    @Test("Its expressions give what the page says")
    func evaluates() throws {
        let inputs: JSONValue = ["input_text": "hello", "max_tokens": 400, "languages": ["fr", "de"]]
        var scope = EvaluationScope(["inputs": inputs, "steps": [:]])
        let (clean, translate) = (try steps()[0], try steps()[1])
        #expect(try clean.condition?.isTrue(in: scope) == true)
        #expect(
            try clean.body.input.evaluate(in: scope) == ["user_prompt": "Rewrite: hello", "max_tokens": 400])
        if case .substitute(let value) = clean.onError {
            #expect(try value.evaluate(in: scope) == ["text": "hello"])
        }

        scope.roots["steps"] = ["clean": ["output": ["text": "Hello"], "status": "completed"]]
        #expect(try translate.forEach?.items.evaluate(in: scope) == ["fr", "de"])
        scope.roots["item"] = "fr"
        #expect(try translate.body.input.evaluate(in: scope) == ["user_prompt": "Translate to fr: Hello"])
    }

    @Test("Its result follows from the steps")
    func result() throws {
        var scope = EvaluationScope(["inputs": [:]])
        scope.roots["steps"] = ["clean": ["output": ["text": "x"]], "translate": ["output": ["y", nil]]]
        let program = try program()
        #expect(try program.result.evaluate(in: scope) == ["text": "x", "translations": ["y", nil]])
        scope.roots["steps"] = ["clean": ["output": nil, "status": "skipped"], "translate": ["output": []]]
        let result = try program.result.evaluate(in: scope)
        #expect(result == ["text": "", "translations": []])
        #expect(try JSONSchema(compiling: program.outputSchema).isValid(result))
    }
}
