import CoreLanguage
import HostLSP

/// A client in the same process, which speaks the protocol in bytes.
struct Client {
    var server: LanguageServer
    private var lastID: Int64 = 0

    static let uri: JSONValue = "file:///refund.scriptum"

    init(encodings: [String]? = nil, documentation: String? = nil, starts: Bool = true) {
        server = LanguageServer(version: "1.2.3", documentation: documentation)
        guard starts else { return }
        var capabilities: JSONValue = [:]
        if let encodings {
            capabilities = ["general": ["positionEncodings": .array(encodings.map { .string($0) })]]
        }
        _ = request("initialize", ["processId": nil, "rootUri": nil, "capabilities": capabilities])
        notify("initialized", [:])
    }

    static func framed(_ value: JSONValue) -> [UInt8] {
        let body = value.serialized()
        return Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }

    /// The messages in some bytes; what has no right header stops the test with an empty list.
    static func messages(_ pieces: [[UInt8]]) -> [JSONValue] {
        pieces.compactMap { piece in
            guard let end = piece.indices.first(where: { piece[$0...].starts(with: Array("\r\n\r\n".utf8)) }) else {
                return nil
            }
            let body = Array(piece[(end + 4)...])
            let header = String(decoding: piece[..<end], as: UTF8.self)
            guard header == "Content-Length: \(body.count)" else { return nil }
            return try? JSONValue.parse(body)  // reason: nil fails the test that reads it
        }
    }

    mutating func send(_ value: JSONValue) -> [JSONValue] { Self.messages(server.receive(Self.framed(value))) }

    /// The whole answer to a request.
    mutating func response(_ method: String, _ parameters: JSONValue = nil) -> JSONValue {
        lastID += 1
        let replies = send(["jsonrpc": "2.0", "id": .integer(lastID), "method": .string(method), "params": parameters])
        return replies.first { $0["id"] == .integer(lastID) } ?? nil
    }

    mutating func request(_ method: String, _ parameters: JSONValue = nil) -> JSONValue {
        response(method, parameters)["result"] ?? nil
    }

    mutating func notify(_ method: String, _ parameters: JSONValue) {
        _ = send(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
    }

    // MARK: Documents

    mutating func open(_ text: String, uri: JSONValue = Client.uri) {
        notify(
            "textDocument/didOpen",
            ["textDocument": ["uri": uri, "languageId": "scriptum", "version": 1, "text": .string(text)]])
    }

    mutating func change(_ changes: [JSONValue], version: Int64 = 2) {
        notify(
            "textDocument/didChange",
            ["textDocument": ["uri": Self.uri, "version": .integer(version)], "contentChanges": .array(changes)])
    }

    /// The parameters of what is told of documents.
    mutating func published() -> [JSONValue] {
        Self.messages(server.drain()).compactMap { message in
            message["method"] == "textDocument/publishDiagnostics" ? message["params"] : nil
        }
    }

    /// Asks about a place.
    mutating func ask(
        _ method: String, line: Int64, _ column: Int64, _ more: JSONObject = JSONObject()
    ) -> JSONValue {
        var parameters = more
        parameters["textDocument"] = ["uri": Self.uri]
        parameters["position"] = ["line": .integer(line), "character": .integer(column)]
        return response("textDocument/" + method, .object(parameters))
    }
}

/// A range as the protocol has it.
func range(_ line: Int64, _ start: Int64, _ end: Int64) -> JSONValue {
    [
        "start": ["line": .integer(line), "character": .integer(start)],
        "end": ["line": .integer(line), "character": .integer(end)],
    ]
}
