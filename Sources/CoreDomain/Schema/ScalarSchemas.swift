public import CoreLanguage

extension Schema where Value == String {
    /// Text of so many Unicode scalars.
    public static func string(count: ClosedRange<Int> = 0...65_536, format: String? = nil) -> Schema<String> {
        var document: JSONObject = ["type": "string"]
        if count.lowerBound > 0 { document["minLength"] = .integer(Int64(count.lowerBound)) }
        document["maxLength"] = .integer(Int64(count.upperBound))
        if let format { document["format"] = .string(format) }
        return Schema(
            document: .object(document),
            decode: { json, pointer, violations in
                guard case .string(let text) = json else {
                    violations.append(.wrongType(pointer, expected: "a string", found: json))
                    return nil
                }
                let length = text.unicodeScalars.count
                if count.contains(length) { return text }
                let rule = length < count.lowerBound ? "string_too_short" : "string_too_long"
                violations.append(
                    Violation(
                        pointer, rule: rule,
                        "Expected \(count.lowerBound) to \(count.upperBound) characters, found \(length)."))
                return nil
            },
            encode: { .string($0) })
    }
}

extension Schema where Value == String {
    /// `namespace:kind:slug`, as far as documents tell; an operation refuses what is no such name in its own words.
    public static let ingredientName: Schema<String> = {
        let plain = string(count: 1...200)
        let part = "[a-z0-9-]{1,64}"
        guard case .object(var document) = plain.document else { return plain }
        document["pattern"] = .string("^\(part):\(part):\(part)$")
        return Schema(document: .object(document), decode: plain.decode, encode: plain.encode)
    }()
}

extension Schema where Value == Bool {
    /// True or false.
    public static let bool = Schema(
        document: ["type": "boolean"],
        decode: { json, pointer, violations in
            if case .bool(let value) = json { return value }
            violations.append(.wrongType(pointer, expected: "a boolean", found: json))
            return nil
        },
        encode: { .bool($0) })
}

extension Schema where Value == Int64 {
    /// The largest magnitude that every JSON reader holds exactly (RFC 8259 §6): 2⁵³ − 1.
    public static let exactIntegerMax: Int64 = 9_007_199_254_740_991

    /// A whole number. Beyond 2⁵³ it is written as a string; both forms are read.
    public static func integer(in range: ClosedRange<Int64> = .min ... .max) -> Schema<Int64> {
        let isAlwaysExact = range.lowerBound >= -exactIntegerMax && range.upperBound <= exactIntegerMax
        return Schema(
            document: [
                "type": isAlwaysExact ? "integer" : ["integer", "string"],
                "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
            ],
            decode: { json, pointer, violations in
                guard let value = wholeNumber(json) else {
                    violations.append(.wrongType(pointer, expected: "a whole number", found: json))
                    return nil
                }
                if range.contains(value) { return value }
                violations.append(
                    Violation(
                        pointer, rule: "out_of_range",
                        "Expected \(range.lowerBound) to \(range.upperBound), found \(value)."))
                return nil
            },
            encode: { value in
                (-exactIntegerMax...exactIntegerMax).contains(value) ? .integer(value) : .string(String(value))
            })
    }

    private static func wholeNumber(_ json: JSONValue) -> Int64? {
        switch json {
        case .integer(let value): value
        case .double(let value): Int64(exactly: value)
        // One number has one spelling: no plus sign, no zero in front.
        case .string(let text): Int64(text).flatMap { String($0) == text ? $0 : nil }
        default: nil
        }
    }
}

extension Schema where Value == Double {
    /// A finite number in binary floating point; never for money.
    public static func number(in range: ClosedRange<Double>) -> Schema<Double> {
        Schema(
            document: ["type": "number", "minimum": .double(range.lowerBound), "maximum": .double(range.upperBound)],
            decode: { json, pointer, violations in
                guard let value = json.doubleValue else {
                    violations.append(.wrongType(pointer, expected: "a number", found: json))
                    return nil
                }
                if range.contains(value) { return value }
                violations.append(
                    Violation(
                        pointer, rule: "out_of_range",
                        "Expected \(range.lowerBound) to \(range.upperBound), found \(value)."))
                return nil
            },
            encode: { .double($0) })
    }
}

extension Schema where Value == Timestamp {
    /// A point in time in the form of RFC 3339.
    public static let timestamp = Schema<String>.string(count: 20...40, format: "date-time").map(
        expected: "a time such as 2026-01-31T12:00:00Z", read: { Timestamp($0) }, write: { $0.description })
}

extension Schema where Value == Identifier {
    /// An identifier as a surface spells it; the bare UUID is always read.
    public static func identifier(_ form: IdentifierForm) -> Schema<Identifier> {
        let example = form.prefix.map { "\($0)_ and 26 characters, or a UUID" } ?? "a UUID"
        let format = form.prefix == nil ? "uuid" : nil
        return Schema<String>.string(count: 1...128, format: format).map(
            expected: example, read: { form.parse($0) }, write: { form.text($0) })
    }
}

extension Schema where Value == Secret {
    /// A text that is handed out once and logged never.
    public static func secret(count: ClosedRange<Int>) -> Schema<Secret> {
        Schema<String>.string(count: count).map(
            expected: "a secret", read: { Secret($0) }, write: { $0.expose() })
    }
}

extension Schema where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of an enumeration.
    public static var word: Schema<Value> {
        let words = Value.allCases.map(\.rawValue)
        return Schema(
            document: ["type": "string", "enum": .array(words.map { .string($0) })],
            decode: { json, pointer, violations in
                guard case .string(let text) = json else {
                    violations.append(.wrongType(pointer, expected: "a string", found: json))
                    return nil
                }
                if let value = Value(rawValue: text) { return value }
                let list = words.joined(separator: ", ")
                violations.append(
                    Violation(
                        pointer, rule: "unknown_word",
                        "Expected one of \(list).\(Suggestion.sentence(for: text, among: words))"))
                return nil
            },
            encode: { .string($0.rawValue) })
    }
}

extension Schema where Value == JSONValue {
    /// Any JSON at all, kept as it is.
    public static let json = Schema(
        document: ["type": ["object", "array", "string", "number", "boolean", "null"]], decode: { json, _, _ in json },
        encode: { $0 })

    /// Any JSON object, kept as it is.
    public static let jsonObject = Schema(
        document: ["type": "object"],
        decode: { json, pointer, violations in
            if case .object = json { return json }
            violations.append(.wrongType(pointer, expected: "an object", found: json))
            return nil
        },
        encode: { $0 })

    /// A JSON Schema, kept as it is.
    public static let jsonSchema = Schema(
        document: ["type": ["object", "boolean"]],
        decode: { json, pointer, violations in
            switch json {
            case .object, .bool: return json
            default:
                violations.append(.wrongType(pointer, expected: "a JSON Schema: an object or a boolean", found: json))
                return nil
            }
        },
        encode: { $0 })
}
