/// The words of the language. Most mean something in their place only, and are names elsewhere.
enum ScriptWord: UInt8, CaseIterable {
    /// A name like any other.
    case none
    case script, version, input, output, stream, env, `enum`, `import`, tools, from, `as`, on, thread, error, secret
    case `do`, `let`, each, pipe, decide, check, together, `repeat`, wait, emit, yield, send, ask, agent, plan, run
    case with, undo, retry, every, up, to, then, ignore, use, fallback, fail, pause
    case `in`, parallel, sleep, batch, when, otherwise, rules, llm, pass, `continue`, goto, lane, times, until, `while`,
        max
    case `for`, event, type, list
    case `if`, `else`, and, or, not, `true`, `false`, null

    /// Whether a step begins with it.
    var beginsStep: Bool { (Self.do.rawValue...Self.run.rawValue).contains(rawValue) }

    /// Whether a declaration begins with it; ``on`` is none of them, since clauses begin with it too.
    var beginsDeclaration: Bool {
        switch self {
        case .script, .version, .input, .output, .stream, .env, .enum, .import: true
        default: false
        }
    }

    /// Whether it stands for no value in an expression.
    var isReservedInExpressions: Bool {
        switch self {
        case .if, .then, .else, .and, .or, .not: true
        default: false
        }
    }

    /// As it is written.
    var text: String { Self.spellings[Int(rawValue)] }

    /// As they are written, in the order of the cases: where reflection is left out, cases have no names at run time.
    private static let spellings = [
        "",
        "script", "version", "input", "output", "stream", "env", "enum", "import", "tools", "from", "as", "on",
        "thread",
        "error", "secret",
        "do", "let", "each", "pipe", "decide", "check", "together", "repeat", "wait", "emit", "yield", "send", "ask",
        "agent", "plan", "run",
        "with", "undo", "retry", "every", "up", "to", "then", "ignore", "use", "fallback", "fail", "pause",
        "in", "parallel", "sleep", "batch", "when", "otherwise", "rules", "llm", "pass", "continue", "goto", "lane",
        "times", "until", "while", "max",
        "for", "event", "type", "list",
        "if", "else", "and", "or", "not", "true", "false", "null",
    ]

    /// What a step can begin with.
    static let steps = allCases.filter(\.beginsStep)
}

/// Finds the word that some bytes are, in a table without collisions of whole keys.
struct ScriptWordTable {
    /// 9 ASCII letters of 7 bits each: `otherwise` is the longest word.
    static let bytesMax = 9

    private static let size = 512
    private var keys = [UInt64](repeating: 0, count: size)
    private var words = [ScriptWord](repeating: .none, count: size)

    /// The table of all words.
    static let shared = ScriptWordTable()

    private init() {
        for word in ScriptWord.allCases where word != .none {
            let key = word.text.utf8.reduce(0, Self.key)
            var slot = Self.slot(key)
            while keys[slot] != 0 { slot = (slot + 1) % Self.size }
            (keys[slot], words[slot]) = (key, word)
        }
    }

    /// The key of one byte more.
    @inline(__always)
    static func key(_ key: UInt64, _ byte: UInt8) -> UInt64 { key << 7 | UInt64(byte & 0x7F) }

    /// The word of `key`, which was made of at most ``bytesMax`` letters.
    @inline(__always)
    func word(_ key: UInt64) -> ScriptWord {
        var slot = Self.slot(key)
        while keys[slot] != 0 {
            if keys[slot] == key { return words[slot] }
            slot = (slot + 1) % Self.size
        }
        return .none
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 55)
    }
}
