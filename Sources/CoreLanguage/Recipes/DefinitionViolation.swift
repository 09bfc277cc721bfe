/// One place where a definition, such as a recipe's plan, breaks a rule.
public struct DefinitionViolation: Hashable, Sendable {
    /// Where, from the root of the definition.
    public let pointer: JSONPointer
    /// The rule that was broken, as a word: `missing`, `unknown_field`, `cycle` …
    public let rule: String
    /// What is wrong and how to mend it.
    public let message: String

    /// A violation of `rule` at `pointer`.
    public init(_ pointer: JSONPointer, rule: String, _ message: String) {
        self.pointer = pointer
        self.rule = rule
        self.message = message
    }
}
