import CoreLanguage

/// What a client says (JSON-RPC 2.0).
enum RPCMessage: Sendable {
    case request(id: JSONValue, method: String, parameters: JSONValue)
    case notification(method: String, parameters: JSONValue)
    /// An answer to what this server asked; nil for an error.
    case response(id: JSONValue, result: JSONValue?)
    /// JSON that is none of these; with the id, if it has one.
    case invalid(id: JSONValue)

    init(_ value: JSONValue) {
        let id = value["id"].flatMap { $0.stringValue != nil || $0.int64Value != nil ? $0 : Optional.none }
        guard value["jsonrpc"] == "2.0" else {
            self = .invalid(id: id ?? .null)
            return
        }
        let parameters = value["params"] ?? [:]
        switch (value["method"]?.stringValue, id) {
        case (let method?, let id?): self = .request(id: id, method: method, parameters: parameters)
        case (let method?, nil):
            self = value["id"] == nil ? .notification(method: method, parameters: parameters) : .invalid(id: .null)
        case (nil, let id?) where value["result"] != nil || value["error"] != nil:
            self = .response(id: id, result: value["error"] == nil ? value["result"] : .none)
        case (nil, let id): self = .invalid(id: id ?? .null)
        }
    }
}

/// Why a request has no result: a code of JSON-RPC, and a sentence.
struct RPCError: Error, Hashable {
    let code: Int64
    let message: String

    static func parse(_ message: String) -> Self { Self(code: -32700, message: message) }
    static func invalidRequest(_ message: String) -> Self { Self(code: -32600, message: message) }
    static func unknownMethod(_ message: String) -> Self { Self(code: -32601, message: message) }
    static func invalidParameters(_ message: String) -> Self { Self(code: -32602, message: message) }
    static func failed(_ message: String) -> Self { Self(code: -32603, message: message) }

    /// The answer.
    func response(to id: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "error": ["code": .integer(code), "message": .string(message)]]
    }
}
