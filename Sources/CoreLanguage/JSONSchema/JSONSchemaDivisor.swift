/// The number of `multipleOf`: `digits` × 10^`exponent`. Division is exact whatever the sizes.
struct JSONSchemaDivisor: Sendable {
    /// As many digits and one more still fit a `UInt128`.
    private static let digitsMax = 37

    /// The number as it was given.
    let value: JSONValue
    private let digits: UInt128
    private let exponent: Int

    /// The number itself when it is whole and fits, for speed.
    private let whole: Int64?

    /// Nil unless the number is greater than 0, has at most 37 significant digits and an exponent within ±10^17.
    init?(_ value: JSONValue) {
        guard let decimal = JSONSchemaNumber.decimal(value), !decimal.isNegative, !decimal.digits.isEmpty,
            decimal.digits.count <= Self.digitsMax
        else {
            return nil
        }
        self.value = value
        digits = decimal.digits.reduce(0) { $0 * 10 + UInt128(JSONByte.digit($1)) }
        exponent = decimal.lastExponent
        whole = value.int64Value
    }

    /// What dividing `number` costs: more for each digit when the divisor takes more than 64 bits.
    func steps(for number: JSONValue) -> Int {
        guard case .integer = number, whole != nil else {
            let isNarrow = UInt64(exactly: digits) != nil
            return (JSONSchemaNumber.steps(of: number) + Self.powerSteps) * (isNarrow ? 2 : 12)
        }
        return 1
    }

    /// What the power of ten costs that stands behind the digits.
    private static let powerSteps = 30

    /// Whether `number` is a whole multiple. False when its exponent is beyond ±10^17.
    func divides(_ number: JSONValue) -> Bool {
        if case .integer(let integer) = number, let whole {
            return integer % whole == 0
        }
        guard let decimal = JSONSchemaNumber.decimal(number) else {
            return false
        }
        guard !decimal.digits.isEmpty else {
            return true
        }
        // The last digit of a decimal is not 0, so a multiple cannot end at a higher place than the divisor.
        guard decimal.lastExponent >= exponent else {
            return false
        }
        let zeros = decimal.lastExponent - exponent
        if let narrow = UInt64(exactly: digits), narrow < 1_000_000_000_000_000_000 {
            return Self.remainder(decimal.digits, zeros: zeros, by: narrow) == 0
        }
        return Self.remainder(decimal.digits, zeros: zeros, by: digits) == 0
    }

    /// What is left of the number written with `digits` and `zeros` more. Ten times the modulus must fit.
    private static func remainder<Word: FixedWidthInteger & UnsignedInteger>(
        _ digits: [UInt8], zeros: Int, by modulus: Word
    ) -> Word {
        let rest = digits.reduce(Word(0)) { ($0 * 10 + Word(JSONByte.digit($1))) % modulus }
        return product(rest, power(of: 10 % modulus, zeros, modulus), modulus)
    }

    private static func power<Word: FixedWidthInteger & UnsignedInteger>(
        of base: Word, _ exponent: Int, _ modulus: Word
    ) -> Word {
        var result = 1 % modulus
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 {
                result = product(result, square, modulus)
            }
            square = product(square, square, modulus)
            rest >>= 1
        }
        return result
    }

    /// Both factors are less than the modulus, so the quotient fits.
    private static func product<Word: FixedWidthInteger & UnsignedInteger>(
        _ left: Word, _ right: Word, _ modulus: Word
    ) -> Word {
        modulus.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
    }
}

extension JSONDecimal {
    /// The power of ten of the last digit.
    fileprivate var lastExponent: Int {
        pointPosition - digits.count
    }
}
