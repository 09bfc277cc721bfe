import CoreLanguage

/// Ingredients for plans in tests.
enum RecipeTestRegistry {
    private static let interfaces: [IngredientInterface] = [
        interface(
            "scrypted:text:nova-pro", "1.2.0",
            input: [
                "type": "object",
                "properties": ["user_prompt": ["type": "string"], "max_tokens": ["type": "integer", "minimum": 1]],
                "required": ["user_prompt"], "additionalProperties": false,
            ],
            output: [
                "type": "object",
                "properties": ["text": ["type": "string"], "usage": ["type": "object"]],
                "required": ["text"], "additionalProperties": false,
            ]),
        interface("scrypted:text:nova-pro", "1.10.0", input: ["type": "object"], output: ["type": "object"]),
        interface("scrypted:tool:any", "0.1.0", input: [:], output: [:]),
    ]

    private static func interface(
        _ id: String, _ version: String, input: JSONValue, output: JSONValue
    ) -> IngredientInterface {
        IngredientInterface(id: id, version: version, inputSchema: input, outputSchema: output)
    }

    /// What the registry answers.
    static func lookup(_ id: String, _ version: String?) -> IngredientMatch {
        let known = interfaces.filter { $0.id == id }
        guard !known.isEmpty else { return .unknown(candidates: interfaces.map(\.id)) }
        let latest = SemanticVersion.latest(of: known.compactMap { SemanticVersion($0.version) })
        let wanted = version ?? latest?.description
        return known.first { $0.version == wanted }.map(IngredientMatch.found)
            ?? .unknownVersion(published: known.map(\.version))
    }

    /// The program of a plan in JSON; throws the refusal.
    static func program(_ plan: String) throws -> Program {
        try RecipePlan.compile(.parse(plan), id: "acme:recipe:test", version: "1.0.0", lookup: lookup).get()
    }

    /// The violations of a plan; none when it compiles.
    static func violations(_ plan: JSONValue) -> [DefinitionViolation] {
        switch RecipePlan.compile(plan, id: "acme:recipe:test", version: "1.0.0", lookup: lookup) {
        case .success: []
        case .failure(let refusal): refusal.violations
        }
    }

    /// A plan whose only step has these further fields, written as JSON members.
    static func plan(step: String) -> String {
        #"{"schema_version":2,"inputs":{"text":{"type":"string"},"list":{"type":"array","required":false}},"steps":["#
            + #"{"id":"a","ingredient":"scrypted:tool:any"},"#
            + #"{"id":"b","ingredient":"scrypted:tool:any","depends_on":["a"]"#
            + (step.isEmpty ? "" : "," + step) + "}]}"
    }
}
