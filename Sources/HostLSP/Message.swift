import CoreLanguage

/// What a client says (JSON-RPC 2.0).
enum Message {
    /// Wants an answer.
    case request(id: JSONValue, method: String, parameters: JSONValue)
    /// Wants none.
    case notification(method: String, parameters: JSONValue)
    /// An answer to what was never asked.
    case response
    /// JSON that is none of these; with the id, if it has one.
    case invalid(id: JSONValue)

    init(_ value: JSONValue) {
        guard let object = value.objectValue else {
            self = .invalid(id: nil)
            return
        }
        let id = object["id"].flatMap(Self.id)
        guard let method = object["method"]?.stringValue else {
            self = object["result"] != nil || object["error"] != nil ? .response : .invalid(id: id ?? nil)
            return
        }
        let parameters = object["params"] ?? nil
        if let id {
            self = .request(id: id, method: method, parameters: parameters)
        } else {
            self = object["id"] == nil ? .notification(method: method, parameters: parameters) : .invalid(id: nil)
        }
    }

    /// A number or a text; anything else is no id.
    private static func id(_ value: JSONValue) -> JSONValue? {
        if value.stringValue != nil || value.int64Value != nil { return value }
        return Optional.none
    }
}

/// Why a request has no result: a code of JSON-RPC or LSP, and a sentence.
struct ResponseError: Error, Equatable {
    let code: Int64
    let message: String

    static func parse(_ message: String) -> Self { Self(code: -32700, message: message) }
    static func invalidRequest(_ message: String) -> Self { Self(code: -32600, message: message) }
    static func unknownMethod(_ message: String) -> Self { Self(code: -32601, message: message) }
    static func invalidParameters(_ message: String) -> Self { Self(code: -32602, message: message) }
    static func notInitialized(_ message: String) -> Self { Self(code: -32002, message: message) }
    static func cancelled(_ message: String) -> Self { Self(code: -32800, message: message) }
    static func failed(_ message: String) -> Self { Self(code: -32803, message: message) }

    /// The answer.
    func response(to id: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "error": ["code": .integer(code), "message": .string(message)]]
    }
}
