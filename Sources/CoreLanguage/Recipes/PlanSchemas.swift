extension PlanCompiler {
    /// Literals are small; one that takes more work than this is left to the run.
    private static let options = JSONSchemaOptions(stepsMax: 100_000)

    /// The schema that a plan writes at a place; nil, and a violation, when it is none.
    ///
    /// `isWhole` says that the schema stands there as it is, so that the place of a fault inside is known.
    mutating func compiled(_ schema: JSONValue, at pointer: JSONPointer, isWhole: Bool) -> JSONSchema? {
        do throws(JSONSchemaError) {
            return try JSONSchema(compiling: schema, options: Self.options)
        } catch {
            let inside = isWhole && error.document.isEmpty ? error.location.tokens : []
            refuse(JSONPointer(tokens: pointer.tokens + inside), "invalid_schema", "\(error.message) \(error.hint)")
            return nil
        }
    }

    /// Refuses a value that a part of a schema rules out. Parts that lean on the rest are left to the run.
    mutating func check(_ value: JSONValue, against schema: JSONValue, at pointer: JSONPointer) {
        guard !schema.refersElsewhere else { return }
        do throws(JSONSchemaError) {
            refuse(try JSONSchema(compiling: schema, options: Self.options).validate(value), at: pointer)
        } catch {
            // A schema that does not compile was told to whoever published it.
        }
    }

    /// Tells where a value does not fit.
    mutating func refuse(_ faults: [JSONSchemaViolation], at pointer: JSONPointer) {
        for fault in faults {
            refuse(JSONPointer(tokens: pointer.tokens + fault.instance.tokens), "invalid_value", fault.message)
        }
    }
}

extension JSONValue {
    /// Whether a schema names places outside of itself. Says true of some that do not.
    var refersElsewhere: Bool {
        var waiting = [self]
        while let next = waiting.popLast() {
            if case .array(let elements) = next { waiting += elements }
            guard case .object(let object) = next else { continue }
            for key in ["$ref", "$dynamicRef", "$id"] where object[key] != nil { return true }
            waiting += object.values
        }
        return false
    }
}
