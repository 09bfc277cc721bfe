import CoreTesting

/// Writes random scripts that are right, in random layout and with comments wherever one may stand.
struct ScriptGenerator {
    private var random: SeededRandom
    private var text = ""
    private var names = 0
    private var comments = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func script() -> String {
        text = ""
        if random.chance(oneIn: 2) { description() }
        for _ in 0..<pick(4) { declaration() }
        for _ in 0..<(1 + pick(5)) { step(0, 3) }
        if random.chance(oneIn: 3) { text += "-- the end \(pick(9))" }
        return text
    }

    // MARK: Choices

    private mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

    private mutating func one<Element>(_ elements: [Element]) -> Element { elements[pick(elements.count)] }

    private mutating func name() -> String {
        names += 1
        return one(["a", "item", "order_total", "x", "Long_Name_With_Many_Letters", "retry", "with", "llm", "n"])
            + "\(names)"
    }

    private mutating func space() -> String { one([" ", " ", " ", "  ", "\t"]) }

    private mutating func gap() -> String { one(["", "", "", " "]) }

    private mutating func comment() -> String {
        comments += 1
        return one([
            "-- c\(comments)", "--c\(comments)  ", "-- \"quoted { [ ( \(comments)", "--- x\(comments)",
            "-- @tag t\(comments)",
        ])
    }

    private mutating func lineEnd() {
        if random.chance(oneIn: 5) { text += space() + comment() }
        text += one(["\n", "\n", "\n", "\r\n", " \n"])
    }

    /// A new line of this level, perhaps behind comments and empty lines.
    private mutating func line(_ level: Int) {
        if random.chance(oneIn: 6) { text += one(["\n", "\n\n\n", "  \n"]) }
        if random.chance(oneIn: 6) {
            text += String(repeating: " ", count: one([0, 2 * level, 2 * level + 3])) + comment() + "\n"
        }
        text += String(repeating: "  ", count: level)
    }

    // MARK: Declarations

    private mutating func description() {
        text += "script \"s \(pick(9))\"\n"
        for _ in 0..<pick(4) {
            text += one(["  some text", "    more -- text", "", "  -- comment", "  \"quoted"]) + "\n"
        }
    }

    private mutating func declaration() {
        line(0)
        switch pick(5) {
        case 0:
            text += "enum\(space())\(name())\(one(["", ": text ", " :string"]))\(gap())=\(gap())"
            let members = one([
                ["A", "B"], ["\"a\"", "\"b c\""], ["1", "-2", "2.5"],
                [String(repeating: "M", count: 60), String(repeating: "N", count: 50)],
            ])
            text += members.joined(separator: one(["|", " | ", "\n   | "]))
            lineEnd()
        case 1:
            text += "import tools"
            lineEnd()
            for _ in 0...pick(3) {
                line(1)
                text += "\(name())\(space())from native\(one(["", " as \(name())"]))"
                lineEnd()
            }
        case 2:
            text += "version \"1.0.0\""
            lineEnd()
        default:
            text += one(["input", "output", "stream", "env"])
            lineEnd()
            for _ in 0...pick(4) {
                line(1)
                field(3, hasDefault: true)
                lineEnd()
            }
        }
    }

    private mutating func field(_ depth: Int, hasDefault: Bool) {
        text += name() + one(["", "", "?"]) + gap() + ":" + gap()
        type(depth)
        if random.chance(oneIn: 3) {
            text += space() + one(["min(1)", "range( -1,2.5 )", "pattern(\"^[a-z]{2}$\") unique", "length(1, 64)"])
        }
        guard hasDefault, random.chance(oneIn: 3) else { return }
        text += " =" + gap()
        expression(2)
    }

    private mutating func type(_ depth: Int) {
        switch pick(depth > 0 ? 8 : 5) {
        case 5:
            text += "list<"
            type(depth - 1)
            text += ">"
        case 6, 7: bracketed("{", "}", pick(4), linesSeparate: true) { $0.field(depth - 1, hasDefault: false) }
        default: text += one(["text", "string", "int", "number", "boolean", "any", "list", "datetime", "Custom"])
        }
        if random.chance(oneIn: 4) { text += "?" }
    }

