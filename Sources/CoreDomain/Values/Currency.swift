import CoreLanguage

/// What an amount is counted in: three to twelve upper-case letters and digits, the first a letter.
public struct Currency: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The code, such as `USDC`.
    public let code: String

    private init(unchecked code: String) { self.code = code }

    /// The currency with this code; nil when it has not the form.
    public init?(_ code: String) {
        let bytes = code.utf8
        guard (3...12).contains(bytes.count), let first = bytes.first, Self.isLetter(first),
            bytes.allSatisfy({ Self.isLetter($0) || Self.isDigit($0) })
        else { return nil }
        self.code = code
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// USD Coin, the currency when none is named.
    public static let usdc = Currency(unchecked: "USDC")

    public var description: String { code }

    public static func < (left: Currency, right: Currency) -> Bool { left.code < right.code }
}

extension Schema where Value == Currency {
    /// The code of a currency.
    public static let currency = Schema(
        document: ["type": "string", "pattern": "^[A-Z][A-Z0-9]{2,11}$"],
        decode: { json, pointer, violations in
            guard case .string(let text) = json else {
                violations.append(.wrongType(pointer, expected: "a string", found: json))
                return nil
            }
            if let currency = Currency(text) { return currency }
            violations.append(
                Violation(pointer, rule: "wrong_form", "Expected the code of a currency, such as USDC."))
            return nil
        },
        encode: { .string($0.code) })
}
