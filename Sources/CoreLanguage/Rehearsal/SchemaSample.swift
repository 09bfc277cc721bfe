/// Makes a value that a schema of a script's type takes: the least number, the shortest text, one of each field.
///
/// Patterns and `unique` are not kept, and only as much is made as a person wants to read.
struct SchemaSample {
    private static let valuesMax = 256
    private static let depthMax = 32
    private static let textLengthMax = 64

    private var valuesLeft = valuesMax

    /// A value that fits `schema`, as far as that is easily told.
    static func value(of schema: JSONValue) -> JSONValue {
        var sample = SchemaSample()
        return sample.value(schema, depth: 0)
    }

    private mutating func value(_ schema: JSONValue, depth: Int) -> JSONValue {
        guard valuesLeft > 0 else { return .null }
        valuesLeft -= 1
        guard depth < Self.depthMax else { return .null }
        if let first = schema["enum"]?.arrayValue?.first { return first }
        switch schema["type"]?.stringValue ?? schema["type"]?[0]?.stringValue {
        case "integer": return Self.number(schema, isWhole: true)
        case "number": return Self.number(schema, isWhole: false)
        case "boolean": return true
        case "string": return .string(Self.text(schema))
        case "array": return list(schema, depth: depth)
        case "object": return object(schema, depth: depth)
        case "null": return .null
        default: return "text"
        }
    }

    /// The number nearest to 0 that is within the bounds.
    private static func number(_ schema: JSONValue, isWhole: Bool) -> JSONValue {
        if let minimum = schema["minimum"], let least = minimum.doubleValue, least > 0 {
            return isWhole ? whole(least.rounded(.up)) : minimum
        }
        if let maximum = schema["maximum"], let most = maximum.doubleValue, most < 0 {
            return isWhole ? whole(most.rounded(.down)) : maximum
        }
        return 0
    }

    private static func whole(_ number: Double) -> JSONValue { Int64(exactly: number).map { .integer($0) } ?? 0 }

    private static func text(_ schema: JSONValue) -> String {
        switch schema["format"]?.stringValue {
        case "date": return "2026-01-01"
        case "date-time": return "2026-01-01T00:00:00Z"
        default: break
        }
        if schema["contentEncoding"] != nil { return "" }
        let (least, most) = (schema["minLength"]?.int64Value ?? 0, schema["maxLength"]?.int64Value ?? .max)
        let length = min(max(least, min(most, 4)), Int64(textLengthMax))
        let text = String("text".prefix(Int(clamping: max(0, length))))
        return text + String(repeating: "x", count: Int(clamping: max(0, length - 4)))
    }

    private mutating func list(_ schema: JSONValue, depth: Int) -> JSONValue {
        let (least, most) = (schema["minItems"]?.int64Value ?? 1, schema["maxItems"]?.int64Value ?? .max)
        let items = schema["items"] ?? [:]
        var list: [JSONValue] = []
        while list.count < min(least, most), valuesLeft > 0 { list.append(value(items, depth: depth + 1)) }
        return .array(list)
    }

    private mutating func object(_ schema: JSONValue, depth: Int) -> JSONValue {
        var members = JSONObject()
        for (name, field) in schema["properties"]?.objectValue ?? [:] where valuesLeft > 0 {
            members[name] = value(field, depth: depth + 1)
        }
        return .object(members)
    }
}
