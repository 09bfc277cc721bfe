import CoreLanguage
import CoreTesting

/// Writes random scripts that check without errors: names that are bound, types that fit, in every kind of step.
struct CheckedScriptGenerator {
    private var random: SeededRandom
    private var text = ""
    private var count = 0
    /// What can be read here, by its type.
    private var names: [Kind: [String]] = [.integer: ["first", "second"], .text: ["word"], .list: ["numbers"]]
    private var depth = 0
    /// Whether a pause of the script could come out of order: nothing is told to whoever watches then.
    private var lanes = 0

    enum Kind: CaseIterable { case integer, text, list, boolean }

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    static let inputs: JSONValue = ["first": 3, "second": -2, "word": "abc", "numbers": [4, 1, 3]]

    mutating func script() -> String {
        text = """
            input
              first : integer
              second : integer
              word : text
              numbers : list<integer>
            output
              all : list<any>
            stream
              note : text
            import tools
              echo from native
              http_request from native

            """
        block(0, 3 + pick(5))
        text += "emit\n  all = [\(Kind.allCases.map { expression($0, 2) }.joined(separator: ", "))]\n"
        return text
    }

    // MARK: Choices

    private mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

    private mutating func one<Element>(_ elements: [Element]) -> Element { elements[pick(elements.count)] }

    private mutating func name() -> String {
        count += 1
        return "n\(count)"
    }

    private mutating func line(_ level: Int, _ words: String) {
        text += String(repeating: "  ", count: level) + words + "\n"
    }

    // MARK: Expressions

    private mutating func expression(_ kind: Kind, _ depth: Int) -> String {
        if depth == 0 || pick(4) == 0 { return atom(kind) }
        let next = depth - 1
        switch kind {
        case .integer:
            return one([
                "(\(expression(.integer, next)) \(one(["+", "-", "*"])) \(pick(9)))",
                "count(\(expression(.list, next)))", "-(\(expression(.integer, next)))",
                "(if \(expression(.boolean, next)) then \(expression(.integer, next)) else \(pick(5)))",
                "(\(expression(.list, next))?[\(pick(3))] ?? \(pick(9)))",
                "sum(\(expression(.list, next)))", "(\(expression(.integer, next)) % \(1 + pick(7)))",
                "clamp(\(expression(.integer, next)), -100, 100)",
            ])
        case .text:
            return one([
                "(\(expression(.text, next)) + \"\(pick(99))\")", "upper(\(expression(.text, next)))",
                "to_text(\(expression(.integer, next)))", "truncate(\(expression(.text, next)), 6)",
                "\"<{\(atom(.integer, isName: true))}>\"",
            ])
        case .list:
            let variable = name()
            return one([
                "\(expression(.list, next)).map(\(variable) => \(variable) + \(pick(5)))",
                "filter(\(expression(.list, next)), \(variable) => \(variable) > \(pick(4)))",
                "[\(expression(.integer, next)), \(atom(.integer))]", "take(sort(\(expression(.list, next))), 3)",
                "reverse(\(expression(.list, next)))",
            ])
        case .boolean:
            return one([
                "\(expression(.integer, next)) \(one(["<", ">=", "==", "!="])) \(pick(5))",
                "(\(expression(.boolean, next)) \(one(["and", "or"])) \(expression(.boolean, next)))",
                "not (\(expression(.boolean, next)))", "contains(\(expression(.text, next)), \"a\")",
            ])
        }
    }

    private mutating func atom(_ kind: Kind, isName: Bool = false) -> String {
        if let known = names[kind], !known.isEmpty, isName || pick(3) > 0 { return one(known) }
        return switch kind {
        case .integer: String(pick(20))
        case .text: "\"t\(pick(20))\""
        case .list: "[\(pick(9)), \(pick(9))]"
        case .boolean: one(["true", "false"])
        }
    }

    // MARK: Steps

    private mutating func block(_ level: Int, _ steps: Int) {
        for _ in 0..<steps { step(level) }
    }

    /// Steps in a block with names of its own.
    private mutating func scoped(_ level: Int, _ body: (inout Self) -> Void) {
        let outer = names
        depth += 1
        body(&self)
        depth -= 1
        names = outer
    }

    private mutating func step(_ level: Int) {
        switch pick(depth < 3 ? 14 : 7) {
        case 0, 1: bind(level)
        case 2: call(level)
        case 3: line(level, "wait for \(1 + pick(50))")
        case 4: lanes == 0 ? line(level, "yield { note: \(expression(.text, 2)) }") : bind(level)
        case 5: lanes == 0 ? line(level, "send \"event\" { value: \(expression(.integer, 1)) }") : bind(level)
        case 6: ask(level)
        case 7, 8: each(level)
        case 9: decide(level)
        case 10: together(level)
        case 11: repeated(level)
        case 12: pipe(level)
        default: bind(level)
        }
    }

