import Foundation

/// A page of the language's guide, as its tests read it.
struct GuidePage {
    /// A fenced block: its language, the words behind that, what is in it, and the line it begins on, from 1.
    struct Block: CustomStringConvertible {
        let language: String
        let words: [String]
        let text: String
        let line: Int

        var description: String { "\(language) in line \(line)" }

        /// The code of the fault that the block shows: `E301` of `error=E301`.
        var fault: String? {
            words.first { $0.hasPrefix("error=") }.map { String($0.dropFirst("error=".count)) }
        }
    }

    struct MarkerMissing: Error {}

    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    static let names = [
        "docs/language.md", "docs/language/builtins.md", "docs/language/diagnostics.md", "docs/language/examples.md",
        "docs/rehearsal.md",
    ]

    let name: String
    private(set) var text: String

    init(_ name: String) throws {
        self.name = name
        text = try String(contentsOf: Self.root.appending(path: name), encoding: .utf8)
    }

    static func all() throws -> [GuidePage] { try names.map { try GuidePage($0) } }

    var blocks: [Block] {
        var blocks: [Block] = []
        var open: (info: [String], lines: [Substring], line: Int)?
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let block = open {
                guard line == "```" else {
                    open?.lines.append(line)
                    continue
                }
                let content = block.lines.map { $0 + "\n" }.joined()
                let words = Array(block.info.dropFirst())
                blocks.append(
                    Block(language: block.info.first ?? "", words: words, text: content, line: block.line))
                open = nil
            } else if line.hasPrefix("```") {
                open = (line.dropFirst(3).split(separator: " ").map(String.init), [], number + 1)
            }
        }
        return blocks
    }

    /// The lines outside of fenced blocks.
    private var prose: [Substring] {
        var isInside = false
        return text.split(separator: "\n").filter { line in
            if line.hasPrefix("```") { isInside.toggle() }
            return !isInside && !line.hasPrefix("```")
        }
    }

    /// Where links lead to.
    var links: [String] {
        prose.flatMap { line in
            line.components(separatedBy: "](").dropFirst().compactMap {
                $0.split(separator: ")").first.map(String.init)
            }
        }
    }

    /// The names of headings in links: small letters, words joined by `-`, all else left out.
    var anchors: Set<String> {
        Set(
            prose.filter { $0.hasPrefix("#") }.map { line in
                let title = line.drop { $0 == "#" }.dropFirst().lowercased()
                return String(
                    title.compactMap { character in
                        character == " "
                            ? "-"
                            : character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
                    })
            })
    }

    /// The part that a table gives, without its markers.
    func generated(_ name: String) throws -> String {
        let (start, end) = try markers(name)
        return String(text[start..<end])
    }

    /// Puts another text between the markers, and writes the page.
    mutating func record(_ name: String, _ content: String) throws {
        let (start, end) = try markers(name)
        text.replaceSubrange(start..<end, with: content)
        try text.write(to: Self.root.appending(path: self.name), atomically: true, encoding: .utf8)
    }

    private func markers(_ name: String) throws -> (String.Index, String.Index) {
        guard let start = text.range(of: "<!-- generated: \(name) -->\n")?.upperBound,
            let end = text.range(of: "<!-- end -->\n", range: start..<text.endIndex)?.lowerBound
        else { throw MarkerMissing() }
        return (start, end)
    }
}
