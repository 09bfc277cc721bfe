import CoreLanguage

/// Checks a definition by every rule of its kind, and makes the program that runs it.
struct DefinitionCompiler: Sendable {
    /// The one step of an atomic ingredient's program.
    private static let callStep = "call"

    let library: ProgramLibrary

    /// The definition, its schemas filled in, and its program.
    ///
    /// - Throws: `DEFINITION_INVALID` with every fault and its place.
    func compile(
        _ definition: IngredientDefinition, _ tx: any ReadTransaction
    ) throws(CoreError) -> (IngredientDefinition, Program) {
        var faults = nameFaults(definition)
        switch definition.kind {
        case .atomic: faults += atomicFaults(definition)
        case .composed: faults += composedFaults(definition)
        }
        guard faults.isEmpty else { throw CoreError(definitionFaults: faults, definition.id) }
        switch definition.kind {
        case .atomic: return (definition, Self.program(of: definition))
        case .composed: return try composed(definition, tx)
        }
    }

    private func nameFaults(_ definition: IngredientDefinition) -> [Violation] {
        var faults: [Violation] = []
        do throws(IngredientName.Fault) {
            _ = try IngredientName(parsing: definition.id)
        } catch {
            faults.append(Violation(.root.appending(key: "id"), rule: "wrong_form", error.message))
        }
        if SemanticVersion(definition.version) == nil {
            faults.append(
                Violation(
                    .root.appending(key: "version"), rule: "wrong_form",
                    "Expected a semantic version, as in 1.0.0 or 2.1.0-beta.1."))
        }
        return faults
    }

    private func atomicFaults(_ definition: IngredientDefinition) -> [Violation] {
        var faults: [Violation] = []
        if definition.plan != nil {
            faults.append(Self.unexpected("plan", "An atomic ingredient has a handler, and no plan."))
        }
        let handlers = library.names
        if let handler = definition.handler {
            if let native = library.native(handler) {
                faults += effectFaults(definition, native)
            } else {
                faults.append(
                    Violation(
                        .root.appending(key: "handler"), rule: "unknown_handler",
                        "This program has no capability \"\(handler)\"."
                            + Suggestion.sentence(for: handler, among: handlers)))
            }
        } else {
            faults.append(
                Violation(
                    .root.appending(key: "handler"), rule: "missing",
                    "An atomic ingredient names the capability that it calls, such as \(handlers.first ?? "…")."))
        }
        faults += Self.schemaFaults("input_schema", definition.inputSchema)
        faults += Self.schemaFaults("output_schema", definition.outputSchema)
        return faults
    }

    /// What runs inside a transaction is atomic, and nothing else is: the class follows from the capability.
    private func effectFaults(_ definition: IngredientDefinition, _ native: NativeIngredient) -> [Violation] {
        let isTransaction: Bool
        switch native.handler {
        case .transaction: isTransaction = true
        case .function, .stream, .computation, .wait: isTransaction = false
        }
        if isTransaction == (definition.effect == .atomic) { return [] }
        return [
            Violation(
                .root.appending(key: "effect"), rule: "wrong_effect",
                isTransaction ? "This capability is atomic." : "This capability is not atomic.")
        ]
    }

    private func composedFaults(_ definition: IngredientDefinition) -> [Violation] {
        var faults: [Violation] = []
        if definition.handler != nil {
            faults.append(Self.unexpected("handler", "A composed ingredient has a plan, and no handler."))
        }
        if definition.cost != .free {
            faults.append(Self.unexpected("cost", "A composed ingredient costs what its steps cost."))
        }
        if definition.plan == nil {
            faults.append(
                Violation(.root.appending(key: "plan"), rule: "missing", "A composed ingredient has a plan."))
        }
        return faults
    }

    private static func unexpected(_ field: String, _ message: String) -> Violation {
        Violation(.root.appending(key: field), rule: "not_allowed", message)
    }

    private static func schemaFaults(_ field: String, _ schema: JSONValue) -> [Violation] {
        do throws(JSONSchemaError) {
            _ = try JSONSchema(compiling: schema)
            return []
        } catch {
            return [
                Violation(
                    JSONPointer(tokens: [field] + error.location.tokens), rule: "schema_invalid",
                    "\(error.message) \(error.hint)")
            ]
        }
    }