    private mutating func bind(_ level: Int) {
        let kind = one(Kind.allCases)
        let value = expression(kind, 3)
        let name = name()
        line(level, "let \(name) = \(value)")
        names[kind, default: []].append(name)
    }

    private mutating func call(_ level: Int) {
        let value = expression(.integer, 2)
        let name = name()
        line(level, "do \"Call\" with http_request")
        line(level + 1, "url = \"https://example.org/\" + to_text(\(value))")
        line(
            level + 1,
            "on error: \(one(["ignore", "retry 1 every 5ms then ignore", "use { status: \(pick(9)), headers: {}, body: null, text: error.code }"]))"
        )
        if pick(3) == 0 { line(level + 1, "undo with echo { value: \(expression(.integer, 1)) }") }
        line(level + 1, "-> \(name)_page")
        line(level, "let \(name) = to_integer(get(\(name)_page, \"status\", 0), 0)")
        names[.integer, default: []].append(name)
    }

    private mutating func ask(_ level: Int) {
        let name = name()
        line(level, "ask \"Person\" { prompt: \(expression(.text, 1)), type: text } -> \(name)_said")
        line(level, "let \(name) = \(name)_said.value")
        names[.text, default: []].append(name)
    }

    private mutating func each(_ level: Int) {
        let (item, index, list) = (name(), name(), name())
        let isParallel = pick(2) == 0
        line(
            level,
            "each \(item), \(index) in \(expression(.list, 2))"
                + (isParallel ? " parallel \(1 + pick(3))" : "") + (pick(4) == 0 ? " sleep \(pick(20))" : ""))
        lanes += isParallel ? 1 : 0
        scoped(level + 1) { generator in
            generator.names[.integer, default: []] += [item, index]
            generator.block(level + 1, 1 + generator.pick(3))
            generator.line(level + 1, "-> \(list) = \(generator.expression(.integer, 2))")
            if generator.pick(3) == 0 { generator.line(level + 1, "on error: use \(generator.pick(5))") }
        }
        lanes -= isParallel ? 1 : 0
        names[.list, default: []].append(list)
    }

    private mutating func pipe(_ level: Int) {
        let (stream, item, list) = (name(), name(), name())
        line(level, "do with llm { prompt: \(expression(.text, 1)) } ->> \(stream)")
        line(level, "pipe \(item) from \(stream)" + one(["", " parallel 2"]))
        lanes += 1
        scoped(level + 1) { generator in
            generator.names[.text, default: []].append(item)
            generator.block(level + 1, 1 + generator.pick(2))
            generator.line(level + 1, "-> \(list) = \(generator.expression(.integer, 2))")
        }
        lanes -= 1
        names[.list, default: []].append(list)
    }

    private mutating func decide(_ level: Int) {
        let name = name()
        let kind = one(Kind.allCases)
        line(level, "decide \"Way\" with rules")
        line(level + 1, "when \(expression(.boolean, 2)) -> \"yes\"")
        line(level + 1, "otherwise -> \"no\"")
        for branch in ["yes", "no"] {
            line(level, "\"\(branch)\":")
            scoped(level + 1) { generator in
                generator.block(level + 1, generator.pick(3))
                generator.line(level + 1, "let \(name) = \(generator.expression(kind, 2))")
            }
        }
        names[kind, default: []].append(name)
    }

    private mutating func together(_ level: Int) {
        line(level, "together")
        lanes += 1
        var bound: [String] = []
        for lane in 0...(1 + pick(2)) {
            line(level + 1, "lane l\(lane):")
            let name = name()
            scoped(level + 2) { generator in
                generator.block(level + 2, 1 + generator.pick(2))
                generator.line(level + 2, "let \(name) = \(generator.expression(.integer, 2))")
            }
            bound.append(name)
        }
        lanes -= 1
        names[.integer, default: []] += bound
    }

    private mutating func repeated(_ level: Int) {
        let (value, round) = (name(), name())
        line(level, "let \(value) = \(expression(.integer, 1))")
        line(level, "repeat \(1 + pick(3)) times as \(round)")
        scoped(level + 1) { generator in
            generator.names[.integer, default: []] += [value, round]
            generator.block(level + 1, 1 + generator.pick(2))
            generator.line(level + 1, "let \(value) = clamp(\(value) + \(round), -1000, 1000)")
        }
        names[.integer, default: []].append(value)
    }
}
