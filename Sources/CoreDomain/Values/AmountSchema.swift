public import CoreLanguage

extension Amount {
    /// Reads a decimal string or a JSON number, from its digits: `0.1` is exactly a tenth.
    ///
    /// A number may have an exponent, as long as its value is exact in eighteen decimal places.
    ///
    /// - Throws: what is wrong; nothing is rounded or cut.
    public static func read(_ json: JSONValue) throws(AmountError) -> Amount {
        if case .string(let text) = json { return try Amount(text) }
        guard let text = json.numberText else { throw .type }
        var decimal = DecimalDigits()
        try decimal.readNumber(text)
        return try decimal.amount()
    }
}

extension Schema where Value == Amount {
    /// An amount of money: written as a decimal string, read from a string or a number.
    public static let amount = Schema(
        document: ["type": ["string", "number"], "pattern": "^[0-9]{1,14}(\\.[0-9]{1,18})?$", "minimum": 0],
        decode: { json, pointer, violations in
            do throws(AmountError) {
                return try Amount.read(json)
            } catch .type {
                violations.append(.wrongType(pointer, expected: "a decimal string or a number", found: json))
            } catch {
                violations.append(Violation(pointer, rule: "not_an_amount", error.message))
            }
            return nil
        },
        encode: { .string($0.description) })

    /// An amount of more than zero.
    public static let positiveAmount = Schema(
        document: [
            "type": ["string", "number"], "pattern": "^(?=.*[1-9])[0-9]{1,14}(\\.[0-9]{1,18})?$", "exclusiveMinimum": 0,
        ],
        decode: { json, pointer, violations in
            guard let amount = amount.decode(json, pointer, &violations) else { return nil }
            if !amount.isZero { return amount }
            violations.append(Violation(pointer, rule: "out_of_range", "Expected more than zero."))
            return nil
        },
        encode: amount.encode)
}
