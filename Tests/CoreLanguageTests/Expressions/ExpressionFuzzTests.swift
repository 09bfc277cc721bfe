import CoreLanguage
import CoreTesting
import Testing

@Suite("Expressions from hostile texts")
struct ExpressionFuzzTests {
    private static let fragments = [
        "a", ".", "[", "]", "(", ")", "0", "\"", "'", "\\", "\\u", "d800", "and", "or", "not", "==", "<", "??", "!",
        " ",
        "null", "exists", "length", "contains", ",", "{{", "}}", "$.", "-", "1e5", "é", "\u{0}", "\n", "=", "&&",
        "item",
    ]

    @Test("Nothing that is read crashes, here or in evaluation", arguments: Torture.seeds(0..<4))
    func soup(_ seed: UInt64) {
        var random = JSONTestRandom(seed: seed)
        let scope = EvaluationScope(["a": ["a": [1, "x"]], "item": nil])
        var values = 0
        for _ in 0..<5_000 {
            let count = Int.random(in: 0..<24, using: &random)
            let text = (0..<count).map { _ in Self.fragments.randomElement(using: &random) ?? "" }.joined()
            for expression in [try? Expression(parsing: text), try? Expression(parsingTemplate: text)] {
                if (try? expression?.evaluate(in: scope)) != nil { values += 1 }
            }
        }
        #expect(values > 100, "A soup in which nothing has a value tests little.")
    }

    @Test("Faults lie within the text", arguments: Torture.seeds(0..<2))
    func offsets(_ seed: UInt64) {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<2_000 {
            let text = String(decoding: (0..<12).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
            do throws(ExpressionSyntaxError) {
                _ = try Expression(parsing: text)
            } catch {
                #expect((0...text.utf8.count).contains(error.offset))
            }
        }
    }

    @Test(
        "A megabyte takes bounded time", .timeLimit(.minutes(5)),
        arguments: ["(", "[", "not ", "a and ", "a.b", "a ?? ", "1", "'", "{{a}}", "{", "\\", "a[0]", "1,", " "])
    func megabyte(_ piece: String) {
        let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
        #expect((try? Expression(parsing: text))?.depth ?? 0 <= Expression.depthMax)
        #expect((try? Expression(parsing: "[" + text))?.depth ?? 0 <= Expression.depthMax)
        #expect((try? Expression(parsingTemplate: text))?.depth ?? 0 <= Expression.depthMax)
        #expect((try? Reference(parsing: "a " + text)) == nil || piece == " ")
    }

    @Test("Stored expressions that were damaged are refused or read, never more", arguments: Torture.seeds(0..<3))
    func damaged(_ seed: UInt64) {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<300 {
            var bytes = random.expression(depth: 4).encode().canonicalBytes()
            for _ in 0..<3 {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = "\"{}[]:,01aop".utf8.randomElement(using: &random) ?? 0
            }
            guard let value = try? JSONValue.parse(bytes), let read = try? Expression(decoding: value) else { continue }
            #expect((try? Expression(decoding: read.encode())) == read)
        }
    }
}
