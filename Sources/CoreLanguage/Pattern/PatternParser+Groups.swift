extension PatternParser {
    /// Reads what follows “(” and says what kind of group it is. Only kinds that can be matched in linear time pass.
    mutating func parseGroupKind(start: Int) throws(PatternError) {
        guard skip("?") else {
            return
        }
        if skip(":") {
            return
        }
        if skip("=") || skip("!") {
            throw lookAround("Look-ahead", start: start)
        }
        guard skip("<") else {
            throw error(
                "\"(?\" begins no kind of group that is known here.", at: start,
                hint: "Use \"(…)\", \"(?:…)\" or \"(?<name>…)\"; flags inside a pattern are not supported.")
        }
        if current == "=" || current == "!" {
            throw lookAround("Look-behind", start: start)
        }
        try parseGroupName(start: start)
    }

    private mutating func parseGroupName(start: Int) throws(PatternError) {
        var length = 0
        while let scalar = current, scalar != ">" {
            guard Self.isNamePart(scalar, isFirst: length == 0) else {
                throw error(
                    "\"\(scalar)\" may not stand here in a group's name.", hint: "Use letters, digits and \"_\".")
            }
            length += 1
            position += 1
        }
        guard length > 0, skip(">") else {
            throw error("The name of the group is empty or not closed.", at: start, hint: "Write \"(?<name>…)\".")
        }
    }

    /// ECMA-262 section 12.7: identifiers.
    private static func isNamePart(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        let properties = scalar.properties
        return scalar == "$" || scalar == "_" || (isFirst ? properties.isIDStart : properties.isIDContinue)
    }

    private func lookAround(_ name: String, start: Int) -> PatternError {
        error(
            "\(name) is not supported: it cannot be matched in linear time.", at: start,
            hint: "Say it without, or with several patterns.")
    }
}
