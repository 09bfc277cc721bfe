/// What a rule of the language means, with a script that breaks it and one that keeps it.
public struct DiagnosticExplanation: Hashable, Sendable {
    /// The rule.
    public let code: DiagnosticCode
    /// One to three sentences: what the rule is, why it is there, what to do.
    public let meaning: String
    /// A script that breaks this rule and no other; nil where it would be too long to show.
    public let bad: String?
    /// The same script mended: it breaks no rule.
    public let good: String?

    init(_ code: DiagnosticCode, _ meaning: String, bad: String? = nil, good: String? = nil) {
        self.code = code
        self.meaning = meaning
        self.bad = bad.map { $0 + "\n" }
        self.good = good.map { $0 + "\n" }
    }

    /// That of every rule, in the order of the codes' numbers, of each stage errors before warnings.
    public static let all: [Self] = ofText + ofGrammar + ofNames + ofTypes + ofFlow + ofResults + ofTools

    private static let byName: [String: Self] = Dictionary(
        all.map { ($0.code.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// That of the rule of this name, such as `E301`, in capital or small letters; nil when there is no such rule.
    public static func named(_ name: String) -> Self? { byName[name.uppercased()] }
}

extension DiagnosticCode {
    /// Every rule, in the order of its documentation.
    public static let all: [DiagnosticCode] = DiagnosticExplanation.all.map(\.code)

    /// What the rule means; nil only for a code that is none of the language.
    public var explanation: DiagnosticExplanation? { DiagnosticExplanation.named(name) }
}
