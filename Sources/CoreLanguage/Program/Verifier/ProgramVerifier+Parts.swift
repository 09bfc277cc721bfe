extension ProgramVerifier {
    static func checkTexts(of program: Program) throws(ProgramError) {
        for (key, text) in [("name", program.name), ("version", program.version)] {
            guard text.utf8.count <= BlockStep.labelBytesMax else {
                throw VerifierPlace.root.member(key).error("A text here has at most \(BlockStep.labelBytesMax) bytes.")
            }
        }
    }

    static func checkSchemas(of program: Program) throws(ProgramError) {
        try check(program.inputSchema, VerifierPlace.root.member("input_schema"))
        try check(program.outputSchema, VerifierPlace.root.member("output_schema"))
        if let schema = program.streamSchema { try check(schema, VerifierPlace.root.member("stream_schema")) }
        try check(program.environment)
    }

    private static func check(_ schema: JSONValue, _ place: VerifierPlace) throws(ProgramError) {
        do {
            _ = try JSONSchema(compiling: schema)
        } catch {
            let stored = error.location.tokens.reduce(place.stored) { .member($0, $1) }
            throw VerifierPlace(stored: stored, path: .root).error("\(error.message) \(error.hint)")
        }
    }

    private static func check(_ environment: [EnvironmentVariable]) throws(ProgramError) {
        let place = VerifierPlace.root.member("environment")
        guard environment.count <= EnvironmentVariable.countMax else {
            throw place.error("At most \(EnvironmentVariable.countMax) variables stand here.")
        }
        var names: Set<String> = []
        for (number, variable) in environment.enumerated() {
            let place = place.element(number).member("name")
            guard Reference.isRootName(variable.name) else {
                throw place.error(
                    "The name of a variable is a letter or \"_\", then letters, digits and \"_\"; 64 at most.")
            }
            guard names.insert(variable.name).inserted else {
                throw place.error("Two variables have the name \"\(variable.name)\".")
            }
        }
        try checkSchemas(of: environment, place)
    }

    /// Compiles the schemas of all variables at once, so that their number costs no more than their size. Each is a
    /// document of its own, in which `#` is its own root.
    private static func checkSchemas(
        of environment: [EnvironmentVariable], _ place: VerifierPlace
    ) throws(ProgramError) {
        var properties = JSONObject()
        for (number, variable) in environment.enumerated() {
            var schema = variable.schema
            if case .object(var object) = schema, object["$id"] == nil {
                object["$id"] = .string("urn:environment:\(number)")
                schema = .object(object)
            }
            properties[variable.name] = schema
        }
        do {
            _ = try JSONSchema(compiling: ["properties": .object(properties)])
        } catch {
            throw place.error("The schema of a variable cannot be used: \(error)")
        }
    }
}
