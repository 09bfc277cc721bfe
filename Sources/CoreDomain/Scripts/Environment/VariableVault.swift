import CoreLanguage

/// Seals the values of variables, each for its place, and opens them.
struct VariableVault: Sendable {
    private let sealer: Sealer?

    init(sealer: Sealer?) { self.sealer = sealer }

    func variable(
        _ key: String, _ value: Secret, isSecret: Bool, in scope: EnvironmentScope, at now: Timestamp
    ) throws(CoreError) -> StoredVariable {
        let sealed = try found.seal(Array(value.expose().utf8), place: Self.place(key, scope))
        return StoredVariable(scope: scope, key: key, sealedValue: sealed, isSecret: isSecret, updatedAt: now)
    }

    func value(of variable: StoredVariable) throws(CoreError) -> Secret {
        let bytes = try found.open(variable.sealedValue, place: Self.place(variable.key, variable.scope))
        return Secret(String(decoding: bytes, as: UTF8.self))
    }

    private var found: Sealer {
        get throws(CoreError) {
            if let sealer { return sealer }
            throw CoreError(.internalError, "Variables are stored by a program that has no sealing key.")
        }
    }

    /// The variable as callers see it.
    func record(_ variable: StoredVariable, isShown: Bool) throws(CoreError) -> VariableRecord {
        VariableRecord(
            key: variable.key, value: isShown ? try value(of: variable) : Secret(""), secret: variable.isSecret,
            updatedAt: variable.updatedAt, redacted: !isShown)
    }

    /// What a script finds: its own variables, and where it has none or an empty one, those of all scripts. By rising key.
    func merged(
        _ own: [StoredVariable], over common: [StoredVariable]
    ) throws(CoreError) -> [StoredVariable] {
        var found = Dictionary(common.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        for variable in own {
            let isEmpty = try value(of: variable).expose().isEmpty
            if !isEmpty || found[variable.key] == nil { found[variable.key] = variable }
        }
        return found.values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    /// The keys and values in an object.
    static func variables(_ json: JSONValue, at field: String) throws(CoreError) -> [(String, Secret)] {
        guard case .object(let object) = json else { return [] }
        var violations: [Violation] = []
        var variables: [(String, Secret)] = []
        for (name, json) in object {
            let place = JSONPointer.root.appending(key: field).appending(key: name)
            let key = Schema<String>.environmentKey.decode(.string(name), place, &violations)
            let value = VariableField.value.decode(json, place, &violations)
            if let key, let value { variables.append((key, value)) }
        }
        if violations.isEmpty { return variables }
        throw CoreError(inputViolations: violations)
    }

    func store(
        _ variables: [(String, Secret)], isSecret: Bool, in scope: EnvironmentScope, _ tx: any WriteTransaction
    ) throws(CoreError) {
        for (key, value) in variables {
            try tx.environment.put(try variable(key, value, isSecret: isSecret, in: scope, at: tx.now))
        }
        let count = try tx.environment.list(scope, after: nil, limit: StoredVariable.countMax + 1).count
        if count > StoredVariable.countMax {
            throw CoreError(
                .stateConflict, "There would be more than \(StoredVariable.countMax) variables.",
                fix: "Remove some that nobody reads.")
        }
    }

    /// Where a value opens, and nowhere else. A script's name has no `/`.
    private static func place(_ key: String, _ scope: EnvironmentScope) -> [UInt8] {
        Array("environment/".utf8) + scope.organization.bytes + Array("/\(scope.script ?? "")/\(key)".utf8)
    }
}
