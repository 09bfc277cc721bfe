/// Draws scripts from a grammar.
struct GrammarSentences {
    let grammar: GuideGrammar
    var random: GrammarRandom
    /// The rules that comments in the grammar narrow down, and what is drawn in their place.
    private static let narrowed = ["rounds": "NUMBER", "delay": "DURATION"]

    private var text = ""
    private var level = 0
    private var beginsLine = true
    /// How many parts may still be drawn; afterwards the shortest way is taken.
    private var budget = 0
    /// How often each rule is around this place. Where one is too often, the shortest way is taken too, so that an expression leaves something for what
    /// follows it.
    private var depths: [String: Int] = [:]
    private static let depthMax = 2
    private var isShort = false
    /// The least number of tokens that each rule comes to.
    private let least: [String: Int]

    init(_ grammar: GuideGrammar, seed: UInt64) {
        self.grammar = grammar
        random = GrammarRandom(seed: seed)
        least = Self.leastTokens(grammar)
    }

    /// Sentences of a rule one after the other, of about so many parts.
    mutating func sentence(of rule: String, size: Int) -> String {
        (text, level, beginsLine, budget) = ("", 0, true, size)
        repeat { draw(.name(rule)) } while budget > 0
        return text
    }

    private mutating func draw(_ part: GuideGrammar.Part) {
        budget -= 1
        switch part {
        case .word(let word): write(word)
        case .name(let name):
            if let narrowed = Self.narrowed[name] {
                token(narrowed)
            } else if let rule = grammar.rules[name] {
                let outer = isShort
                depths[name, default: 0] += 1
                isShort = outer || depths[name, default: 0] > Self.depthMax
                draw(rule)
                depths[name, default: 0] -= 1
                isShort = outer
            } else {
                token(name)
            }
        case .sequence(let parts): for part in parts { draw(part) }
        case .choice(let parts): draw(choice(parts))
        case .optional(let part): if mayGrow, random.isTrue { draw(part) }
        case .repeated(let part): while mayGrow, random.below(3) == 0 { draw(part) }
        }
    }

    private var mayGrow: Bool { budget > 0 && !isShort }

    private mutating func choice(_ parts: [GuideGrammar.Part]) -> GuideGrammar.Part {
        guard !mayGrow else { return parts[random.below(parts.count)] }
        let sizes = parts.map { Self.size($0, least) }
        let smallest = parts.indices.filter { sizes[$0] == sizes.min() }
        return parts[smallest[random.below(smallest.count)]]
    }

    // MARK: Tokens

    private static let samples: [String: [String]] = [
        "NAME": ["a", "b1", "total", "_x", "step_of_it"], "LABEL": ["\"a\"", "\"Load order\"", "\"\\n\\u00e9\""],
        "STRING": ["\"a\"", "\"{a} and {b1.total}\"", "\"\"\"x {a}\"\"\"", "\"\""],
        "NUMBER": ["0", "12", "1_000", "1.5", "2e3", "1.5e-3"], "SIGNED": ["3", "-3", "-0.5"],
        "DURATION": ["30s", "1h30m", "500ms", "1w"], "TEXT-LINE": ["What it does, with \"quotes\" and (brackets."],
    ]

    private mutating func token(_ name: String) {
        switch name {
        case "NEWLINE", "LINE":
            text += "\n"
            beginsLine = true
        case "INDENT": level += 1
        case "DEDENT": level -= 1
        case "TEXT-LINE":
            level += 1
            write(Self.samples[name]?.first ?? "")
            level -= 1
            token("NEWLINE")
        default:
            let samples = Self.samples[name] ?? ["?\(name)?"]
            write(samples[random.below(samples.count)])
        }
    }

    private mutating func write(_ word: String) {
        if beginsLine { text += String(repeating: "  ", count: level) } else { text += " " }
        beginsLine = false
        text += word
    }

    // MARK: Sizes

    private static func leastTokens(_ grammar: GuideGrammar) -> [String: Int] {
        var least: [String: Int] = [:]
        for _ in grammar.order {
            for (name, rule) in grammar.rules { least[name] = size(rule, least) }
        }
        return least
    }

    private static func size(_ part: GuideGrammar.Part, _ least: [String: Int]) -> Int {
        switch part {
        case .word: 1
        case .name(let name): GuideGrammar.isToken(name) ? 1 : least[name] ?? 10_000
        case .sequence(let parts): min(10_000, parts.reduce(0) { $0 + size($1, least) })
        case .choice(let parts): parts.map { size($0, least) }.min() ?? 0
        case .optional, .repeated: 0
        }
    }
}

/// Numbers that are the same for the same seed (SplitMix64), so that a failure can be repeated.
struct GrammarRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ count: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((word ^ (word >> 31)) % UInt64(max(1, count)))
    }

    var isTrue: Bool { mutating get { below(2) == 0 } }
}
