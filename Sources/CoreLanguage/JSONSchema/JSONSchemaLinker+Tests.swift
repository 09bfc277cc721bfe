extension JSONSchemaLinker {
    /// Reads the keywords that look at a value alone (JSON Schema Validation 2020-12 section 6).
    mutating func readTests() throws(JSONSchemaError) {
        try readType()
        try readChoices()
        try readNumberTests()
        try readStringTests()
        try readArrayTests()
        try readObjectTests()
    }

    private mutating func readType() throws(JSONSchemaError) {
        guard let value = value(.type) else {
            return
        }
        let names = value.arrayValue ?? [value]
        var types: JSONSchemaTypes = []
        for name in names {
            guard let type = name.stringValue.flatMap(JSONSchemaTypes.init(name:)) else {
                let known = JSONSchemaTypes.allNames.joined(separator: ", ")
                throw error(.type, "\"type\" must be the name of a type, or an array of names.", "Types are \(known).")
            }
            types.insert(type)
        }
        guard !names.isEmpty else {
            throw error(.type, "\"type\" is an empty array.", "Name one type at least.")
        }
        add(.type, .type(types))
    }

    private mutating func readChoices() throws(JSONSchemaError) {
        if let constant = value(.const) {
            add(.const, .const(constant))
        }
        if let value = value(.enumeration) {
            guard let values = value.arrayValue else {
                throw error(.enumeration, "\"enum\" must be an array.", "Write the allowed values in […].")
            }
            guard let choice = JSONSchemaChoice(values, budget: &budget) else {
                return try charge(0, at: Int(current.place), inside: ["enum"])
            }
            add(.enumeration, .enumeration(choice))
        }
    }

    private mutating func readNumberTests() throws(JSONSchemaError) {
        let limits: [(JSONSchemaKeyword, (JSONValue) -> JSONSchemaTest)] = [
            (.minimum, JSONSchemaTest.minimum), (.maximum, JSONSchemaTest.maximum),
            (.exclusiveMinimum, JSONSchemaTest.exclusiveMinimum), (.exclusiveMaximum, JSONSchemaTest.exclusiveMaximum),
        ]
        for (keyword, test) in limits {
            guard let limit = value(keyword) else {
                continue
            }
            guard JSONSchemaNumber.decimal(limit) != nil else {
                throw error(keyword, "\"\(keyword.rawValue)\" must be a number.", "Write a number.")
            }
            add(keyword, test(limit))
        }
        if let value = value(.multipleOf) {
            guard let divisor = JSONSchemaDivisor(value) else {
                throw error(
                    .multipleOf, "\"multipleOf\" must be a number greater than 0 of at most 37 digits.",
                    "Write such a number.")
            }
            add(.multipleOf, .multipleOf(divisor))
        }
    }

    private mutating func readStringTests() throws(JSONSchemaError) {
        try readCount(.minLength, JSONSchemaTest.minLength)
        try readCount(.maxLength, JSONSchemaTest.maxLength)
        if let value = value(.pattern) {
            guard let source = value.stringValue else {
                throw error(.pattern, "\"pattern\" must be a string.", "Write a regular expression.")
            }
            add(.pattern, .pattern(try pattern(source, at: ["pattern"])))
        }
        if let value = value(.format) {
            guard let name = value.stringValue else {
                throw error(.format, "\"format\" must be a string.", "Write the name of a format.")
            }
            if assertsFormats, let format = JSONSchemaFormat(rawValue: name) {
                add(.format, .format(format))
            }
        }
    }

    private mutating func readArrayTests() throws(JSONSchemaError) {
        try readCount(.minItems, JSONSchemaTest.minItems)
        try readCount(.maxItems, JSONSchemaTest.maxItems)
        if let value = value(.uniqueItems) {
            guard let isUnique = value.boolValue else {
                throw error(.uniqueItems, "\"uniqueItems\" must be true or false.", "Write true or false.")
            }
            if isUnique {
                add(.uniqueItems, .uniqueItems)
            }
        }
    }

    private mutating func readObjectTests() throws(JSONSchemaError) {
        try readCount(.minProperties, JSONSchemaTest.minProperties)
        try readCount(.maxProperties, JSONSchemaTest.maxProperties)
        if let value = value(.required) {
            add(.required, .required(try names(value, at: ["required"])))
        }
        guard let value = value(.dependentRequired) else {
            return
        }
        guard let object = value.objectValue else {
            throw error(
                .dependentRequired, "\"dependentRequired\" must be an object.", "Write {\"name\": [\"other\"]}.")
        }
        var pairs: [(name: String, others: [String])] = []
        for (name, others) in object {
            pairs.append((name, try names(others, at: ["dependentRequired", name])))
        }
        add(.dependentRequired, .dependentRequired(pairs))
    }
}

extension JSONSchemaLinker {
    private mutating func readCount(
        _ keyword: JSONSchemaKeyword, _ test: (Int) -> JSONSchemaTest
    ) throws(JSONSchemaError) {
        if let count = try count(keyword) {
            add(keyword, test(count))
        }
    }

    /// A number of things, however it is written; one that is too large for any value stays as large as possible.
    func count(_ keyword: JSONSchemaKeyword) throws(JSONSchemaError) -> Int? {
        guard let value = value(keyword) else {
            return nil
        }
        guard JSONSchemaNumber.isInteger(value), let order = JSONSchemaNumber.compare(value, 0), order >= 0 else {
            throw error(keyword, "\"\(keyword.rawValue)\" must be a whole number from 0.", "Write such a number.")
        }
        return value.int64Value.flatMap(Int.init(exactly:)) ?? Int.max
    }

    private func names(_ value: JSONValue, at tokens: [String]) throws(JSONSchemaError) -> [String] {
        guard let elements = value.arrayValue else {
            throw error(at: tokens, "This must be an array of member names.", "Write [\"name\"].")
        }
        var names: [String] = []
        for (position, element) in elements.enumerated() {
            guard let name = element.stringValue else {
                throw error(at: tokens + [String(position)], "This must be a string.", "Write the name of a member.")
            }
            names.append(name)
        }
        return names
    }

    /// A compiled pattern whose source stands at `tokens`.
    mutating func pattern(_ source: String, at tokens: [String]) throws(JSONSchemaError) -> Pattern {
        do throws(PatternError) {
            return try patterns.pattern(source, budget: &budget)
        } catch {
            throw self.error(
                at: tokens, "The pattern cannot be used: \(error.message) (after \(error.offset) characters)",
                error.hint)
        }
    }
}
