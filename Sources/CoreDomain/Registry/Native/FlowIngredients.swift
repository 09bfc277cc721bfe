import CoreLanguage

/// Ingredients that shape a run: they give back, wait, or fail.
public struct FlowIngredients: Sendable {
    private let clock: any Clock

    /// Ingredients that wait by `clock`.
    public init(clock: any Clock) { self.clock = clock }

    /// All of them.
    public var all: [NativeIngredient] {
        [
            NativeIngredient(
                Self.definition(
                    "scriptorium:flow:echo", "Echo", "Gives its input back.",
                    input: ["type": "object", "required": ["value"], "properties": ["value": true]],
                    output: ["type": "object", "required": ["value"], "properties": ["value": true]], effect: .pure),
                .function { input, _ in StepOutput(input) }),
            NativeIngredient(
                Self.definition(
                    "scriptorium:flow:wait", "Wait", "Waits, then gives its value back.",
                    input: [
                        "type": "object", "required": ["milliseconds"], "additionalProperties": false,
                        "properties": [
                            "milliseconds": ["type": "integer", "minimum": 0, "maximum": 86_400_000], "value": true,
                        ],
                    ],
                    output: ["type": "object", "properties": ["value": true]], effect: .pure),
                .function(wait)),
            NativeIngredient(
                Self.definition(
                    "scriptorium:flow:fail", "Fail", "Fails with a message.",
                    input: [
                        "type": "object", "required": ["message"], "additionalProperties": false,
                        "properties": [
                            "message": ["type": "string", "maxLength": 2_000], "retryable": ["type": "boolean"],
                        ],
                    ],
                    output: false, effect: .pure),
                .function(Self.fail)),
        ]
    }

    private static func definition(
        _ id: String, _ name: String, _ description: String, input: JSONValue, output: JSONValue, effect: EffectClass
    ) -> IngredientDefinition {
        IngredientDefinition(
            id: id, version: "1.0.0", kind: .atomic, name: name, description: description, handler: id,
            inputSchema: input, outputSchema: output, effect: effect)
    }

    @Sendable private func wait(_ input: JSONValue, _: StepContext) async throws -> StepOutput {
        let milliseconds = input["milliseconds"]?.int64Value ?? 0
        try await clock.sleep(until: clock.monotonic() + .milliseconds(milliseconds))
        return StepOutput(["value": input["value"] ?? .null])
    }

    @Sendable private static func fail(_ input: JSONValue, _: StepContext) async throws -> StepOutput {
        throw CoreError(
            .stepFailed, input["message"]?.stringValue ?? "",
            retry: input["retryable"]?.boolValue == true ? .later(after: .zero) : .never)
    }
}
