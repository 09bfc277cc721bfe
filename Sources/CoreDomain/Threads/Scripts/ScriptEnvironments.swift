import CoreLanguage

/// What threads find in their environment: their script's own variables over those of all scripts.
struct ScriptEnvironments: Sendable {
    private let vault: VariableVault

    init(sealer: Sealer?) { vault = VariableVault(sealer: sealer) }

    /// The values of the variables that `program` reads.
    ///
    /// - Throws: `ENVIRONMENT_MISSING` naming those that are not set, or that do not fit.
    func values(
        for program: Program, of script: String, in organization: Identifier, _ tx: any ReadTransaction
    ) throws(CoreError) -> JSONObject {
        if program.environment.isEmpty { return JSONObject() }
        let stored = try vault.merged(
            try all(EnvironmentScope(organization: organization, script: script), tx),
            over: try all(EnvironmentScope(organization: organization, script: nil), tx))
        let texts = Dictionary(stored.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        var values = JSONObject()
        var violations: [Violation] = []
        for variable in program.environment {
            let place = JSONPointer(tokens: ["environment", variable.name])
            if let found = texts[variable.name], case let text = try vault.value(of: found).expose(), !text.isEmpty {
                guard let value = try Self.value(text, variable) else {
                    violations.append(
                        Violation(
                            place, rule: "type", "The variable \(variable.name) is not of the type it is declared with."
                        ))
                    continue
                }
                values[variable.name] = value
            } else if let fallback = variable.fallback {
                values[variable.name] = fallback
            } else if variable.isRequired {
                violations.append(Violation(place, rule: "required", "The variable \(variable.name) is not set."))
            }
        }
        if violations.isEmpty { return values }
        throw CoreError(
            .environmentMissing, violations.map(\.message).joined(separator: " "),
            fix: "Set them by `env.set`, or for this script by `scripts.env.update`.")
    }

    private func all(_ scope: EnvironmentScope, _ tx: any ReadTransaction) throws(CoreError) -> [StoredVariable] {
        try tx.environment.list(scope, after: nil, limit: StoredVariable.countMax)
    }

    /// A text as it is, or what it writes as JSON, whichever is of the declared type.
    private static func value(_ text: String, _ variable: EnvironmentVariable) throws(CoreError) -> JSONValue? {
        let schema = try JSONSchema.compiled(variable.schema)
        if schema.isValid(.string(text)) { return .string(text) }
        guard let json = try? JSONValue.parse(Array(text.utf8)), schema.isValid(json) else { return nil }
        return json
    }
}