    /// One call with the whole input.
    private static func program(of definition: IngredientDefinition) -> Program {
        let call = GraphStep(
            id: callStep,
            body: .init(
                ingredient: definition.id, version: definition.version,
                input: .reference(Reference(root: "inputs", path: []))),
            retry: .recipe)
        return Program(
            kind: .recipe, name: definition.id, version: definition.version, onUnhandled: .fail,
            inputSchema: definition.inputSchema, outputSchema: definition.outputSchema, body: .graph([call]),
            result: .reference(Reference(root: "steps", path: [.member(callStep), .member("output")])))
    }

    private func composed(
        _ definition: IngredientDefinition, _ tx: any ReadTransaction
    ) throws(CoreError) -> (IngredientDefinition, Program) {
        let place = JSONPointer.root.appending(key: "plan")
        let compiled = try RecipePlan.compile(
            definition.plan ?? .null, id: definition.id, version: definition.version
        ) { name, version throws(CoreError) in try Self.match(name, version, tx) }
        switch compiled {
        case .failure(let refusal):
            let faults = refusal.violations.map { fault in
                Violation(JSONPointer(tokens: place.tokens + fault.pointer.tokens), rule: fault.rule, fault.message)
            }
            throw CoreError(definitionFaults: faults, definition.id)
        case .success(let program):
            _ = try Quote(of: program, place) { call throws(CoreError) in
                try tx.ingredients.find(call.ingredient, version: call.version)?.definition.cost.maximum
            }
            let filled = IngredientDefinition(
                id: definition.id, version: definition.version, kind: .composed, name: definition.name,
                description: definition.description, plan: definition.plan, inputSchema: program.inputSchema,
                outputSchema: program.outputSchema, effect: definition.effect, tags: definition.tags)
            return (filled, program)
        }
    }

    /// Steps call atomic ingredients only.
    private static func match(
        _ name: String, _ version: String?, _ tx: any ReadTransaction
    ) throws(CoreError) -> IngredientMatch {
        guard let found = try tx.ingredients.find(name, version: version) else {
            let versions = try tx.ingredients.versions(of: name)
            if !versions.isEmpty { return .unknownVersion(published: versions) }
            return .unknown(candidates: try tx.ingredients.names([.atomic], limit: 1_000))
        }
        guard found.definition.kind == .atomic else {
            return .unknown(candidates: try tx.ingredients.names([.atomic], limit: 1_000))
        }
        return .found(
            IngredientInterface(
                id: found.name, version: found.version, inputSchema: found.definition.inputSchema,
                outputSchema: found.definition.outputSchema))
    }
}

extension CoreError {
    /// `DEFINITION_INVALID` with these faults in the definition of `name`; the message names the first.
    init(definitionFaults faults: [Violation], _ name: String?) {
        let subject = name.map { "\"\($0.prefix(200))\"" } ?? "The definition"
        let first = faults.first.map { " At \($0.pointer): \($0.message)" } ?? ""
        self.init(
            .definitionInvalid,
            "\(subject) has \(faults.count == 1 ? "one fault" : "\(faults.count) faults").\(first)",
            fix: "Correct the places named and publish it again.", details: Details(violations: faults))
    }
}

extension JSONSchema {
    /// A schema that was checked when it was published.
    static func compiled(_ schema: JSONValue) throws(CoreError) -> JSONSchema {
        do throws(JSONSchemaError) {
            return try JSONSchema(compiling: schema)
        } catch {
            throw CoreError(.databaseCorrupt, "A stored schema does not compile: \(error.message)")
        }
    }

    /// Refuses a value that does not fit, with every violation below `place`.
    func check(_ value: JSONValue, at place: JSONPointer) throws(CoreError) {
        let violations = validate(value)
        if violations.isEmpty { return }
        throw CoreError(
            inputViolations: violations.map { violation in
                Violation(
                    JSONPointer(tokens: place.tokens + violation.instance.tokens), rule: violation.keyword,
                    violation.message)
            })
    }
}
