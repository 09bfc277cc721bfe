import CoreLanguage
import Testing

@Suite("The examples of builtins")
struct BuiltinExampleTests {
    static let builtins = Builtins.chapters.flatMap { $0.builtins }

    @Test("Each gives the value that stands beside it, in the same case", arguments: builtins.map(\.name))
    func examples(_ name: String) throws {
        let builtin = try #require(Builtins.table[name])
        #expect(!builtin.examples.isEmpty)
        for (source, result) in builtin.examples {
            #expect(source.contains(name + "("), "\(source) shows \(name)")
            let value = try #require(outcome(source), "\(source) is an expression")
            #expect(try value == .success(JSONValue.parse(result)), "\(source)")
        }
    }

    @Test("Names are there once, and no names of effects or of other languages")
    func names() {
        #expect(Set(Self.builtins.map(\.name)).count == Self.builtins.count)
        #expect(Builtins.table.count == Self.builtins.count)
        for name in Builtins.effects.keys { #expect(Builtins.table[name] == nil, "\(name)") }
        for name in ["count", "map", "filter", "contains", "starts_with", "trim", "cosine_similarity"] {
            #expect(Builtins.table[name] != nil, "\(name)")
        }
    }

    @Test("Signatures have as many parameters as there are names, and take functions where they say so")
    func signatures() {
        for builtin in Self.builtins {
            for signature in builtin.signatures {
                let parameters = Self.parameters(of: signature)
                #expect(builtin.parameterCount.contains(parameters.count), "\(builtin.name)\(signature)")
                for (place, parameter) in parameters.enumerated() where parameter.contains("=>") {
                    let inner = Self.parameters(of: parameter).count
                    #expect(builtin.functionParameters[place] == inner, "\(builtin.name)\(signature)")
                }
            }
            #expect(builtin.summary.hasSuffix(".") && !builtin.summary.contains("\n"), "\(builtin.name)")
        }
    }

    @Test(
        "What is unknown is explained",
        arguments: [
            ("now()", "effect"), ("uuid()", "effect"), ("random()", "effect"), ("len([])", "count"),
            ("uper(\"a\")", "upper"),
            ("strip(\"a\")", "trim"), ("xyzzy()", "no function"),
        ])
    func unknown(_ source: String, _ part: String) throws {
        guard case .failure(let error)? = outcome(source) else { throw Failure() }
        #expect(error.kind == .argument && error.message.contains(part), "\(error.message)")
    }

    @Test("What explanations point to is there")
    func explanations() {
        for name in ["strftime", "parseInt", "sortBy", "diff", "substring", "chars"] {
            let words = Builtins.explanation(ofUnknown: name).split(separator: "\"")
            #expect(words.contains { Builtins.table[String($0)] != nil }, "\(name)")
        }
    }

    private struct Failure: Error {}

    /// The texts between the commas of the outermost parentheses.
    private static func parameters(of signature: String) -> [String] {
        var parameters = [""]
        var depth = 0
        for character in signature {
            if character == ")" || character == ">" && !parameters[parameters.count - 1].hasSuffix("=") { depth -= 1 }
            if depth == 0, character == ")" { break }
            if depth == 1, character == "," {
                parameters.append("")
            } else if depth >= 1 {
                parameters[parameters.count - 1].append(character)
            }
            if "(<{".contains(character) { depth += 1 }
            if character == "}" { depth -= 1 }
        }
        return parameters == [""] ? [] : parameters
    }
}
