/// The grammar of a page, read from its own notation.
struct GuideGrammar {
    indirect enum Part: Equatable {
        /// What is written as it stands.
        case word(String)
        /// A token or another rule.
        case name(String)
        case sequence([Part])
        case choice([Part])
        case optional(Part)
        case repeated(Part)
    }

    enum Fault: Error {
        case unexpected(String, line: Int)
    }

    private(set) var rules: [String: Part] = [:]
    /// The rules in their order; one that is there twice is here twice.
    private(set) var order: [String] = []

    private var tokens: [(text: String, line: Int)] = []
    private var place = 0

    init(_ text: String) throws(Fault) {
        tokens = Self.tokens(text)
        while let name = peek {
            place += 1
            try expect("=")
            order.append(name)
            rules[name] = try choice()
            try expect(";")
        }
    }

    /// Whether a name stands for a token: it is in capital letters.
    static func isToken(_ name: String) -> Bool { name.allSatisfy { $0.isUppercase || $0 == "-" } }

    /// Every name and word that a part has in it.
    static func leaves(_ part: Part) -> [Part] {
        switch part {
        case .word, .name: [part]
        case .sequence(let parts), .choice(let parts): parts.flatMap(leaves)
        case .optional(let part), .repeated(let part): leaves(part)
        }
    }

    // MARK: Reading

    private var peek: String? { place < tokens.count ? tokens[place].text : nil }

    private mutating func expect(_ text: String) throws(Fault) {
        guard peek == text else {
            throw .unexpected(peek ?? "the end", line: place < tokens.count ? tokens[place].line : 0)
        }
        place += 1
    }

    private mutating func choice() throws(Fault) -> Part {
        var choices = [try sequence()]
        while peek == "|" {
            place += 1
            choices.append(try sequence())
        }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func sequence() throws(Fault) -> Part {
        var parts: [Part] = []
        while let text = peek, !["|", ";", ")", "]", "}"].contains(text) { parts.append(try part(text)) }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func part(_ text: String) throws(Fault) -> Part {
        place += 1
        switch text {
        case "(": return try bracketed(")") { $0 }
        case "[": return try bracketed("]") { .optional($0) }
        case "{": return try bracketed("}") { .repeated($0) }
        default: return text.hasPrefix("\"") ? .word(String(text.dropFirst().dropLast())) : .name(text)
        }
    }

    private mutating func bracketed(_ closing: String, _ make: (Part) -> Part) throws(Fault) -> Part {
        let content = try choice()
        try expect(closing)
        return make(content)
    }

    private static func tokens(_ text: String) -> [(text: String, line: Int)] {
        var tokens: [(text: String, line: Int)] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var rest = line[...]
            while let first = rest.first {
                if first == " " {
                    rest = rest.dropFirst()
                } else if rest.hasPrefix("(*") {
                    break
                } else if first == "\"" {
                    let word = rest.dropFirst().prefix { $0 != "\"" }
                    tokens.append(("\"\(word)\"", number))
                    rest = rest.dropFirst(word.count + 2)
                } else if first.isLetter {
                    let name = rest.prefix { $0.isLetter || $0 == "-" }
                    tokens.append((String(name), number))
                    rest = rest.dropFirst(name.count)
                } else {
                    tokens.append((String(first), number))
                    rest = rest.dropFirst()
                }
            }
        }
        return tokens
    }
}
