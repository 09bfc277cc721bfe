public import CoreLanguage

/// The form of an ingredient in a `*.avb.json` file: the names of its members are in camel case.
public enum Sidecar {
    private static let names: [String: String] = [
        "versionType": "kind", "inputSchema": "input_schema", "outputSchema": "output_schema",
        "timeoutSeconds": "timeout_seconds",
    ]
    private static let namesInFiles = Dictionary(uniqueKeysWithValues: names.map { ($0.value, $0.key) })

    /// Members that bind a definition to paths and providers; they say nothing of how it runs.
    private static let ignored: Set<String> = [
        "httpPath", "sdkEndpointKey", "provider", "providerModelId", "spec",
    ]

    /// The definition in a file's JSON.
    ///
    /// - Throws: `DEFINITION_INVALID` with every fault and its place in the file.
    public static func definition(_ json: JSONValue) throws(CoreError) -> IngredientDefinition {
        guard case .object(let members) = json else {
            throw CoreError(definitionFaults: [.wrongType(.root, expected: "an object", found: json)], nil)
        }
        let strangers = members.keys.compactMap { name in
            namesInFiles[name].map { known in
                Violation(
                    .root.appending(key: name), rule: "unknown_field",
                    "There is no field \"\(name)\" in a file; write \"\(known)\".")
            }
        }
        guard strangers.isEmpty else { throw CoreError(definitionFaults: strangers, members["id"]?.stringValue) }
        var canonical = JSONObject()
        for (name, value) in members where !ignored.contains(name) { canonical[names[name] ?? name] = value }
        do throws(CoreError) {
            return try IngredientDefinition.schema.decode(.object(canonical))
        } catch {
            throw CoreError(
                definitionFaults: inFile(error.details.violations), members["id"]?.stringValue)
        }
    }

    /// The same refusal, its places told by the names that the file has.
    public static func inFile(_ error: CoreError) -> CoreError {
        guard error.reason == .definitionInvalid else { return error }
        return CoreError(definitionFaults: inFile(error.details.violations), nil)
    }

    private static func inFile(_ faults: [Violation]) -> [Violation] {
        faults.map { fault in
            guard let first = fault.pointer.tokens.first, let name = namesInFiles[first] else { return fault }
            let tokens = [name] + fault.pointer.tokens.dropFirst()
            return Violation(JSONPointer(tokens: tokens), rule: fault.rule, fault.message)
        }
    }
}
