import CoreLanguage
import Testing

@Suite("Steps of recipes")
struct RecipeStepTests {
    private func step(_ fields: String) throws -> GraphStep {
        guard case .graph(let steps) = try RecipeTestRegistry.program(RecipeTestRegistry.plan(step: fields)).body else {
            throw Missing()
        }
        return try #require(steps.last)
    }

    private struct Missing: Error {}

    @Test("A step says little and means the rest")
    func defaults() throws {
        let step = try step("")
        let call = IngredientCall(ingredient: "scrypted:tool:any", version: "0.1.0", input: .literal([:]))
        #expect(step == GraphStep(id: "b", dependsOn: ["a"], body: call))
        #expect(step.retry == .recipe)
        #expect(step.onError == .fail)
    }

    @Test("Null fields are as good as none")
    func nulls() throws {
        let fields = #""version":null,"input":null,"when":null,"for_each":null,"max_items":null,"retry":null,"#
        #expect(try step(fields + #""timeout_seconds":null,"on_error":null"#) == step(""))
    }

    @Test("Every field reaches the program")
    func everything() throws {
        let step = try step(
            #""when":"inputs.text != ''","for_each":"$.inputs.list","max_items":7,"concurrency":3,"#
                + #""input":{"x":{"from":"item.x"},"y":[1,{"expr":"index"}],"z":{"a":[1]}},"timeout_seconds":1.5,"#
                + #""retry":{"max_attempts":2,"backoff_seconds":0.25,"cap_seconds":9,"factor":1.5,"jitter":"full"},"#
                + #""on_error":{"default":{"template":"{{index}}"}}"#)
        #expect(step.condition == (try Expression(parsing: "inputs.text != ''")))
        #expect(step.forEach == ForEach(items: try Expression(parsing: "inputs.list"), itemsMax: 7, lanesMax: 3))
        #expect(
            step.body.input
                == .object([
                    .init(key: "x", value: try Expression(parsing: "item.x")),
                    .init(key: "y", value: .array([.literal(1), try Expression(parsing: "index")])),
                    .init(key: "z", value: .literal(["a": [1]])),
                ]))
        #expect(step.timeoutMilliseconds == 1_500)
        #expect(
            step.retry
                == RetryPolicy(attempts: 2, baseMilliseconds: 250, factor: 1.5, capMilliseconds: 9_000, jitter: .full))
        #expect(step.onError == .substitute(try Expression(parsingTemplate: "{{index}}")))
    }

    @Test(
        "Values",
        arguments: [
            (#"{"x":{"from":"$.inputs.text"}}"#, "{x: inputs.text}"),
            (#"{"x":{"literal":{"from":"no path"}}}"#, "literal"),
            (#"{"from":"a@b.c","to":"d"}"#, "literal"), (#"{"x":{"literal":null}}"#, "literal"),
            (#"{"from":"inputs"}"#, "reference"), (#"{"expr":"inputs ?? steps.a.output"}"#, "coalesce"),
        ])
    func values(_ input: String, _ kind: String) throws {
        let expression = try step(#""input":\#(input)"#).body.input
        switch expression {
        case .literal: #expect(kind == "literal")
        case .reference: #expect(kind == "reference")
        case .coalesce: #expect(kind == "coalesce")
        default: #expect(expression == .object([.init(key: "x", value: try Expression(parsing: "inputs.text"))]))
        }
    }

    @Test("References are dependencies, wherever they stand")
    func implicitDependencies() throws {
        for field in [
            #""input":{"x":{"from":"$.steps.s.output"}}"#, #""when":"steps.s.status == 'skipped'""#,
            #""for_each":[{"from":"steps.s.output"}]"#, #""on_error":{"default":{"expr":"exists(steps.s.output.x)"}}"#,
            #""depends_on":["s","s"]"#,
        ] {
            let plan =
                #"{"schema_version":2,"steps":[{"id":"last","ingredient":"scrypted:tool:any",\#(field)},"#
                + #"{"id":"s","ingredient":"scrypted:tool:any"}]}"#
            guard case .graph(let steps) = try RecipeTestRegistry.program(plan).body else { throw Missing() }
            #expect(steps[0].dependsOn == ["s"], "\(field)")
        }
    }

    @Test("The latest release is taken, and never the alphabet's last")
    func latest() throws {
        let plan = #"{"schema_version":2,"steps":[{"id":"a","ingredient":"scrypted:text:nova-pro"}]}"#
        guard case .graph(let steps) = try RecipeTestRegistry.program(plan).body else { throw Missing() }
        #expect(steps[0].body.version == "1.10.0")
    }

    @Test("A cap follows a longer wait, and a shorter cap shortens the wait")
    func caps() throws {
        #expect(try step(#""retry":{"backoff_seconds":600}"#).retry.capMilliseconds == 600_000)
        #expect(try step(#""retry":{"cap_seconds":5}"#).retry.baseMilliseconds == 5_000)
    }
}
