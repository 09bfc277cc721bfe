import Testing

@testable import CoreLanguage

@Suite("Texts of words")
struct KeywordTests {
    @Test("Every word of the language has a text of one line")
    func words() {
        for word in ScriptWord.allCases where word != .none {
            let text = KeywordTexts.text(of: word)
            #expect(text != nil, "\(word.text)")
            #expect(text?.utf8.contains(0x0A) == false)
        }
    }

    @Test("Every type has a text, by each of its names")
    func types() {
        for name in TypeNames.canonical + TypeNames.types.keys { #expect(TypeTexts.text(of: name) != nil, "\(name)") }
    }

    @Test("The annotations are those that the parser knows")
    func annotations() {
        for (name, _) in TypeTexts.annotations {
            #expect(ScriptParser.parse(SourceText("-- @\(name) x")).1.isEmpty, "\(name)")
        }
        let told = ScriptParser.parse(SourceText("-- @nonsense x")).1.first?.hint ?? ""
        #expect(told.utf8.count { $0 == UInt8(ascii: "@") } == TypeTexts.annotations.count)
    }
}
