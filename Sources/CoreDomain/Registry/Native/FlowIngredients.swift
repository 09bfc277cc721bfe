import CoreLanguage

/// Ingredients that shape a run: they give back, wait, or fail.
public enum FlowIngredients {
    /// All of them.
    public static var all: [NativeIngredient] {
        [
            NativeIngredient(
                definition(
                    "scriptorium:flow:echo", "Echo", "Gives its input back.",
                    input: ["type": "object", "required": ["value"], "properties": ["value": true]],
                    output: ["type": "object", "required": ["value"], "properties": ["value": true]], effect: .pure),
                .function { input, _ in StepOutput(input) }),
            NativeIngredient(
                definition(
                    "scriptorium:flow:wait", "Wait", "Waits, then gives its value back.",
                    input: [
                        "type": "object", "required": ["milliseconds"], "additionalProperties": false,
                        "properties": [
                            "milliseconds": ["type": "integer", "minimum": 0, "maximum": 86_400_000], "value": true,
                        ],
                    ],
                    output: ["type": "object", "properties": ["value": true]], effect: .pure),
                .wait(wait)),
            NativeIngredient(
                definition(
                    "scriptorium:flow:fail", "Fail", "Fails with a message.",
                    input: [
                        "type": "object", "required": ["message"], "additionalProperties": false,
                        "properties": [
                            "message": ["type": "string", "maxLength": 2_000], "retryable": ["type": "boolean"],
                        ],
                    ],
                    output: false, effect: .pure),
                .function(fail)),
        ]
    }

    private static func definition(
        _ id: String, _ name: String, _ description: String, input: JSONValue, output: JSONValue, effect: EffectClass
    ) -> IngredientDefinition {
        IngredientDefinition(
            id: id, version: "1.0.0", kind: .atomic, name: name, description: description, handler: id,
            inputSchema: input, outputSchema: output, effect: effect)
    }

    @Sendable private static func wait(_ input: JSONValue, _: StepContext) throws -> (Duration, StepOutput) {
        (.milliseconds(input["milliseconds"]?.int64Value ?? 0), StepOutput(["value": input["value"] ?? .null]))
    }

    @Sendable private static func fail(_ input: JSONValue, _: StepContext) async throws -> StepOutput {
        throw CoreError(
            .stepFailed, input["message"]?.stringValue ?? "",
            retry: input["retryable"]?.boolValue == true ? .later(after: .zero) : .never)
    }
}
