import CoreLanguage
import Testing

@Suite("JSON errors")
struct JSONErrorTests {
    @Test(
        "tell line, column in scalars and offset in bytes",
        arguments: [
            ("x", 1, 1, 0), ("[1,\n 2,\n x]", 3, 2, 9), ("[1,\r\n x]", 2, 2, 6), ("[1,\r x]", 2, 2, 5),
            ("[1,\n\n\rx]", 4, 1, 6),
            ("[\"é😀\", x]", 1, 8, 11), ("", 1, 1, 0), ("[1,\n", 2, 1, 4), ("{\"a\":\n  \"open", 2, 3, 8),
            ("01", 1, 1, 0),
            ("[1.x]", 1, 4, 3), ("[\"a\\q\"]", 1, 4, 3), ("[\"ab\\u12x4\"]", 1, 5, 4), ("[1,]", 1, 4, 3),
            ("1 2", 1, 3, 2),
        ])
    func place(_ text: String, line: Int, column: Int, offset: Int) throws {
        let error = try #require(failure(Array(text.utf8)))
        #expect(error.line == line)
        #expect(error.column == column)
        #expect(error.offset == offset)
    }

    @Test(
        "say how to mend it",
        arguments: [
            ("'a'", "double quotes"), ("[1,]", "Remove the comma"), ("{\"a\":1,}", "Remove the comma"),
            ("// x", "comments"),
            ("# x", "comments"), ("\u{FEFF}1", "byte order mark"), ("NaN", "null"), ("True", "lower case"),
            ("+1", "sign"),
            (".5", "before the decimal point"), ("01", "zero"), ("-x", "minus"), ("1.", "decimal point"),
            ("1e", "exponent"),
            ("{a:1}", "double quotes"), ("{\"a\" 1}", "\":\""), ("[1 2]", "\"]\""), ("{\"a\":1 2}", "\"}\""),
            ("1 x", "\"x\""),
            ("[1", "cut off"), ("\"a", "double quote at its end"), ("\"\\q\"", "backslash"), ("\"\\u12\"", "four"),
            ("\"\\ud800\"", "is the first half"), ("\"\\udc00\"", "is the second half"), ("\"\t\"", "U+0009"),
            ("\u{7F}", "U+007F"),
            ("é", "U+00E9"), ("[,1]", "comma"),
        ])
    func message(_ text: String, advice: String) throws {
        let error = try #require(failure(Array(text.utf8)))
        #expect(error.message.contains(advice), "\(error.message)")
        #expect(error.message.hasSuffix("."))
    }

    @Test("name a byte that is no text")
    func invalidByte() throws {
        let error = try #require(failure([0x5B, 0x31, 0xFF]))
        #expect(error.message.contains("0xFF"))
        #expect(error.description == "line 1, column 3: \(error.message)")
    }

    @Test(
        "depth",
        arguments: [
            ("[[1]]", 2, true), ("[[1]]", 1, false), ("{\"a\":[]}", 2, true), ("{\"a\":[]}", 1, false), ("1", 0, true),
            ("[]", 0, false), ("[[],[],[[]]]", 3, true), ("[[],[],[[]]]", 2, false),
        ])
    func depthLimit(_ text: String, depth: Int, isAccepted: Bool) {
        let error = failure(Array(text.utf8), JSONLimits(maxDepth: depth))
        #expect(error?.kind == (isAccepted ? nil : .depthExceeded))
    }

    @Test("the standard depth is 512")
    func standardDepth() {
        for (depth, isAccepted) in [(512, true), (513, false)] {
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            #expect((failure(Array(text.utf8)) == nil) == isAccepted)
        }
    }

    @Test("an endless opening is refused at the limit")
    func endlessOpening() throws {
        let error = try #require(failure([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)))
        #expect(error.kind == .depthExceeded)
        #expect(error.offset == 512)
    }

    @Test("size")
    func sizeLimit() throws {
        #expect(failure(Array("12345".utf8), JSONLimits(maxBytes: 5)) == nil)
        let error = try #require(failure(Array("123456".utf8), JSONLimits(maxBytes: 5)))
        #expect(error.kind == .sizeExceeded)
        #expect(error.message.contains("5 bytes"))
        #expect(JSONLimits.standard.maxBytes == 32 * 1024 * 1024)
    }

    private func failure(_ bytes: [UInt8], _ limits: JSONLimits = .standard) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue.parse(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }
}
