import Testing

@testable import CoreLanguage

@Suite("Words of the language")
struct ScriptWordTests {
    /// The list of spellings stands apart from the cases.
    @Test("Each is written as its case is called", arguments: ScriptWord.allCases.filter { $0 != .none })
    func spelling(_ word: ScriptWord) {
        #expect(word.text == String(describing: word))
    }
}
