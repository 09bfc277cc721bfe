import CoreLanguage
import CoreTesting
import HostLSP
import Testing

@Suite("Columns in UTF-16, UTF-8 and UTF-32")
struct PositionTests {
    private static let text = "let a = \"🧾é\" + b\r\nlet 漢 = 1\r\nlet c = \"👩‍👧\" + b\r\n"

    @Test(
        "The unit is the client's first that is known",
        arguments: [
            (nil, "utf-16", 16), (["utf-8", "utf-16"], "utf-8", 19), (["utf-32"], "utf-32", 15),
            (["x", "utf-16"], "utf-16", 16), ([], "utf-16", 16),
        ] as [([String]?, String, Int64)])
    func units(_ offered: [String]?, _ unit: String, _ column: Int64) {
        var client = Client(encodings: offered)
        client.open(Self.text)
        let items = client.published().first?["diagnostics"]?.arrayValue ?? []
        let unknown = items.first { $0["code"] == "E301" }
        #expect(unknown?["range"] == range(0, column, column + 1), "\(unit)")
    }

    @Test("A change in the middle of a pair is one at its front")
    func pairs() {
        var client = Client()
        client.open("let a = \"🧾\"")
        client.change([["range": range(0, 10, 11), "text": "x"]])
        let symbols = client.request("textDocument/documentSymbol", ["textDocument": ["uri": Client.uri]])
        #expect(symbols[0]?["range"] == range(0, 0, 11), "let a = \"x\"")
    }

    private static let pieces = ["a", "é", "🧾", "\n", "\r\n", "\r", "let x = y\n", "\"", "  ", "-- c"]

    private static func piece(_ random: inout SeededRandom, _ count: UInt64) -> String {
        (0..<(random.next() % count)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
    }

    @Test("Edits in parts lead where the whole text leads", arguments: [UInt64](0..<12))
    func edits(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<15 {
            let encodings = [nil, ["utf-8"], ["utf-32"]][Int(random.next() % 3)]
            let unit = encodings?.first.flatMap(ColumnUnit.init(rawValue:)) ?? .utf16
            var parts = Client(encodings: encodings)
            var whole = Client(encodings: encodings)
            let text = Self.piece(&random, 20)
            parts.open(text)
            var mirror = EditedText(bytes: Array(text.utf8))
            for version in 2..<Int64(10) {
                var changes: [JSONValue] = []
                for _ in 0...(random.next() % 3) {
                    // Also at the end, beyond the end of lines, and in the middle of pairs.
                    let line = Int(random.next() % UInt64(mirror.lineCount + 1))
                    let column = Int(random.next() % 14)
                    let start = mirror.offset(line: line, column: column, in: unit)
                    let end = mirror.offset(line: line, column: column + Int(random.next() % 4), in: unit)
                    let new = Self.piece(&random, 4)
                    let from: JSONValue = ["line": .integer(Int64(line)), "character": .integer(Int64(column))]
                    let (endLine, endColumn) = TextPlaces(mirror, in: unit).position(of: end)
                    let to: JSONValue = ["line": .integer(Int64(endLine)), "character": .integer(Int64(endColumn))]
                    changes.append(["range": ["start": from, "end": to], "text": .string(new)])
                    mirror.replace(SourceRange(start, max(start, end)), with: Array(new.utf8))
                }
                parts.change(changes, version: version)
            }
            whole.open(String(decoding: mirror.bytes, as: UTF8.self))
            let expected = whole.published().first?["diagnostics"]
            #expect(parts.published().first?["diagnostics"] == expected)
            let about: JSONValue = ["textDocument": ["uri": Client.uri]]
            #expect(
                parts.request("textDocument/documentSymbol", about)
                    == whole.request("textDocument/documentSymbol", about))
        }
    }
}
