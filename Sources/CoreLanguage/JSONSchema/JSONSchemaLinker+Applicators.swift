extension JSONSchemaLinker {
    /// Reads the keywords that apply schemas. Those that need to know what others evaluated come last.
    mutating func readApplicators() throws(JSONSchemaError) {
        try readCombinations()
        try readCondition()
        try readMembers()
        try readElements()
        try readContains()
        if value(.unevaluatedProperties) != nil {
            noteUnevaluated()
            add(.unevaluatedProperties, .unevaluatedMembers(try node("unevaluatedProperties")))
        }
        if value(.unevaluatedItems) != nil {
            noteUnevaluated()
            add(.unevaluatedItems, .unevaluatedElements(try node("unevaluatedItems")))
        }
    }

    private mutating func readCombinations() throws(JSONSchemaError) {
        if let nodes = try list(.allOf) {
            add(.allOf, .allOf(nodes))
        }
        if let nodes = try list(.anyOf) {
            add(.anyOf, .anyOf(nodes))
        }
        if let nodes = try list(.oneOf) {
            add(.oneOf, .oneOf(nodes))
        }
        if value(.not) != nil {
            add(.not, .not(try node("not")))
        }
    }

    private mutating func readCondition() throws(JSONSchemaError) {
        guard let condition = try optional(.if) else {
            return
        }
        let then = try optional(.then)
        let otherwise = try optional(.else)
        add(.if, .condition(condition, then: then, otherwise: otherwise))
    }

    private mutating func readMembers() throws(JSONSchemaError) {
        let named = try map(.properties)
        let patterned = try map(.patternProperties)
        let additional = try optional(.additionalProperties)
        if named != nil || patterned != nil || additional != nil {
            var patterns: [(pattern: Pattern, node: Int)] = []
            for (source, node) in patterned ?? [] {
                patterns.append((try pattern(source, at: ["patternProperties", source]), node))
            }
            let members = JSONSchemaMembers(
                named: JSONSchemaNameTable(named ?? []), patterned: patterns, additional: additional)
            add(.properties, .members(members))
        }
        if let node = try optional(.propertyNames) {
            add(.propertyNames, .memberNames(node))
        }
        if let pairs = try map(.dependentSchemas) {
            add(.dependentSchemas, .dependent(pairs))
        }
    }

    private mutating func readElements() throws(JSONSchemaError) {
        let first = try list(.prefixItems)
        let rest = try optional(.items)
        if first != nil || rest != nil {
            add(.items, .elements(first: first ?? [], rest: rest))
        }
    }

    private mutating func readContains() throws(JSONSchemaError) {
        let least = try count(.minContains) ?? 1
        let most = try count(.maxContains)
        if let node = try optional(.contains) {
            add(.contains, .contains(node, min: least, max: most))
        }
    }

    private mutating func optional(_ keyword: JSONSchemaKeyword) throws(JSONSchemaError) -> Int? {
        value(keyword) == nil ? nil : try node(keyword.rawValue)
    }

    private mutating func list(_ keyword: JSONSchemaKeyword) throws(JSONSchemaError) -> [Int]? {
        guard let elements = value(keyword)?.arrayValue else {
            return nil
        }
        var nodes: [Int] = []
        for position in elements.indices {
            nodes.append(try node(keyword.rawValue, String(position)))
        }
        return nodes
    }

    private mutating func map(
        _ keyword: JSONSchemaKeyword
    ) throws(JSONSchemaError) -> [(name: String, node: Int)]? {
        guard let members = value(keyword)?.objectValue else {
            return nil
        }
        var pairs: [(name: String, node: Int)] = []
        for name in members.keys {
            pairs.append((name, try node(keyword.rawValue, name)))
        }
        return pairs
    }
}
