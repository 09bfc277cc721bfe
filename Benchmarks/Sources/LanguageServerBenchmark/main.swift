import CoreLanguage
import Foundation
import HostLSP

// From a keystroke to its diagnostics, through the protocol: edits of one character at random places of a script, each as the bytes
// of `didChange`, until the bytes of `publishDiagnostics` are there. Prints the times in milliseconds.

let lineCount = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 1_000
let editCount = CommandLine.arguments.dropFirst(2).first.flatMap(Int.init) ?? 300

func framed(_ value: JSONValue) -> [UInt8] {
    let body = value.serialized()
    return Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
}

func notification(_ method: String, _ parameters: JSONValue) -> [UInt8] {
    framed(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
}

/// What an editor sends for a character at a place: typed, or taken away.
func change(_ place: (line: Int, column: Int), _ text: String, removing count: Int, version: Int) -> [UInt8] {
    let line = JSONValue.integer(Int64(place.line))
    let start: JSONValue = ["line": line, "character": .integer(Int64(place.column))]
    let end: JSONValue = ["line": line, "character": .integer(Int64(place.column + count))]
    return notification(
        "textDocument/didChange",
        [
            "textDocument": ["uri": "file:///long.scriptum", "version": .integer(Int64(version))],
            "contentChanges": [["range": ["start": start, "end": end], "text": .string(text)]],
        ])
}

/// The time of `body` in milliseconds.
func milliseconds(_ body: () -> Void) -> Double { ContinuousClock().measure(body) / .milliseconds(1) }

func shown(_ value: Double) -> String { String(format: "%.2f", value) }

let text = LongScript.text(lines: lineCount)
let edited = EditedText(bytes: Array(text.utf8))
let places = TextPlaces(edited, in: .utf16)
var server = LanguageServer()
_ = server.receive(framed(["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["capabilities": [:]]]))
_ = server.receive(
    notification(
        "textDocument/didOpen",
        [
            "textDocument": [
                "uri": "file:///long.scriptum", "languageId": "scriptum", "version": 1, "text": .string(text),
            ]
        ]))
_ = server.drain()

var random = SystemRandomNumberGenerator()
var typed: [Double] = []
var bytesOut = 0
for edit in 0..<editCount {
    let offset = Int.random(in: 0..<edited.bytes.count, using: &random)
    let (line, column) = places.position(of: offset)
    let character = ["a", "x", " ", ".", "\"", "{", "\n", "-", "1"].randomElement(using: &random) ?? "a"
    let bytes = change((line, column), character, removing: 0, version: 2 * edit + 2)
    typed.append(
        milliseconds {
            _ = server.receive(bytes)
            bytesOut += server.drain().reduce(0) { $0 + $1.count }
        })
    let isLine = character == "\n"
    let end: JSONValue = [
        "line": .integer(Int64(isLine ? line + 1 : line)), "character": .integer(Int64(isLine ? 0 : column + 1)),
    ]
    let start: JSONValue = ["line": .integer(Int64(line)), "character": .integer(Int64(column))]
    _ = server.receive(
        notification(
            "textDocument/didChange",
            [
                "textDocument": ["uri": "file:///long.scriptum", "version": .integer(Int64(2 * edit + 3))],
                "contentChanges": [["range": ["start": start, "end": end], "text": ""]],
            ]))
    _ = server.drain()
}
typed.sort()
let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n")
    .first { $0.hasPrefix("model name") }?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
print("machine: \(cpu ?? "unknown"), \(ProcessInfo.processInfo.activeProcessorCount) cores")
print(
    "script: \(edited.lineCount) lines, \(edited.bytes.count) bytes; \(typed.count) edits, \(bytesOut / max(1, typed.count)) bytes of diagnostics each"
)
let quartiles = [typed[typed.count / 4], typed[3 * typed.count / 4]]
print(
    "keystroke to diagnostics: median \(shown(typed[typed.count / 2])) ms, p99 \(shown(typed[min(typed.count - 1, typed.count * 99 / 100)])) ms, "
        + "spread \(shown(quartiles[0]))–\(shown(quartiles[1])) ms (quartiles), least \(shown(typed[0])), most \(shown(typed[typed.count - 1]))"
)
