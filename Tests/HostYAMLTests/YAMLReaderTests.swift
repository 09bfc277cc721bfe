import CoreLanguage
import HostYAML
import Testing

/// What the one document of a text means.
@Suite struct YAMLReaderTests {
    private static let values: [(String, JSONValue)] = [
        ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("true", true), ("FALSE", false),
        // Texts, which YAML 1.1 takes for truths and times.
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("12:30", "12:30"), ("1_000", "1_000"), ("0x", "0x"),
        ("nUll", "nUll"),
        ("12", 12), ("-12", -12), ("+12", 12), ("007", 7), ("0o17", 15), ("0xfF", 255), ("0o8", "0o8"), ("- 1", [1]),
        ("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("-.5e2", .double(-50)), ("1e3", .double(1_000)), (".", "."),
        ("-", [.null]), ("1.2.3", "1.2.3"),
        ("9223372036854775807", 9_223_372_036_854_775_807), ("18446744073709551615", .decimal("18446744073709551615")),
        ("\"12\"", "12"), ("'true'", "true"), ("''", ""), ("!!str 12", "12"), ("! 12", "12"), ("!!int 12", 12),
        ("!!float 12", 12), ("!!null ''", .null), ("|\n  a\n  b\n", "a\nb\n"), (">\n  a\n  b\n", "a b\n"),
        ("\"\\u00e9\"", "é"),
        ("{}", [:]), ("[]", []), ("{a: 1, \"b\": [x, y]}", ["a": 1, "b": ["x", "y"]]),
        ("a:\n  - b: 1\n    c:\n  - 2\n", ["a": [["b": 1, "c": .null], 2]]),
        ("1: a\ntrue: b", ["1": "a", "true": "b"]),
        ("# only words", .null), ("%YAML 1.2\n---\na\n...\n", "a"), ("\u{FEFF}a: 1", ["a": 1]),
    ]

    @Test(arguments: values) func reads(text: String, value: JSONValue) throws {
        #expect(try YAMLReader.parse(Array(text.utf8)) == value)
    }

    private static let faults: [(String, Int, Int, String)] = [
        ("a: &x 1", 1, 4, "anchor"), ("a: *x", 1, 4, "alias"), ("a: [1, 2", 2, 1, "no YAML"),
        ("a: 1\na: 2", 2, 1, "second member"),
        ("a\n---\nb", 2, 1, "second document"), ("? [a]\n: 1", 1, 3, "name of a member"), ("!mine 1", 1, 1, "tag"),
        ("!!int x", 1, 1, "no value of the type"), (".inf", 1, 1, "infinite"), ("[.nan]", 1, 2, "infinite"),
        ("0xfffffffffffffffff", 1, 1, "too large"), ("a:\n\t- b", 2, 1, "no YAML"), ("\"\\q\"", 1, 2, "no YAML"),
        ("%FOO", 1, 5, "no YAML"),
        ("a: b: c", 1, 5, "no YAML"),
    ]

    @Test(arguments: faults) func refuses(text: String, line: Int, column: Int, message: String) throws {
        let error = try #require(throws: YAMLError.self) { try YAMLReader.parse(Array(text.utf8)) }
        #expect(error.message.contains(message), "\(error)")
        #expect([error.line, error.column] == [line, column], "\(error)")
    }

    @Test func bytesThatAreNoText() throws {
        for bytes in [[0xff], [0x61, 0xc3], [0xed, 0xa0, 0x80], [0x00], [0x61, 0x07]] as [[UInt8]] {
            #expect(throws: YAMLError.self) { try YAMLReader.parse(bytes) }
        }
    }

    /// Nesting is refused before it costs anything, and so are more bytes than a program may have.
    @Test func boundsHold() throws {
        let deep = String(repeating: "[", count: 100_000)
        let error = try #require(throws: YAMLError.self) { try YAMLReader.parse(Array(deep.utf8)) }
        #expect(error.message.contains("512 levels") && error.column == 513)
        #expect(throws: YAMLError.self) {
            try YAMLReader.parse([UInt8](repeating: UInt8(ascii: " "), count: YAMLReader.bytesMax + 1))
        }
    }
}
