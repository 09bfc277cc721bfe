import CoreLanguage

/// Names a code of diagnostics.
public struct DiagnosticName: Message, Hashable {
    public let code: String

    public static let schema = ObjectSchema(
        "Names a code of diagnostics.", DiagnosticName.init(code:),
        Field("code", \.code, .string(count: 1...16), "Such as E301."))
}

/// What a code of diagnostics means.
public struct DiagnosticMeaning: Message, Hashable {
    public let code: String
    public let title: String
    public let meaning: String
    public let bad: String?
    public let good: String?

    public static let schema = ObjectSchema(
        "What a code of diagnostics means.", DiagnosticMeaning.init(code:title:meaning:bad:good:),
        Field("code", \.code, .string(count: 1...16), "The code."),
        Field("title", \.title, .text, "What it is about."),
        Field("meaning", \.meaning, .text, "What is wrong, and why."),
        Field(optional: "bad", \.bad, .text, "A script that has this fault and no other."),
        Field(optional: "good", \.good, .text, "The same script mended."))
}

extension ScriptSources {
    @Sendable func diagnostics(_ input: DiagnosticName) throws(CoreError) -> DiagnosticMeaning {
        guard let explanation = DiagnosticExplanation.named(input.code) else {
            let hint = Suggestion.sentence(for: input.code, among: DiagnosticCode.all.map(\.name))
            throw CoreError(.notFound, "There is no diagnostic \"\(input.code)\".\(hint)")
        }
        return DiagnosticMeaning(
            code: explanation.code.name, title: explanation.code.title, meaning: explanation.meaning,
            bad: explanation.bad, good: explanation.good)
    }
}