    // MARK: Expressions

    private mutating func bracketed(
        _ opening: String, _ closing: String, _ count: Int, linesSeparate: Bool, _ element: (inout Self) -> Void
    ) {
        text += opening
        let isSpread = random.chance(oneIn: 3)
        for index in 0..<count {
            if isSpread { innerBreak() } else { text += gap() }
            element(&self)
            let isLast = index + 1 == count
            if !isLast {
                text += linesSeparate && isSpread && random.chance(oneIn: 3) ? "\n" : gap() + ","
            } else if random.chance(oneIn: 4) {
                text += ","
            }
        }
        if isSpread { innerBreak() }
        text += closing
    }

    private mutating func innerBreak() {
        if random.chance(oneIn: 3) { text += " " + comment() }
        text += "\n"
        if random.chance(oneIn: 4) { text += one(["", "   ", "\n"]) + comment() + "\n" }
        text += String(repeating: " ", count: pick(9))
    }

    private mutating func expression(_ depth: Int) {
        guard depth > 0 else { return atom() }
        switch pick(12) {
        case 0, 1: atom()
        case 2: bracketed("[", "]", pick(5), linesSeparate: true) { $0.expression(depth - 1) }
        case 3: bracketed("{", "}", pick(5), linesSeparate: true) { $0.member(depth - 1) }
        case 4: call(depth)
        case 5:
            text += "(" + gap()
            if random.chance(oneIn: 5) { innerBreak() }
            expression(depth - 1)
            text += gap() + ")"
        case 6:
            text += one(["not ", "-", "- ", "!", "- -"])
            operand(depth - 1)
        case 7:
            text += "if "
            expression(depth - 1)
            text += " then "
            expression(depth - 1)
            text += " else "
            expression(depth - 1)
        default:
            operand(depth - 1)
            for _ in 0...pick(3) {
                if random.chance(oneIn: 8) {
                    text += " " + comment() + "\n" + String(repeating: " ", count: 20)
                } else {
                    text += gap() + " "
                }
                text += one(["or", "and", "+", "*", "/", "%", "??"]) + " "
                operand(depth - 1)
            }
            if random.chance(oneIn: 3) {
                text += one([" - ", " == "])
                atom()
            }
        }
    }

    /// An expression that may stand beside an operator.
    private mutating func operand(_ depth: Int) {
        guard depth > 0 else { return atom() }
        switch pick(4) {
        case 0: atom()
        case 1: call(depth)
        case 2: bracketed("[", "]", pick(3), linesSeparate: true) { $0.expression(depth - 1) }
        default:
            text += "("
            expression(depth - 1)
            text += ")"
        }
        if random.chance(oneIn: 3) { text += one([".b", "?.b", "[0]", "?[0]", ".f()"]) }
    }

    private mutating func call(_ depth: Int) {
        text += one(["f", "count", "x.y.map", "env"])
        bracketed("(", ")", pick(3), linesSeparate: false) { generator in
            if generator.random.chance(oneIn: 4) { generator.text += generator.one(["x => ", "(a, b) => ", "() => "]) }
            generator.expression(depth - 1)
        }
    }

    private mutating func member(_ depth: Int) {
        if random.chance(oneIn: 5) { return text += name() }
        text += one([name(), "\"a b\"", "\"plain\"", "if", "or"]) + one([":", " = "])
        expression(depth)
    }

    private mutating func atom() {
        text += one([
            "a", "order.total", "b?.c", "1", "2.5", "1_000", "1e3", "30s", "1h30m", "true", "null", "\"text\"",
            "\"a {b.c} \\n\\u{e9}\"", "\"\"",
            "\"a long text that takes much of a line, so that lines are broken\"", "items[0]", "\"\"\"one line\"\"\"",
        ])
        if random.chance(oneIn: 12) { text += ".x" }
    }

