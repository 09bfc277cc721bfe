import CoreLanguage

/// Plain scalars, as the core schema of YAML 1.2.2 (§10.3.2) reads them: unlike in YAML 1.1, `no`, `on` and `12:30` are
/// texts.
enum YAMLScalar {
    /// Why a scalar is refused.
    enum Fault: Error {
        /// Infinity, or no number: JSON has neither.
        case notFinite
        /// An integer that JSON readers would not keep.
        case tooLarge
    }

    private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]
    private static let truths: Set<String> = ["true", "True", "TRUE"]
    private static let lies: Set<String> = ["false", "False", "FALSE"]
    private static let notFinite: Set<String> = [
        ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN",
    ]

    /// The value of a scalar without quotes.
    static func value(_ text: String) throws(Fault) -> JSONValue {
        if nulls.contains(text) { return .null }
        if truths.contains(text) { return true }
        if lies.contains(text) { return false }
        if notFinite.contains(text) { throw .notFinite }
        return try based(text) ?? decimal(text) ?? .string(text)
    }

    /// Words that YAML 1.1 takes for truths.
    private static let oldTruths: Set<String> = ["y", "yes", "n", "no", "on", "off"]

    /// Whether a text stands for itself when it has no quotes, also to those who read YAML 1.1: to them `on` is true,
    /// and `12:30` a number.
    static func isText(_ text: String) -> Bool {
        guard let first = text.utf8.first, !"+-.0123456789<=".utf8.contains(first) else { return false }
        guard !oldTruths.contains(text.lowercased()) else { return false }
        do throws(Fault) { return try value(text) == .string(text) } catch { return false }
    }

    /// `0o17` and `0xFF`.
    private static func based(_ text: String) throws(Fault) -> JSONValue? {
        let radix = text.hasPrefix("0o") ? 8 : text.hasPrefix("0x") ? 16 : 0
        let digits = text.dropFirst(2)
        guard radix > 0, !digits.isEmpty, digits.allSatisfy({ ($0.hexDigitValue ?? 16) < radix }) else { return nil }
        guard let number = Int64(digits, radix: radix) else { throw .tooLarge }
        return .integer(number)
    }

    /// A number in the form of JSON, which needs digits on both sides of the point and no zeros in front.
    private static func decimal(_ text: String) -> JSONValue? {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
        let whole = rest.prefix { "0" <= $0 && $0 <= "9" }
        rest = rest.dropFirst(whole.count)
        var fraction: Substring?
        if rest.first == "." {
            rest.removeFirst()
            fraction = rest.prefix { "0" <= $0 && $0 <= "9" }
            rest = rest.dropFirst(fraction?.count ?? 0)
        }
        guard !whole.isEmpty || fraction?.isEmpty == false else { return nil }
        var json = isNegative ? "-" : ""
        let significant = whole.drop { $0 == "0" }
        json += significant.isEmpty ? "0" : significant
        if let fraction { json += fraction.isEmpty ? ".0" : "." + fraction }
        json += rest
        do throws(JSONError) { return try JSONValue.parse(Array(json.utf8)) } catch { return nil }
    }
}
