import CoreLanguage
import Testing

@Suite("JSON parsing")
struct JSONParsingTests {
    @Test(
        "reads every kind of value",
        arguments: [
            ("null", nil), ("true", true), ("false", false), ("0", 0), ("-12", -12), ("1.5", 1.5), (#""""#, ""),
            (#""text""#, "text"), ("[]", []), ("{}", [:]), (" [ 1 , [ ] , { } ] ", [1, [], [:]]),
            ("\t\r\n{\n  \"a\" : [ true ]\r\n}\n", ["a": [true]]),
            (#"{"a":{"b":{"c":[[[1]]]}}}"#, ["a": ["b": ["c": [[[1]]]]]]),
            ("{\"\":null,\"\\u0000\":0}", ["": nil, "\0": 0]),
            ("[        \n                 1,\n          2]", [1, 2]),
        ] as [(String, JSONValue)])
    func accepts(_ text: String, _ expected: JSONValue) throws {
        #expect(try JSONValue.parse(text) == expected)
    }

    @Test(
        "refuses what is not JSON",
        arguments: [
            ("", .unterminated), ("  ", .unterminated), ("[", .unterminated), ("[1", .unterminated),
            ("[1,", .unterminated),
            ("{", .unterminated), (#"{"a""#, .unterminated), (#"{"a":"#, .unterminated), (#"{"a":1"#, .unterminated),
            (#"{"a":1,"#, .unterminated), (#""a"#, .unterminated), (#""a\"#, .unterminated), (#"{"a"#, .unterminated),
            ("]", .syntax), ("}", .syntax), ("[1,]", .syntax), ("[,1]", .syntax), ("[1 2]", .syntax), ("[1}", .syntax),
            (#"{"a":1,}"#, .syntax), (#"{"a" 1}"#, .syntax), (#"{"a":1 "b":2}"#, .syntax), ("{1:2}", .syntax),
            ("{a:1}", .syntax), (#"{"a":1]"#, .syntax), (#"{,"a":1}"#, .syntax), (#"{"a":}"#, .syntax),
            ("'a'", .syntax), ("tru", .syntax), ("True", .syntax), ("nul", .syntax), ("falsy", .syntax),
            ("NaN", .syntax),
            ("Infinity", .syntax), ("+1", .syntax), (".5", .syntax), ("// x\n1", .syntax), ("\u{FEFF}1", .syntax),
            ("\u{A0}1", .syntax), ("\u{B}1", .syntax), ("\01", .syntax),
            ("1 2", .trailingContent), ("[] ]", .trailingContent), ("{}x", .trailingContent), ("1\0", .trailingContent),
            ("truex", .trailingContent), ("1 // x", .trailingContent), (#""a" "b""#, .trailingContent),
            ("0x1", .trailingContent), ("1_000", .trailingContent),
        ] as [(String, JSONError.Kind)])
    func refuses(_ text: String, _ kind: JSONError.Kind) {
        #expect(throws: JSONError.self) { try JSONValue.parse(text) }
        #expect(failure(text)?.kind == kind)
    }

    @Test("all inputs give the same value")
    func inputs() throws {
        let text = #"{"a":[1,"é"]}"#
        let bytes = Array(text.utf8)
        let expected: JSONValue = ["a": [1, "é"]]
        #expect(try JSONValue.parse(text) == expected)
        #expect(try JSONValue.parse(bytes) == expected)
        #expect(try JSONValue.parse(bytes.span) == expected)
        #expect(try bytes.withUnsafeBufferPointer { try JSONValue.parse($0) } == expected)
        #expect(throws: JSONError.self) { try JSONValue.parse(UnsafeBufferPointer(start: nil, count: 0)) }
    }

    @Test("every beginning of a document that is not the document is refused")
    func prefixes() throws {
        let bytes = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00é😀"],"b":{"c":null,"d":[true,false]}}"#.utf8)
        _ = try JSONValue.parse(bytes)
        for length in 0..<bytes.count {
            #expect(throws: JSONError.self, "\(length) bytes") { try JSONValue.parse(Array(bytes[..<length])) }
        }
    }

    @Test("of a repeated name the last value stays in the first place")
    func repeatedNames() throws {
        let object = try JSONValue.parse(#"{"a":1,"b":2,"\u0061":{"a":3},"c":4}"#).objectValue
        #expect(object?.keys == ["a", "b", "c"])
        #expect(object?.values == [["a": 3], 2, 4])
    }

    @Test("a name that an inner object repeats is no repetition")
    func repeatedInside() throws {
        let value = try JSONValue.parse(#"{"a":{"a":{"a":1},"b":2},"b":{"a":3}}"#)
        #expect(value == ["a": ["a": ["a": 1], "b": 2], "b": ["a": 3]])
    }

    @Test("repeated names are found in objects of every size", arguments: [2, 15, 16, 17, 18, 100, 1000])
    func repeatedNamesInLargeObjects(count: Int) throws {
        let members = (0..<count).map { "\"key\($0 % (count - 1))\":\($0)" }
        let object = try JSONValue.parse("{" + members.joined(separator: ",") + "}").objectValue
        #expect(object?.count == count - 1)
        #expect(object?.keys.first == "key0")
        #expect(object?["key0"] == .integer(Int64(count - 1)))
        #expect(object?["key\(count - 2)"] == .integer(Int64(count == 2 ? 1 : count - 2)))
    }

    @Test("names that look alike to the name cache stay apart")
    func cachedNames() throws {
        let names = ["axxxb", "ayxyb", "azxzb", "a", "aa", "aaa", "axxxxxxxxxxxxb", "axyxxxxxxxxxxb", "é", "è"]
        let objects = (0..<50).map { round in
            JSONValue.object(JSONObject(names.map { ($0, .integer(Int64(round))) }))
        }
        #expect(try JSONValue.parse(JSONValue.array(objects).serialized()) == .array(objects))
    }

    private func failure(_ text: String) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue.parse(text)
            return nil
        } catch {
            return error
        }
    }
}
