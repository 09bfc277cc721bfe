extension PatternParser {
    /// Reads the quantifier behind an atom, if there is one. Lazy and greedy are the same here.
    mutating func parseQuantifier(of atom: PatternNode) throws(PatternError) -> PatternNode {
        let start = position
        guard let (least, most) = try parseBounds() else {
            return atom
        }
        _ = skip("?")
        if let most, most < least {
            throw error("The repetition's limits are out of order.", at: start, hint: "Write the smaller one first.")
        }
        guard !atom.isEmpty, most != 0 else {
            return .empty
        }
        let node = PatternNode.repeated(atom, min: least, max: most)
        try checkSize(node, at: start)
        return node
    }

    private mutating func parseBounds() throws(PatternError) -> (min: Int, max: Int?)? {
        if skip("*") {
            return (0, nil)
        }
        if skip("+") {
            return (1, nil)
        }
        if skip("?") {
            return (0, 1)
        }
        let start = position
        guard skip("{") else {
            return nil
        }
        guard let least = parseCount() else {
            throw malformed(start)
        }
        let most = skip(",") ? parseCount() : least
        guard skip("}") else {
            throw malformed(start)
        }
        return (least, most)
    }

    /// Reads digits. A number too large to count stays at the largest, which no pattern's size allows.
    private mutating func parseCount() -> Int? {
        let start = position
        var count = 0
        while let digit = current.flatMap(Self.digit) {
            let (product, overflow) = count.multipliedReportingOverflow(by: 10)
            count = overflow || product > Int.max - digit ? Int.max : product + digit
            position += 1
        }
        return position > start ? count : nil
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        ("0"..."9").contains(scalar) ? Int(scalar.value - 0x30) : nil
    }

    private func malformed(_ start: Int) -> PatternError {
        error(
            "\"{\" begins no repetition.", at: start,
            hint: "Write \"{n}\", \"{n,}\" or \"{n,m}\", or \"\\{\" for the character itself.")
    }
}
