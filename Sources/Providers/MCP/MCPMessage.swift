import CoreDomain
import CoreLanguage

/// Messages of MCP: JSON-RPC 2.0 as the specification of 2025-11-25 has it under "Base Protocol".
enum MCPMessage {
    /// An answer to a request of ours.
    case answer(id: Int64, Result<JSONObject, MCPRefusal>)
    /// A request of the server's, which wants an answer.
    case request(id: JSONValue, method: String)
    /// What wants no answer, and what is no message.
    case other

    init(_ value: JSONValue) {
        guard let object = value.objectValue else {
            self = .other
            return
        }
        if let method = object["method"]?.stringValue {
            if let id = object["id"], !id.isNull { self = .request(id: id, method: method) } else { self = .other }
            return
        }
        guard let id = object["id"]?.int64Value else {
            self = .other
            return
        }
        if let error = object["error"] {
            self = .answer(id: id, .failure(MCPRefusal(error)))
        } else {
            self = .answer(id: id, .success(object["result"]?.objectValue ?? [:]))
        }
    }

    static func request(_ id: Int64, _ method: String, _ parameters: JSONObject) -> [UInt8] {
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": .object(parameters),
        ]
        return message.serialized()
    }

    static func notification(_ method: String, _ parameters: JSONObject) -> [UInt8] {
        var message: JSONObject = ["jsonrpc": "2.0", "method": .string(method)]
        if !parameters.isEmpty { message["params"] = .object(parameters) }
        return JSONValue.object(message).serialized()
    }

    /// The answer to a request of the server's: this client offers nothing but that it is there.
    static func reply(to id: JSONValue, _ method: String) -> [UInt8] {
        if method == "ping" { return (["jsonrpc": "2.0", "id": id, "result": [:]] as JSONValue).serialized() }
        let error: JSONValue = ["code": -32601, "message": "This client offers no such method."]
        return (["jsonrpc": "2.0", "id": id, "error": error] as JSONValue).serialized()
    }

    /// - Throws: what is wrong with `bytes`, in a few words.
    static func parse(_ bytes: [UInt8]) throws(JSONError) -> MCPMessage {
        MCPMessage(try JSONValue.parse(bytes, limits: JSONLimits(maxDepth: 256)))
    }
}

/// An error of JSON-RPC.
struct MCPRefusal: Error, Hashable {
    let code: Int64
    let message: String

    init(_ error: JSONValue) {
        code = error["code"]?.int64Value ?? 0
        message = error["message"]?.stringValue ?? ""
    }
}

/// What requests are sent to a server by.
protocol MCPChannel: Sendable {
    /// Whether anything may still be sent.
    var isOpen: Bool { get }
    /// Sends a request and gives the result. A task that is cancelled tells the server so.
    ///
    /// - Throws: what ``MCPFailure`` makes of it.
    func request(_ method: String, _ parameters: JSONObject) async throws(CoreError) -> JSONObject
    /// Sends what wants no answer. What becomes of it is not told.
    func notify(_ method: String, _ parameters: JSONObject) async
    /// Tells the version that was agreed upon.
    func agree(on version: String)
    /// Ends the connection.
    func close() async
}
