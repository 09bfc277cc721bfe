public import CoreLanguage

/// What scripts have models do, as tools of the source `model`.
public enum ModelTools {
    /// The capabilities that scripts call by name. The signatures of `tools` tell an agent's model what they take.
    public static func all(
        _ router: ModelRouter, tools: @autoclosure @escaping @Sendable () -> ToolSignatures = .standard
    ) -> [NativeTool] {
        ModelCapability.allCases.compactMap { capability in
            ToolSignatures.standard[capability.tool].map { NativeTool($0, handler(of: capability, router, tools)) }
        }
    }

    private static func handler(
        of capability: ModelCapability, _ router: ModelRouter, _ tools: @escaping @Sendable () -> ToolSignatures
    ) -> NativeIngredient.Handler {
        switch capability {
        case .llm:
            return .stream { input, context, items in
                try await LanguageModelTool(router: router, tools: tools()).call(input, context, items)
            }
        case .embed: return .function { input, _ in try await EmbedTool(router: router).call(input) }
        case .rerank: return .function { input, _ in try await RerankTool(router: router).call(input) }
        case .transcribe:
            return .stream { input, _, items in try await TranscribeTool(router: router).call(input, items) }
        case .infer: return .function { input, _ in try await InferTool(router: router).call(input) }
        }
    }

    /// What does a `plan`: its input is that of the step, with the list `tools` of objects with `name` and `source`.
    ///
    /// It is none of the tools that scripts call; the engine calls it for the effect of that name.
    public static func plan(
        _ router: ModelRouter, tools: @autoclosure @escaping @Sendable () -> ToolSignatures = .standard
    ) -> NativeTool {
        let signature = ToolSignature(
            planTool, "Has a model write a script.", fields: [], takesMore: true, result: .object, effect: .idempotent)
        return NativeTool(
            signature, .function { input, _ in try await ScriptPlanner(router: router, tools: tools()).call(input) })
    }

    /// What the engine knows ``plan(_:tools:)`` by.
    public static let planTool = ToolName("plan", from: "model")
}

extension ModelUsage {
    /// The units that prices by usage name.
    public static let units = (input: "input_token", output: "output_token")

    /// The tokens by their units.
    var byUnit: [String: Amount] {
        [Self.units.input: .whole(inputTokens), Self.units.output: .whole(outputTokens)]
    }

    /// What a script is told; with the cost where the model has a price.
    func document(_ price: ModelPrice?) -> JSONValue {
        var members: JSONObject = ["input_tokens": .integer(inputTokens), "output_tokens": .integer(outputTokens)]
        if let cost = price?.charge(for: self) { members["cost"] = Money.schema.encode(cost) }
        return .object(members)
    }
}

extension Amount {
    /// So many wholes; the largest amount when they do not fit.
    fileprivate static func whole(_ count: Int64) -> Amount {
        Amount(units: UInt128(Swift.max(0, count)) * scale) ?? .max
    }
}
