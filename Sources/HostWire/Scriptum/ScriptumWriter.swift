import CoreDomain
import CoreLanguage
import HostYAML

/// Writes what operations answer as JSON of the Scriptum family: names in camel case, 64-bit integers as texts,
/// every field of a message but absent ones of those that may be absent.
enum ScriptumWriter {
    /// An output as a message of this name.
    static func json(_ output: JSONValue, as message: String) -> JSONValue {
        var object = JSONObject()
        for field in ScriptumSchema.fields(of: message) {
            let value = output[field.inputName].flatMap { present($0) }
            if let written = value.map({ json($0, field) }) ?? absent(field) { object[field.wireName] = written }
        }
        return .object(object)
    }

    private static func present(_ value: JSONValue) -> JSONValue? {
        if value.isNull { return nil }
        return value
    }

    /// What an absent value is written as; nil for not at all.
    private static func absent(_ field: ScriptumField) -> JSONValue? {
        if field.isRepeated { return .array([]) }
        if field.hasPresence { return nil }
        switch field.kind {
        case .string, .bytes: return ""
        case .bool: return false
        case .int32, .uint32: return 0
        case .double: return .double(0)
        case .int64, .uint64: return "0"
        case .enumeration(let name): return .string(ScriptumSchema.name(nil, of: name))
        case .map: return .object(JSONObject())
        case .message, .json, .status: return nil
        }
    }

    private static func json(_ value: JSONValue, _ field: ScriptumField) -> JSONValue {
        if field.isRepeated { return .array((value.arrayValue ?? []).map { single($0, field) }) }
        return single(value, field)
    }

    private static func single(_ value: JSONValue, _ field: ScriptumField) -> JSONValue {
        switch field.form {
        case .json: return .string(value.serializedString())
        case .yaml: return .string(YAMLWriter.text(of: value) ?? value.serializedString())
        case .timestamp: return .string(milliseconds(value))
        case .bytes: return .string(Base64.encode(value.serialized()))
        case .same: break
        }
        switch field.kind {
        case .int64, .uint64: return .string(value.stringValue ?? value.serializedString())
        case .enumeration(let name): return .string(ScriptumSchema.name(value.stringValue, of: name))
        case .message(let name): return json(value, as: name)
        case .status: return status(value)
        case .string, .bytes, .bool, .int32, .uint32, .double, .map, .json: return value
        }
    }

    /// A failure as google.rpc.Status, with one `ErrorInfo`.
    private static func status(_ failure: JSONValue) -> JSONValue {
        let name = failure["reason"]?.stringValue ?? ""
        let code = Reason.allCases.first { $0.name == name }?.code ?? .unknown
        return [
            "code": .integer(Int64(code.rawValue)), "message": failure["message"] ?? "",
            "details": [
                [
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(name),
                    "domain": .string(WireDialect.domain),
                ]
            ],
        ]
    }

    private static func milliseconds(_ value: JSONValue) -> String {
        let time = value.stringValue.flatMap { Timestamp($0) }
        return String((time?.nanoseconds ?? 0) / 1_000_000)
    }
}
