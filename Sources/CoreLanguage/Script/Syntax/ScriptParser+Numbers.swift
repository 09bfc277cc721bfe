/// Numbers and durations.
extension ScriptParser {
    /// No number that means something has more bytes.
    private static let numberBytesMax = 64

    /// The bytes of a number without `_`.
    func digits(of token: ScriptToken) -> [UInt8] {
        bytes[Int(token.start)..<Int(token.end)].filter { $0 != ScriptByte.underscore }
    }

    /// Takes the number that is here.
    mutating func number() -> ExpressionSyntax {
        let token = current
        advance()
        height = 1
        if let small = smallInteger(token) { return ExpressionSyntax(.literal(.integer(small)), token.range) }
        let written = bytes[Int(token.start)..<Int(token.end)]
        if let diagnostic = malformed(written, token.range) {
            tell(diagnostic)
            return missingExpression(from: Int(token.start))
        }
        let text = String(decoding: digits(of: token), as: UTF8.self)
        if let value = value(of: text) { return ExpressionSyntax(.literal(value), token.range) }
        tell(beyondRange(text, token.range))
        return missingExpression(from: Int(token.start))
    }

    /// A whole number of at most 18 plain digits, such as nearly every one.
    @inline(__always)
    private func smallInteger(_ token: ScriptToken) -> Int64? {
        let count = Int(token.end - token.start)
        guard count <= 18, count == 1 || bytes[Int(token.start)] != JSONByte.zero else { return nil }
        var value: Int64 = 0
        for place in Int(token.start)..<Int(token.end) {
            guard ScriptByte.isDigit(bytes[place]) else { return nil }
            value = value * 10 + Int64(JSONByte.digit(bytes[place]))
        }
        return value
    }

    /// The value of a number without `_`: whole numbers in 64 bits, all others as the nearest double; nil beyond those.
    private func value(of text: String) -> JSONValue? {
        if let integer = Int64(text) { return .integer(integer) }
        guard text.utf8.contains(where: { !ScriptByte.isDigit($0) }) else { return nil }
        return Double(text).flatMap(JSONValue.init(finite:))
    }

    private func malformed(_ written: ArraySlice<UInt8>, _ range: SourceRange) -> Diagnostic? {
        guard written.count <= Self.numberBytesMax else {
            return Diagnostic(
                .malformedNumber, at: range, "A number of \(written.count) bytes is too long.",
                hint: "A number has at most \(Self.numberBytesMax) bytes; 17 digits tell any two numbers apart.")
        }
        let isBetweenDigits = written.indices.allSatisfy { place in
            written[place] != ScriptByte.underscore
                || (place > written.startIndex && ScriptByte.isDigit(written[place - 1]) && place + 1 < written.endIndex
                    && ScriptByte.isDigit(written[place + 1]))
        }
        guard isBetweenDigits else {
            return Diagnostic(
                .malformedNumber, at: range, "`_` stands in numbers only between two digits.",
                hint: "Write it such as `1_000_000`.")
        }
        let second = written.dropFirst().first ?? JSONByte.point
        guard written.first != JSONByte.zero || !(ScriptByte.isDigit(second) || second == ScriptByte.underscore) else {
            return Diagnostic(
                .malformedNumber, at: range, "A number can't begin with a zero and go on with digits.",
                label: "zero in front",
                why:
                    "In some languages such a number is octal, in others not; and what has zeros in front is mostly no number.",
                hint: "Leave the zeros out, or write a text: `\"\(String(decoding: written, as: UTF8.self))\"`.")
        }
        return nil
    }

    private func beyondRange(_ text: String, _ range: SourceRange) -> Diagnostic {
        let isWhole = text.utf8.allSatisfy(ScriptByte.isDigit)
        return Diagnostic(
            .numberTooLarge, at: range, "`\(text)` is too large for \(isWhole ? "a whole" : "any") number.",
            label: isWhole ? "beyond 64 bits" : "beyond 1.8e308",
            why: isWhole ? "Whole numbers go from -9223372036854775808 to 9223372036854775807." : nil,
            hint: isWhole
                ? "Write it with a point, `\(text).0`, or as a text when it is a name such as an account number." : nil,
            fix: isWhole ? Diagnostic.Fix(SourceRange(range.end, range.end), ".0") : nil)
    }

    /// The units of durations in falling order, in milliseconds.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// Takes the duration that is here.
    mutating func duration() -> ExpressionSyntax {
        let token = current
        advance()
        height = 1
        guard let milliseconds = milliseconds(of: bytes[Int(token.start)..<Int(token.end)]) else {
            tell(malformedDuration(token))
            return missingExpression(from: Int(token.start))
        }
        return ExpressionSyntax(.duration(milliseconds: milliseconds), token.range)
    }

    private func milliseconds(of written: ArraySlice<UInt8>) -> Int64? {
        guard written.count <= Self.numberBytesMax else { return nil }
        var rest = written
        var total: Int64 = 0
        var nextUnit = 0
        while !rest.isEmpty {
            let digits = rest.prefix(while: ScriptByte.isDigit)
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { !ScriptByte.isDigit($0) }
            rest = rest.dropFirst(letters.count)
            let name = String(decoding: letters, as: UTF8.self)
            guard let count = Int64(String(decoding: digits, as: UTF8.self)),
                let unit = Self.units.indices.first(where: { $0 >= nextUnit && Self.units[$0].name == name })
            else { return nil }
            let (product, overflows) = count.multipliedReportingOverflow(by: Self.units[unit].milliseconds)
            let (sum, overflowsToo) = total.addingReportingOverflow(product)
            if overflows || overflowsToo { return nil }
            total = sum
            nextUnit = unit + 1
        }
        return total
    }

    private func malformedDuration(_ token: ScriptToken) -> Diagnostic {
        let written = text(of: token)
        let isName = !written.utf8.contains { $0 == JSONByte.point } && written.utf8.contains(ScriptByte.underscore)
        return Diagnostic(
            .malformedDuration, at: token.range, "`\(Suggestion.clipped(written))` is no duration.",
            label: isName ? "a name can't begin with a digit" : "such as 30s or 1h30m",
            why:
                "A number that letters follow is a duration: whole numbers with the units w d h m s ms, each once, the longest first.",
            hint: written.contains(".") ? "In place of a fraction use the next smaller unit: `1s500ms`." : nil)
    }
}
