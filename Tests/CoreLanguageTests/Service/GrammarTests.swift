import Foundation
import Testing

@testable import CoreLanguage

/// The files for editors: right JSON, and with every word of the language.
@Suite("Files for editors")
struct GrammarTests {
    private static func file(_ path: String) throws -> JSONValue {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "../../../editors").appending(path: path))
        return try JSONValue.parse([UInt8](data))
    }

    /// The patterns of a grammar, wherever they stand in it.
    private static func patterns(in value: JSONValue) -> [String] {
        if let elements = value.arrayValue { return elements.flatMap(patterns) }
        guard let object = value.objectValue else { return [] }
        return object.flatMap { name, value in
            if ["match", "begin", "end", "while"].contains(name), let text = value.stringValue { return [text] }
            return patterns(in: value)
        }
    }

    /// The words that patterns name; of `\b` and other escapes the letter is none of them.
    private static func words(of patterns: [String]) -> Set<String> {
        var words: Set<String> = []
        for pattern in patterns {
            var word = ""
            var isEscaped = false
            for character in pattern {
                if isEscaped {
                    isEscaped = false
                } else if character.isLetter || character == "_" || character.isNumber {
                    word.append(character)
                    continue
                } else {
                    isEscaped = character == "\\"
                }
                words.insert(word)
                word = ""
            }
            words.insert(word)
        }
        return words
    }

    @Test("The grammar names every word of the language, every type and every constraint")
    func words() throws {
        let grammar = try Self.file("scriptum.tmLanguage.json")
        #expect(grammar["scopeName"] == "source.scriptum")
        let words = Self.words(of: Self.patterns(in: grammar))
        for word in ScriptWord.allCases where word != .none { #expect(words.contains(word.text), "\(word.text)") }
        for name in TypeNames.types.keys { #expect(words.contains(name), "\(name)") }
        for kind in ConstraintKind.allCases { #expect(words.contains(kind.rawValue), "\(kind.rawValue)") }
    }

    @Test("What the grammar includes is there, and every pattern can be read")
    func references() throws {
        let grammar = try Self.file("scriptum.tmLanguage.json")
        let known = Set((grammar["repository"]?.objectValue?.keys ?? []).map { "#" + $0 })
        var included: Set<String> = []
        func collect(_ value: JSONValue) {
            for element in value.arrayValue ?? [] { collect(element) }
            for (name, value) in value.objectValue ?? [:] {
                if name == "include", let text = value.stringValue { included.insert(text) }
                collect(value)
            }
        }
        collect(grammar)
        #expect(included == known)
        for pattern in Self.patterns(in: grammar) {
            #expect(throws: Never.self, "\(pattern)") { try NSRegularExpression(pattern: pattern) }
        }
    }

    @Test("The extension for Visual Studio Code takes the grammar and the files of scripts")
    func extensionFiles() throws {
        let package = try Self.file("vscode/package.json")
        #expect(package["contributes"]?["languages"]?[0]?["extensions"] == [".scriptum"])
        #expect(package["contributes"]?["grammars"]?[0]?["scopeName"] == "source.scriptum")
        let configuration = try Self.file("vscode/language-configuration.json")
        #expect(configuration["comments"]?["lineComment"] == "--")
    }
}
