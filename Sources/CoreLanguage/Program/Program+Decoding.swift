extension Program {
    /// Reads a program in its stored form.
    ///
    /// - Throws: ``ProgramError``, which points at the first fault. Its kind is `unsupported` for a format, a node or an
    ///   operator that is not known here.
    public init(decoding stored: JSONValue) throws(ProgramError) {
        let program = try StoredValue(value: stored).object()
        try Self.checkFormat(of: program)
        try program.allow([
            "format", "kind", "name", "version", "on_unhandled", "input_schema", "input_defaults", "output_schema",
            "body", "result", "thread_error", "stream_schema", "environment",
        ])
        var blocks = BlockDecoder()
        let body = try Node(decoding: program.required("body"), &blocks)
        if case .graph = body { try program.refuseMembersOfBlocks() }
        self.init(
            kind: try Kind(decoding: program.required("kind")),
            name: try program.required("name").string(),
            version: try program.required("version").string(),
            onUnhandled: try program.required("on_unhandled").word(),
            inputSchema: try program.required("input_schema").schema(),
            inputDefaults: try program.required("input_defaults").object().members,
            outputSchema: try program.required("output_schema").schema(),
            body: body,
            result: try Expression(decoding: program.required("result")),
            threadError: try blocks.optionalBlock("thread_error", of: program),
            streamSchema: try program.optional("stream_schema")?.schema(),
            environment: try EnvironmentVariable.list(decoding: program.optional("environment")))
    }

    private static func checkFormat(of program: StoredObject) throws(ProgramError) {
        let format = try program.required("format")
        guard let number = format.value.int64Value else {
            throw format.malformed("The number of a format belongs here.")
        }
        guard number == Self.format else {
            throw ProgramError(
                .unsupported, at: format.pointer,
                "The program has format \(number); this version of Scriptorium reads format \(Self.format).")
        }
    }
}

extension Program.Kind {
    fileprivate init(decoding stored: StoredValue) throws(ProgramError) {
        let word = try stored.string()
        let isWord = word.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A || $0 == 0x5F }
        guard isWord, (1...32).contains(word.utf8.count) else {
            throw stored.malformed("A kind is 1 to 32 lower-case letters and \"_\".")
        }
        self.init(rawValue: word)
    }
}

extension StoredObject {
    /// Refuses what a program has only beside a block.
    fileprivate func refuseMembersOfBlocks() throws(ProgramError) {
        for key in ["thread_error", "stream_schema", "environment"] {
            if let member = optional(key) { throw member.malformed("Only a program whose body is a block has this.") }
        }
    }
}

extension EnvironmentVariable {
    fileprivate static func list(decoding stored: StoredValue?) throws(ProgramError) -> [EnvironmentVariable] {
        var variables: [EnvironmentVariable] = []
        var names: Set<String> = []
        for element in try stored?.elements(countMax: countMax) ?? [] {
            let variable = try EnvironmentVariable(decoding: element)
            guard names.insert(variable.name).inserted else {
                throw element.malformed("Two variables have the name \"\(variable.name)\".")
            }
            variables.append(variable)
        }
        return variables
    }

    private init(decoding stored: StoredValue) throws(ProgramError) {
        let variable = try stored.object()
        try variable.allow(["name", "default", "required", "secret", "schema"])
        self.init(
            try variable.required("name").rootName(),
            fallback: variable.optional("default")?.value,
            isRequired: try variable.optional("required")?.boolean() ?? false,
            isSecret: try variable.optional("secret")?.boolean() ?? false,
            schema: try variable.optional("schema")?.schema() ?? true)
    }
}
