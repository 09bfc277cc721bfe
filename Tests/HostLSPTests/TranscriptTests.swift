import CoreLanguage
import HostLSP
import Testing

@Suite("Conversations with an editor")
struct TranscriptTests {
    private static let script = "input\n  amount : number\nlet 🧾 = 1\nlet total = amount + amuont\n"

    @Test("From the first request to the last")
    func conversation() {
        var client = Client(starts: false)
        let early = client.response("textDocument/hover")
        #expect(early["error"]?["code"] == -32002)
        client.open("let a = b")
        #expect(client.published().isEmpty)
        let hello = client.request("initialize", ["capabilities": [:]])
        #expect(hello["capabilities"]?["positionEncoding"] == "utf-16")
        #expect(hello["capabilities"]?["textDocumentSync"]?["change"] == 2)
        #expect(hello["serverInfo"]?["version"] == "1.2.3")
        for name in [
            "hoverProvider", "definitionProvider", "referencesProvider", "documentFormattingProvider",
            "documentSymbolProvider", "documentHighlightProvider", "foldingRangeProvider",
        ] {
            #expect(hello["capabilities"]?[name] == true)
        }
        #expect(hello["capabilities"]?["signatureHelpProvider"]?["triggerCharacters"] == ["(", ","])
        #expect(client.response("initialize")["error"]?["code"] == -32600)
        #expect(client.response("workspace/nonsense")["error"]?["code"] == -32601)
        #expect(client.response("textDocument/hover", ["textDocument": ["uri": "x"]])["error"]?["code"] == -32602)
        #expect(client.response("textDocument/hover")["error"]?["code"] == -32602)
        #expect(client.server.exitCode == nil)
        #expect(client.response("shutdown")["result"]?.isNull == true)
        #expect(client.response("textDocument/hover")["error"]?["code"] == -32600)
        client.notify("exit", nil)
        #expect(client.server.exitCode == 0)
        #expect(client.send(["jsonrpc": "2.0", "id": 9, "method": "initialize"]).isEmpty)
    }

    @Test("An exit without shutdown is a failure, also before anything else")
    func exits() {
        var client = Client()
        client.notify("exit", nil)
        #expect(client.server.exitCode == 1)
        var early = Client(starts: false)
        early.notify("exit", nil)
        #expect(early.server.exitCode == 1)
    }

    @Test(
        "The client's process is the one it names",
        arguments: [(4_711, 4_711), (nil, nil), (1 << 40, nil)] as [(Int64?, Int32?)])
    func clientProcess(_ named: Int64?, _ id: Int32?) {
        var client = Client(starts: false)
        let number: JSONValue = if let named { .integer(named) } else { .null }
        _ = client.request("initialize", ["processId": number, "capabilities": [:]])
        #expect(client.server.clientProcessID == id)
    }

    @Test("Diagnostics have places, codes and related places")
    func diagnostics() {
        var client = Client(documentation: "https://example.org/language")
        client.open("let a = 1\nlet a = 2\nlet b = nothing\n")
        let told = client.published()
        #expect(told.count == 1)
        #expect(told.first?["uri"] == Client.uri)
        #expect(told.first?["version"] == 1)
        let items = told.first?["diagnostics"]?.arrayValue ?? []
        let twice = items.first { $0["code"] == "E303" }
        #expect(twice?["range"] == range(1, 4, 5))
        #expect(twice?["severity"] == 1)
        #expect(twice?["source"] == "scriptum")
        #expect(twice?["codeDescription"]?["href"] == "https://example.org/language#e303")
        #expect(twice?["relatedInformation"]?[0]?["location"]?["range"] == range(0, 4, 5))
        #expect(twice?["relatedInformation"]?[0]?["location"]?["uri"] == Client.uri)
        let unused = items.first { $0["code"] == "W301" }
        #expect(unused?["severity"] == 2)
        #expect(unused?["tags"] == [1])
        #expect(client.published().isEmpty, "nothing has changed")
    }

