extension PatternParser {
    /// What making the set of a property costs: all runs of one category are looked at.
    private static let stepsPerProperty = 8000

    /// What a range of a set costs, that will be copied, sorted and perhaps inverted.
    private static let stepsPerRange = 10

    /// Reads what follows “\p” or “\P”: a name, or name and value, in braces.
    mutating func parseProperty(start: Int, isNegated: Bool) throws(PatternError) -> PatternScalarSet {
        guard skip("{") else {
            throw error("\"\\p\" needs a property in braces.", at: start, hint: "Write for example \"\\p{L}\".")
        }
        var text = String.UnicodeScalarView()
        while let scalar = current, scalar != "}" {
            text.append(scalar)
            position += 1
        }
        guard skip("}") else {
            throw error("\"\\p{\" is not closed.", at: start, hint: "Add \"}\".")
        }
        let name = String(text)
        let set: PatternScalarSet
        if let known = properties[name] {
            set = known
        } else {
            try charge(Self.stepsPerProperty, at: start)
            set = try propertySet(name, start: start)
            properties[name] = set
        }
        try charge(set.ranges.count * Self.stepsPerRange, at: start)
        return isNegated ? set.inverted : set
    }

    private func propertySet(_ text: String, start: Int) throws(PatternError) -> PatternScalarSet {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let category = parts.count == 2 ? parts[1] : text
        let isCategory = parts.count == 1 || ["gc", "General_Category"].contains(parts[0])
        if isCategory, let categories = PatternCategory.named(category) {
            return PatternUnicodeTables.set(of: categories)
        }
        if parts.count == 1, let set = PatternUnicodeTables.binaryProperty(named: text) {
            return set
        }
        if ["sc", "Script", "scx", "Script_Extensions"].contains(parts[0]) {
            throw error(
                "Scripts are not supported: there is no table of them here.", at: start,
                hint: "Write the ranges of code points instead.")
        }
        throw error(
            "\"\(text)\" is no property that is known here.", at: start,
            hint:
                "Use a general category such as \"L\" or \"Lu\", or \"Alphabetic\", \"White_Space\", \"ASCII\" or \"Any\"."
        )
    }
}
