extension Program {
    /// Reads a program in its stored form.
    ///
    /// - Throws: ``ProgramError``, which points at the first fault. Its kind is `unsupported` for a format, a node or an
    ///   operator that is not known here.
    public init(decoding stored: JSONValue) throws(ProgramError) {
        let program = try StoredValue(value: stored, pointer: .root).object()
        try Self.checkFormat(of: program)
        try program.allow([
            "format", "kind", "name", "version", "on_unhandled", "input_schema", "input_defaults", "output_schema",
            "body", "result",
        ])
        self.init(
            kind: try Kind(decoding: program.required("kind")),
            name: try program.required("name").string(),
            version: try program.required("version").string(),
            onUnhandled: try program.required("on_unhandled").word(),
            inputSchema: try program.required("input_schema").schema(),
            inputDefaults: try program.required("input_defaults").object().members,
            outputSchema: try program.required("output_schema").schema(),
            body: try Node(decoding: program.required("body")),
            result: try Expression(decoding: program.required("result")))
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

extension StoredValue {
    /// A JSON Schema: an object or a boolean.
    fileprivate func schema() throws(ProgramError) -> JSONValue {
        guard value.objectValue != nil || value.boolValue != nil else {
            throw malformed("A JSON Schema is an object or a boolean.")
        }
        return value
    }
}