    @Test("Changes are compiled when the input is drained, and what is closed has nothing wrong")
    func changes() {
        var client = Client()
        client.open("let a = b")
        client.change([["range": range(0, 8, 9), "text": "1"]])
        client.change([["range": range(0, 4, 5), "text": "_a"]], version: 3)
        let told = client.published()
        #expect(told.count == 1)
        #expect(told.first?["version"] == 3)
        #expect(told.first?["diagnostics"] == [])
        client.change([["text": "let _a = c"]], version: 4)
        #expect(client.published().first?["diagnostics"]?[0]?["code"] == "E301")
        client.notify("textDocument/didSave", ["textDocument": ["uri": Client.uri]])
        #expect(client.published().isEmpty)
        client.notify("textDocument/didClose", ["textDocument": ["uri": Client.uri]])
        #expect(client.published().first?["diagnostics"] == [])
        #expect(client.ask("hover", line: 0, 4)["error"]?["code"] == -32602)
    }

    @Test("Questions about places")
    func questions() {
        var client = Client()
        client.open("let total = 1\nlet twice = total + total\n")
        #expect(client.ask("definition", line: 1, 13)["result"]?["range"] == range(0, 4, 9))
        let places = client.ask("references", line: 0, 5, ["context": ["includeDeclaration": false]])["result"]
        #expect(places?.arrayValue?.compactMap { $0["range"] } == [range(1, 12, 17), range(1, 20, 25)])
        let hover = client.ask("hover", line: 1, 21)["result"]
        #expect(hover?["contents"]?["kind"] == "markdown")
        #expect(hover?["contents"]?["value"]?.stringValue?.contains("total : integer") == true)
        #expect(hover?["range"] == range(1, 20, 25))
        #expect(client.ask("hover", line: 5, 0)["result"]?.isNull == true)
        let items = client.ask("completion", line: 1, 14)["result"]?.arrayValue ?? []
        let total = items.first { $0["label"] == "total" }
        #expect(total?["kind"] == 6)
        #expect(total?["textEdit"]?["range"] == range(1, 12, 17))
        #expect(client.ask("prepareRename", line: 1, 13)["result"]?["placeholder"] == "total")
        let edits = client.ask("rename", line: 1, 13, ["newName": "sum_of"])["result"]?["changes"]?[
            "file:///refund.scriptum"]
        #expect(edits?.arrayValue?.count == 3)
        #expect(edits?[0]?["newText"] == "sum_of")
        let refused = client.ask("rename", line: 1, 13, ["newName": "twice"])["error"]
        #expect(refused?["code"] == -32803)
        #expect(client.ask("rename", line: 1, 13)["error"]?["code"] == -32602)
        #expect(client.ask("prepareRename", line: 0, 1)["error"]?["code"] == -32803)
    }

    @Test("Formatting, the outline, and mending")
    func documents() {
        var client = Client()
        client.open("let total   = 1\nlet twice = totl\n")
        let document: JSONValue = [
            "textDocument": ["uri": Client.uri], "options": ["tabSize": 2, "insertSpaces": true],
        ]
        let edits = client.request("textDocument/formatting", document)
        #expect(edits == [["range": range(0, 0, 15), "newText": "let total = 1"]])
        let symbols = client.request("textDocument/documentSymbol", document)
        #expect(symbols[0]?["name"] == "total")
        #expect(symbols[0]?["kind"] == 13)
        #expect(symbols[0]?["selectionRange"] == range(0, 4, 9))
        let actions = client.request(
            "textDocument/codeAction",
            ["textDocument": ["uri": Client.uri], "range": range(1, 13, 13), "context": ["diagnostics": []]])
        #expect(actions[0]?["title"] == "Write `total` for `totl`")
        #expect(actions[0]?["edit"]?["changes"]?["file:///refund.scriptum"]?[0]?["newText"] == "total")
        client.change([["text": "let = 1"]])
        #expect(client.request("textDocument/formatting", document).isNull)
    }

