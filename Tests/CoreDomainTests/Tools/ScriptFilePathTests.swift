import CoreDomain
import CoreLanguage
import Testing

struct ScriptFilePathTests {
    @Test(arguments: [
        ("a", "a"), ("./a//b/./c/", "a/b/c"), ("", ""), (".", ""), ("...", "..."), ("a..b", "a..b"), ("ü/ß", "ü/ß"),
    ])
    func pathsAreRead(_ text: String, _ path: String) throws {
        #expect(try ScriptFilePath(text, at: .root).text == path)
    }

    @Test(arguments: [
        "/", "/etc/passwd", "..", "../x", "a/../../x", "a/..", "a/../b", "a\u{0}b", "a\nb", "\u{7f}",
        ".scriptorium-1.tmp",
        "a/.scriptorium-x", String(repeating: "x", count: 256), String(repeating: "x/", count: 2_049), "/\u{301}etc",
    ])
    func pathsThatLeadOutAreRefused(_ text: String) {
        let error = #expect(throws: CoreError.self) {
            try ScriptFilePath(text, at: JSONPointer.root.appending(key: "path"))
        }
        #expect(error?.reason == .inputInvalid)
        #expect(error?.message.contains("/path") == true)
    }
}