    private mutating func value(_ level: Int) {
        guard random.chance(oneIn: 10) else { return expression(3) }
        let indentation = String(repeating: " ", count: pick(6))
        text += "\"\"\"\n\(indentation)one {a}\n\n\(indentation)  two\n\(indentation)\"\"\""
    }

    // MARK: Steps

    private mutating func step(_ level: Int, _ depth: Int) {
        line(level)
        switch pick(depth > 0 ? 12 : 6) {
        case 0:
            text += "let\(space())\(name())\(one(["", " : text", ":int?"])) =\(gap())"
            value(level)
            lineEnd()
        case 1, 2:
            head(
                one(["do \"d\" with t", "do with llm", "ask \"q\"", "agent with llm", "plan", "run p", "run \"p\""]),
                level, .call)
        case 3: head(one(["emit", "yield \"y\"", "emit \"e\""]), level, .arguments)
        case 4: head(one(["wait 30s", "wait \"w\" for x", "wait event \"e\"", "wait until x.y"]), level, .arguments)
        case 5:
            text += "check \"c\" "
            operand(2)
            head("", level, .check)
        case 6, 7:
            text += one(["each a in ", "each \"l\" a, b in ", "pipe a from ", "repeat until ", "repeat while "])
            operand(2)
            lineEnd()
            for _ in 0...pick(3) { step(level + 1, depth - 1) }
            if random.chance(oneIn: 2) {
                clause(level + 1, one(["-> \(name()) = x.y", "->> \(name())", "on error: ignore"]))
            }
        case 8, 9: decide(level, depth)
        case 10:
            text += "together"
            lineEnd()
            for index in 0...pick(2) {
                line(level + 1)
                text += "lane \"l\(index)\""
                lineEnd()
                for _ in 0...pick(2) { step(level + 2, depth - 1) }
            }
        default:
            text += "repeat 3 times max 5 sleep 1s as i"
            lineEnd()
            step(level + 1, depth - 1)
        }
    }

    private mutating func decide(_ level: Int, _ depth: Int) {
        text += "decide \"d\" with rules"
        lineEnd()
        for index in 0...pick(3) {
            line(level + 1)
            text += "when "
            operand(2)
            text += " -> \"B\(index)\""
            lineEnd()
        }
        clause(level + 1, "otherwise -> \"O\"")
        if random.chance(oneIn: 3) { clause(level + 1, "-> \(name())") }
        for branch in ["\"B0\":", "\"O\" :"] {
            line(level)
            text += branch
            lineEnd()
            for _ in 0..<pick(3) { step(level + 1, depth - 1) }
        }
    }

    private enum Under { case call, arguments, check }

    private mutating func clause(_ level: Int, _ words: String) {
        line(level)
        text += words
        lineEnd()
    }

    private mutating func head(_ words: String, _ level: Int, _ under: Under) {
        text += words
        if under != .check, !words.hasPrefix("wait"), random.chance(oneIn: 4) {
            text += " "
            bracketed("{", "}", pick(4), linesSeparate: true) { $0.member(2) }
        }
        if under == .call, random.chance(oneIn: 4) { text += " -> \(name())" }
        let isBound = text.hasSuffix(String(names)) && under == .call
        lineEnd()
        for _ in 0..<pick(4) {
            line(level + 1)
            text += one([name(), "\"a b\"", "on", "or", "type_of"]) + gap() + "=" + gap()
            value(level)
            lineEnd()
        }
        if under == .check {
            return clause(level + 1, one(["on pass: continue", "on fail: retry 3", "on fail: goto \"x\""]))
        }
        guard under == .call else { return }
        if random.chance(oneIn: 3) {
            clause(
                level + 1,
                one(["on error: retry 3 every 2s up to 1m", "on error: fallback u { a: 1, b }", "on error pause"]))
        }
        if random.chance(oneIn: 4) { clause(level + 1, "undo with u") }
        if !isBound, random.chance(oneIn: 2) { clause(level + 1, "-> \(name())") }
    }
}