    @Test("What a call takes, with the place of its parameters in UTF-16")
    func signatures() {
        var client = Client()
        client.open("let a = slice(\"🧾\", 1)\nlet b = 1\n")
        let help = client.ask("signatureHelp", line: 0, 19)["result"]
        #expect(help?["activeSignature"] == 0)
        #expect(help?["activeParameter"] == 1)
        let form = help?["signatures"]?[0]
        #expect(form?["label"] == "slice(value: text, start: integer, end?: integer) -> text")
        #expect(form?["parameters"]?[1]?["label"] == [19, 33])
        #expect(form?["documentation"]?["kind"] == "markdown")
        #expect(client.ask("signatureHelp", line: 1, 5)["result"]?.isNull == true)
    }

    @Test("Places of a name, folds, and an import that goes")
    func reading() {
        var client = Client()
        client.open("import tools\n  grep from native\nlet a = 1\nlet _b = a\n-- x\n-- y\n")
        #expect(
            client.ask("documentHighlight", line: 3, 9)["result"] == [
                ["range": range(2, 4, 5), "kind": 3], ["range": range(3, 9, 10), "kind": 2],
            ])
        let document: JSONValue = ["textDocument": ["uri": Client.uri]]
        #expect(
            client.request("textDocument/foldingRange", document) == [
                ["startLine": 0, "endLine": 1, "kind": "imports"], ["startLine": 4, "endLine": 5, "kind": "comment"],
            ])
        let actions = client.request(
            "textDocument/codeAction",
            ["textDocument": ["uri": Client.uri], "range": range(1, 3, 3), "context": ["diagnostics": []]])
        #expect(actions[0]?["title"] == "Remove `grep`")
        let edit = actions[0]?["edit"]?["changes"]?["file:///refund.scriptum"]?[0]
        #expect(edit?["newText"] == "")
        #expect(edit?["range"]?["start"] == ["line": 0, "character": 0])
        #expect(edit?["range"]?["end"] == ["line": 2, "character": 0])
    }

    @Test("A long line takes no longer than so many lines", .timeLimit(.minutes(5)))
    func longLines() {
        var client = Client()
        client.open("enum E = " + (0..<30_000).map { "M\($0)" }.joined(separator: "|") + "\nlet _a: E = M7\n")
        let symbols = client.request("textDocument/documentSymbol", ["textDocument": ["uri": Client.uri]])
        #expect(symbols[0]?["children"]?.arrayValue?.count == 30_000)
        #expect(symbols[0]?["children"]?[29_999]?["range"]?["start"]?["line"] == 0)
        #expect(client.ask("references", line: 1, 13)["result"]?.arrayValue?.count == 2)
    }

    @Test("A cancelled request that is still waiting is not answered with a result")
    func cancelling() {
        var client = Client()
        client.open("let a = 1")
        let hover: JSONValue = [
            "jsonrpc": "2.0", "id": "h", "method": "textDocument/hover",
            "params": ["textDocument": ["uri": Client.uri], "position": ["line": 0, "character": 4]],
        ]
        let cancel: JSONValue = ["jsonrpc": "2.0", "method": "$/cancelRequest", "params": ["id": "h"]]
        let both = Client.messages(client.server.receive(Client.framed(hover) + Client.framed(cancel)))
        #expect(both.first?["error"]?["code"] == -32800)
        #expect(both.first?["id"] == "h")
        let late = Client.messages(
            client.server.receive(
                Client.framed(cancel) + Client.framed(["jsonrpc": "2.0", "id": "i", "method": "shutdown"])))
        #expect(late.first?["id"] == "i")
        #expect(late.first?["error"] == nil)
    }

    @Test("What is no request is told of, and changes nothing")
    func nonsense() {
        var client = Client()
        #expect(client.send([1, 2]).first?["error"]?["code"] == -32600)
        #expect(client.send(["id": 4]).first?["id"] == 4)
        #expect(client.send(["id": [4], "method": "shutdown"]).first?["error"]?["code"] == -32600)
        #expect(client.send(["id": 4, "result": nil]).isEmpty)
        let broken = Client.messages(client.server.receive(Array("Content-Length: 3\r\n\r\n{{{".utf8)))
        #expect(broken.first?["error"]?["code"] == -32700)
        #expect(broken.first?["id"]?.isNull == true)
        #expect(client.response("shutdown")["error"] == nil)
    }
}
