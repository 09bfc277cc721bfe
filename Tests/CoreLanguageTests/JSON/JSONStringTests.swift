import CoreLanguage
import Testing

@Suite("JSON strings")
struct JSONStringTests {
    @Test(
        "escapes are read",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u00E9\u20ac""#, "Aéé€"),
            (#""\u0000""#, "\0"),
            (#""\ud83d\ude00\uD83D\uDE00""#, "😀😀"), (#""\udbff\udfff""#, "\u{10FFFF}"),
            (#""\ud800\udc00""#, "\u{10000}"),
            (#""\uffff\ud7ff\ue000""#, "\u{FFFF}\u{D7FF}\u{E000}"),
            (#""a long run of plain text \n and another one""#, "a long run of plain text \n and another one"),
            (#""é\né\n""#, "é\né\n"), (#""\\u0041""#, #"\u0041"#), ("\"\u{7F}\"", "\u{7F}"),
        ])
    func escapes(_ text: String, _ expected: String) throws {
        let value = try #require(try JSONValue.parse(text).stringValue)
        #expect(Array(value.utf8) == Array(expected.utf8))
        #expect(try JSONValue.parse("{\(text):0}").objectValue?.keys.first?.utf8.elementsEqual(expected.utf8) == true)
    }

    @Test(
        "escapes JSON does not know are refused",
        arguments: [
            (#""\q""#, .invalidEscape), (#""\x41""#, .invalidEscape), (#""\'""#, .invalidEscape),
            (#""\U0041""#, .invalidEscape),
            (#""\u""#, .invalidEscape), (#""\u12""#, .invalidEscape), (#""\u12g4""#, .invalidEscape),
            (#""\u+123""#, .invalidEscape),
            (#""\ud800""#, .loneSurrogate), (#""\ud800x""#, .loneSurrogate), (#""\ud800\n""#, .loneSurrogate),
            (#""\ud800\ud800""#, .loneSurrogate), (#""\ud800\u0041""#, .loneSurrogate), (#""\udc00""#, .loneSurrogate),
            (#""\udc00\ud800""#, .loneSurrogate), (#""\udc00\udc00""#, .loneSurrogate),
            (#""\ud800\u12""#, .invalidEscape), ("\"\\\n\"", .invalidEscape),
            (#""\é""#, .invalidEscape), (#""\ud83d\"#, .loneSurrogate),
        ] as [(String, JSONError.Kind)])
    func invalidEscapes(_ text: String, _ kind: JSONError.Kind) {
        #expect(throws: JSONError.self) { try JSONValue.parse(text) }
        #expect(kindOfFailure(Array(text.utf8)) == kind)
    }

    @Test("every control character must be escaped, wherever in the string it stands")
    func controlCharacters() {
        for control in UInt8(0)..<0x20 {
            for prefix in [0, 3, 7, 8, 12] {
                let content = [UInt8](repeating: 0x61, count: prefix) + [control] + [UInt8](repeating: 0x62, count: 9)
                #expect(kindOfFailure([0x22] + content + [0x22]) == .controlCharacter)
            }
        }
    }

    @Test(
        "bytes that are not UTF-8 are refused",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xE1, 0x80],
            [0xE1, 0x80, 0x41], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF1, 0x80, 0x80], [0xF1, 0x80, 0x80, 0x41], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE],
            [0xFF],
            [0xC3, 0xA9, 0xFF],
        ] as [[UInt8]])
    func invalidUTF8(_ content: [UInt8]) {
        for padding in [0, 9] {
            let tail = [UInt8](repeating: 0x61, count: padding)
            #expect(kindOfFailure([0x22] + tail + content + tail + [0x22]) == .invalidUTF8)
            #expect(kindOfFailure([0x22] + tail + content) == .invalidUTF8)
            #expect(kindOfFailure([0x7B, 0x22] + content + tail + [0x22, 0x3A, 0x31, 0x7D]) == .invalidUTF8)
        }
    }

    @Test("the first and last scalars of every length are read")
    func validUTF8() throws {
        for value: UInt32 in [
            0x20, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0xFFFFF, 0x100000, 0x10FFFF,
        ] {
            let text = try String(#require(Unicode.Scalar(value)))
            #expect(try JSONValue.parse("\"\(text)\"") == .string(text))
            #expect(try JSONValue.parse("[\"aaaaaaa\(text)aaaaaaaaaa\"]") == [.string("aaaaaaa\(text)aaaaaaaaaa")])
        }
    }

    @Test("a quote is found at every distance")
    func lengths() throws {
        for length in 0...40 {
            let text = String(repeating: "x", count: length)
            #expect(try JSONValue.parse("[\"\(text)\"]") == [.string(text)])
            #expect(try JSONValue.parse("[\"\(text)\\n\(text)\"]") == [.string(text + "\n" + text)])
            #expect(try JSONValue.parse("[\"\(text)é\(text)\"]") == [.string(text + "é" + text)])
        }
    }

    @Test("strings compare by their bytes and not by canonical equivalence")
    func exactEquality() throws {
        let composed: JSONValue = "\u{E9}"
        let decomposed: JSONValue = "e\u{301}"
        #expect(composed.stringValue == decomposed.stringValue)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(JSONValue.string("a\u{323}\u{307}") != .string("a\u{307}\u{323}"))
        let object = try JSONValue.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(object.objectValue?.count == 2)
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
    }

    private func kindOfFailure(_ bytes: [UInt8]) -> JSONError.Kind? {
        do throws(JSONError) {
            _ = try JSONValue.parse(bytes)
            return nil
        } catch {
            return error.kind
        }
    }
}
