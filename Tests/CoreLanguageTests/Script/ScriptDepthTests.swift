import CoreLanguage
import Foundation
import Synchronization
import Testing

/// The deepest sources there may be, on threads with small stacks.
@Suite("Deep scripts on small stacks")
struct ScriptDepthTests {
    /// Unoptimised code takes some 3 MiB for what is nested most deeply.
    private static let stackBytes = 4 << 20

    /// What the sources broke, found on a thread with a small stack.
    private func faultsOnSmallStack() -> [String] {
        let found = Faults()
        let thread = Thread {
            for source in Self.sources {
                let bytes = Array(source.utf8)
                guard let fault = FuzzSyntax.fault(in: bytes) ?? FuzzCheck.fault(in: bytes) else { continue }
                found.all.withLock { $0.append("\(fault): \(source.prefix(200))") }
            }
        }
        thread.stackSize = Self.stackBytes
        thread.start()
        while !thread.isFinished { Thread.sleep(forTimeInterval: 0.005) }
        return found.all.withLock { $0 }
    }

    private final class Faults: Sendable {
        let all = Mutex<[String]>([])
    }

    private static func nested(_ opening: String, _ middle: String, _ closing: String, _ depth: Int) -> String {
        "let a = " + String(repeating: opening, count: depth) + middle + String(repeating: closing, count: depth)
            + "\nemit { a }\n"
    }

    private static let expressions: [(String, String, String)] = [
        ("(", "1", ")"), ("[", "", "]"), ("{a: ", "1", "}"), ("count([", "", "])"), ("[0][", "0", "]"),
        ("not ", "true", ""),
        ("- ", "1", ""), ("if true then 1 else ", "2", ""), ("map([1], x => ", "1", ")"), ("1 + ", "1", ""),
        ("true and ", "true", ""), ("null ?? (", "1", ")"), ("", "1", ".max(2)"), ("", "[1]", "?[0]"),
        ("\"a\" + ", "\"b\"", ""),
        ("{a: [(", "1", ")]}"), ("not (", "true", ")"),
    ]

    private static func blocks(_ heads: [String], _ depth: Int, _ last: String) -> String {
        var text = ""
        for level in 0..<depth { text += String(repeating: " ", count: level) + heads[level % heads.count] + "\n" }
        return text + String(repeating: " ", count: depth) + last + "\n"
    }

    /// Every kind of nesting, up to its limit and beyond.
    private static let sources: [String] = {
        let depths = [60, 127, 128, 255, 256, 300]
        var sources = depths.flatMap { depth in expressions.map { nested($0.0, $0.1, $0.2, depth) } }
        for depth in depths {
            for heads in [
                ["each a in [1]"], ["repeat 1 times"], ["together", "lane a"], ["pipe a from [1]"],
                ["each a in [1] parallel 2"],
                ["decide with rules", "\"A\":"],
            ] { sources.append(blocks(heads, depth, "wait 1s")) }
            let lists = String(repeating: "list<", count: depth) + "text" + String(repeating: ">", count: depth)
            let shapes = String(repeating: "{ a : ", count: depth) + "text" + String(repeating: " }", count: depth)
            sources += ["input\n  a : \(lists)\nemit { a }\n", "input\n  a : \(shapes)\nemit { a }\n"]
            sources.append("let a = \"{" + String(repeating: "a.", count: depth) + "b}\"\n")
        }
        return sources
    }()

    @Test("They are read, formatted, checked and lowered, or refused")
    func sources() {
        #expect(faultsOnSmallStack() == [])
    }
}
