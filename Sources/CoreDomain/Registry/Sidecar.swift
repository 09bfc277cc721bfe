public import CoreLanguage

/// The form of an ingredient in a `*.avb.json` file: the names of its members are in camel case.
public enum Sidecar {
    private static let names: [String: String] = [
        "versionType": "kind", "inputSchema": "input_schema", "outputSchema": "output_schema",
        "timeoutSeconds": "timeout_seconds",
    ]

    /// Members that bind a definition to paths and providers; they say nothing of how it runs.
    private static let ignored: Set<String> = [
        "httpPath", "sdkEndpointKey", "provider", "providerModelId", "spec",
    ]

    /// The definition in a file's JSON.
    ///
    /// - Throws: `DEFINITION_INVALID` with every fault and its place.
    public static func definition(_ json: JSONValue) throws(CoreError) -> IngredientDefinition {
        guard case .object(let members) = json else {
            throw CoreError(
                definitionFaults: [.wrongType(.root, expected: "an object", found: json)], "The file")
        }
        var canonical = JSONObject()
        for (name, value) in members where !ignored.contains(name) { canonical[names[name] ?? name] = value }
        do throws(CoreError) {
            return try IngredientDefinition.schema.decode(.object(canonical))
        } catch {
            throw CoreError(
                definitionFaults: error.details.violations, members["id"]?.stringValue ?? "The file")
        }
    }
}
