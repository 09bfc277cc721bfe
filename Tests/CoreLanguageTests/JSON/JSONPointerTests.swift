import CoreLanguage
import CoreTesting
import Testing

@Suite("JSON Pointer")
struct JSONPointerTests {
    /// The document of RFC 6901 section 5.
    private static let document: JSONValue = [
        "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
    ]

    @Test(
        "RFC 6901 section 5",
        arguments: [
            ("", JSONPointerTests.document), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1),
            ("/c%d", 2), ("/e^f", 3),
            ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
        ] as [(String, JSONValue)])
    func examples(_ text: String, _ expected: JSONValue) throws {
        let pointer = try JSONPointer.parse(text)
        #expect(pointer.resolve(in: Self.document) == expected)
        #expect(pointer.description == text)
    }

    @Test(
        "points at nothing",
        arguments: [
            "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+1", "/foo/-1", "/foo/", "/foo/x", "/foo/٠",
            "/foo/99999999999999999999", "/bar", "/foo/0/x", "//", "/foo/0x0",
        ])
    func nothing(_ text: String) throws {
        #expect(try JSONPointer.parse(text).resolve(in: Self.document) == nil)
    }

    @Test(
        "refuses what is no pointer",
        arguments: [("foo", 0), ("#/foo", 0), ("/~", 2), ("/a~2", 4), ("/a/b~", 5), ("/~~0", 3)])
    func refused(_ text: String, offset: Int) {
        let error = #expect(throws: JSONPointerError.self) { try JSONPointer.parse(text) }
        #expect(error?.offset == offset)
        #expect(error?.description == "byte \(offset): \(error?.message ?? "")")
    }

    @Test("appending escapes")
    func appending() throws {
        let pointer = JSONPointer.root.appending(key: "a/b").appending(index: 3).appending(key: "~1").appending(key: "")
        #expect(pointer.description == "/a~1b/3/~01/")
        #expect(pointer.tokens == ["a/b", "3", "~1", ""])
        #expect(try JSONPointer.parse(pointer.description) == pointer)
        #expect(JSONPointer.root.description.isEmpty)
    }

    @Test("a number names a member of an object too")
    func numberedMember() {
        #expect(JSONPointer(tokens: ["01"]).resolve(in: ["01": true]) == true)
        #expect(JSONPointer(tokens: ["-"]).resolve(in: ["-": true]) == true)
    }

    @Test("tokens compare by their bytes")
    func exactness() {
        let composed = JSONPointer(tokens: ["\u{E9}"])
        let decomposed = JSONPointer(tokens: ["e\u{301}"])
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, composed]).count == 2)
        #expect(JSONPointer(tokens: ["ab"]).hashValue != JSONPointer(tokens: ["a", "b"]).hashValue)
        #expect(composed.resolve(in: ["e\u{301}": 1]) == nil)
    }

    @Test("every pointer is read back from its text")
    func property() throws {
        var random = JSONTestRandom(seed: Torture.seed(7))
        for _ in 0..<500 {
            let tokens = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                random.string() + (["", "~", "/", "~1"].randomElement(using: &random) ?? "")
            }
            let pointer = JSONPointer(tokens: tokens)
            #expect(try JSONPointer.parse(pointer.description) == pointer)
        }
    }
}
