import CoreLanguage
import CoreTesting
import HostLSP
import Testing

@Suite("Messages in a stream of bytes")
struct FramingTests {
    private static let hello = Client.framed([
        "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["capabilities": [:]],
    ])
    private static let bye = Client.framed(["jsonrpc": "2.0", "id": 2, "method": "shutdown"])

    private func ids(_ pieces: [[UInt8]]) -> [JSONValue] { Client.messages(pieces).compactMap { $0["id"] } }

    @Test("Messages come in pieces of any length, and several in one", arguments: [1, 2, 7, 64, 100_000])
    func pieces(_ size: Int) {
        var server = LanguageServer()
        let bytes = Self.hello + Self.bye
        var found: [JSONValue] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            found += ids(server.receive(Array(bytes[start..<min(bytes.count, start + size)])))
        }
        #expect(found == [1, 2])
    }

    @Test("Headers may have other fields, other cases, and no carriage returns")
    func headers() {
        let body = JSONValue(dictionaryLiteral: ("jsonrpc", "2.0"), ("id", 7), ("method", "initialize")).serialized()
        for header in [
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: \(body.count)\r\n\r\n",
            "content-length:\(body.count)\r\nX: y\r\n\r\n", "Content-Length: \(body.count)\n\n",
        ] {
            var server = LanguageServer()
            #expect(ids(server.receive(Array(header.utf8) + body)) == [7], "\(header)")
        }
    }

    @Test(
        "What is no message is skipped, and the next one is read",
        arguments: [
            "Content-Length: x\r\n\r\n", "Content-Length: -5\r\n\r\n", "Hello: there\r\n\r\n",
            "Content-Length:\r\n\r\n",
            "Content-Length: 99999999999999999999\r\n\r\n", "\r\n\r\n", String(repeating: "x", count: 20_000),
        ])
    func garbage(_ garbage: String) {
        var server = LanguageServer()
        let replies = Client.messages(server.receive(Array(garbage.utf8) + Self.hello))
        #expect(replies.first?["error"]?["code"] == -32700)
        #expect(replies.last?["id"] == 1)
        #expect(replies.count == 2)
    }

    @Test("A message that is too long is skipped without being kept")
    func tooLong() {
        var server = LanguageServer()
        let count = 200 << 20
        var replies = server.receive(Array("Content-Length: \(count)\r\n\r\n".utf8))
        #expect(Client.messages(replies).first?["error"]?["code"] == -32600)
        let chunk = [UInt8](repeating: 0x20, count: 1 << 20)
        for _ in 0..<200 { replies = server.receive(chunk) }
        #expect(replies.isEmpty)
        #expect(ids(server.receive(Self.hello)) == [1])
    }

    @Test("A document that is too long is told of once, and comes back when it is short again")
    func longDocuments() {
        var client = Client()
        client.open(String(repeating: "-- comment\n", count: 1_000_000))
        #expect(client.published().first?["diagnostics"]?[0]?["code"] == "E102")
        client.change([["range": range(0, 0, 0), "text": "x"]])
        #expect(client.published().first?["diagnostics"]?[0]?["code"] == "E102")
        client.change([["text": "let _a = 1"]])
        #expect(client.published().first?["diagnostics"] == [])
    }

    @Test("The number of documents is bounded")
    func documentCount() {
        var client = Client()
        for number in 0..<1_005 { client.open("let _a = b", uri: .string("file:///\(number)")) }
        #expect(client.published().count == 1_000)
        #expect(client.response("shutdown")["error"] == nil)
    }

    @Test("Nothing that is sent ends the server", arguments: [UInt64](0..<20))
    func fuzz(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var client = Client()
        client.open("let a = 1\nlet b = a\n")
        let methods = [
            "initialize", "initialized", "shutdown", "textDocument/didOpen", "textDocument/didChange",
            "textDocument/hover",
            "textDocument/completion", "textDocument/rename", "textDocument/didClose", "$/cancelRequest", "x",
            "textDocument/codeAction",
            "textDocument/references", "textDocument/definition", "textDocument/formatting",
            "textDocument/documentSymbol", "textDocument/signatureHelp", "textDocument/documentHighlight",
            "textDocument/foldingRange",
        ]
        for _ in 0..<150 {
            let method = methods[Int(random.next() % UInt64(methods.count))]
            if method == "shutdown", !random.chance(oneIn: 40) { continue }
            var message: JSONValue = [
                "jsonrpc": "2.0", "id": Self.value(&random, 1), "method": .string(method),
                "params": Self.value(&random, 4),
            ]
            if random.chance(oneIn: 3) { message = Self.value(&random, 3) }
            var bytes = Client.framed(message)
            // In the message, so that the next one is found.
            if random.chance(oneIn: 4) {
                let place = bytes.count - 1 - Int(random.next() % UInt64(message.serialized().count))
                bytes[place] = UInt8(truncatingIfNeeded: random.next())
            }
            for reply in client.server.receive(bytes) + client.server.drain() {
                #expect(Client.messages([reply]).count == 1)
            }
        }
        #expect(client.server.exitCode == nil)
        #expect(client.response("nonsense")["error"] != nil)
    }

    @Test("Headers of any kind leave the server alive", arguments: [UInt64](0..<8))
    func headerFuzz(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var server = LanguageServer()
        for _ in 0..<200 {
            var bytes = Self.hello
            for _ in 0...(random.next() % 3) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            #expect(server.receive(bytes).allSatisfy { Client.messages([$0]).count == 1 })
        }
        #expect(server.exitCode == nil)
    }

    /// A value of the kind that messages have, right or wrong.
    private static func value(_ random: inout SeededRandom, _ depth: Int) -> JSONValue {
        let names = [
            "textDocument", "position", "line", "character", "uri", "text", "range", "start", "end", "contentChanges",
            "newName", "version", "context",
        ]
        switch random.next() % (depth > 0 ? 9 : 5) {
        case 0: return .integer(Int64(truncatingIfNeeded: random.next()) % 50)
        case 1: return [Client.uri, "let a = {b: 1}\n", "é🧾", ""][Int(random.next() % 4)]
        case 2: return [nil, true, .integer(.max), .integer(.min), 1.5][Int(random.next() % 5)]
        case 3: return ["uri": Client.uri, "text": "let x = y", "version": 3]
        case 4: return ["line": .integer(Int64(random.next() % 4)), "character": .integer(Int64(random.next() % 20))]
        case 5: return .array((0..<(random.next() % 3)).map { _ in value(&random, depth - 1) })
        default:
            return .object(
                JSONObject(
                    (0..<(random.next() % 5)).map { _ in
                        (names[Int(random.next() % UInt64(names.count))], value(&random, depth - 1))
                    }))
        }
    }
}
