@testable import CoreLanguage

/// The parts of the guide that tables of the language give, by their names.
enum GuideTables {
    static let pages = [
        "docs/language.md": ["wait-event", "ask", "agent", "plan", "judgement", "tools"],
        "docs/language/builtins.md": ["builtins"],
        "docs/language/diagnostics.md": ["diagnostics"],
        "docs/language/examples.md": [],
        "docs/rehearsal.md": [],
    ]

    static func text(_ name: String) -> String {
        switch name {
        case "wait-event": arguments(of: StepSignatures.waitEvent)
        case "ask": arguments(of: StepSignatures.ask)
        case "agent": arguments(of: StepSignatures.agent)
        case "plan": arguments(of: StepSignatures.plan)
        case "judgement": arguments(of: StepSignatures.judgement)
        case "tools": tools
        case "builtins": builtins
        case "diagnostics": diagnostics
        default: ""
        }
    }

    // MARK: Tools

    static var tools: String {
        let standard = ToolSignatures.standard
        return [("native", "Tools"), ("model", "Models")].map { source, title in
            let sections = standard.names(from: source).compactMap { standard[ToolName($0, from: source)] }.map(tool)
            return "### \(title)\n\n" + sections.joined(separator: "\n")
        }
        .joined(separator: "\n")
    }

    private static func tool(_ signature: ToolSignature) -> String {
        let stream = signature.item.map { " `->>` gives items of `\($0)`." } ?? ""
        let more = signature.takesMore ? " It takes any other arguments too." : ""
        return "#### \(signature.tool.name)\n\n\(signature.summary) *\(signature.effect.rawValue)*.\(more)\n\n"
            + arguments(of: signature) + "\nIt gives `\(signature.result)`.\(stream)\n"
    }

    static func arguments(of signature: ToolSignature) -> String {
        "| argument | type | | meaning |\n| --- | --- | --- | --- |\n"
            + signature.fields.map { field in
                let need =
                    field.isRequired
                    ? "required" : field.defaultValue.map { "otherwise `\($0.serializedString(.canonical))`" } ?? ""
                return "| `\(field.name)` | \(type(of: field)) | \(need) | \(field.summary) |\n"
            }
            .joined()
    }

    private static func type(of field: ToolSignature.Field) -> String {
        switch (field.form, field.type) {
        case (.duration, _): "duration"
        case (.type, _): "a type"
        case (_, .enumeration(let enumeration)):
            enumeration.members.map { "`\($0.serializedString(.canonical))`" }.joined(separator: ", ")
        case (_, let type): "`\(type)`"
        }
    }

    // MARK: Functions

    static var builtins: String {
        let contents = Builtins.chapters.map { chapter in
            let names = chapter.builtins.map { "[\($0.name)](#\($0.name))" }.joined(separator: ", ")
            return "- \(chapter.title): \(names)\n"
        }
        let chapters = Builtins.chapters.map { chapter in
            "\n## \(chapter.title)\n" + chapter.builtins.map(builtin).joined()
        }
        return contents.joined() + chapters.joined()
    }

    private static func builtin(_ builtin: Builtin) -> String {
        let forms = builtin.signatures.map { builtin.name + $0 }.joined(separator: "\n")
        let examples = builtin.examples.map { "\($0.source) == \($0.result)" }.joined(separator: "\n")
        return "\n### \(builtin.name)\n\n`\(builtin.name)(\(builtin.parameters.joined(separator: ", ")))`\n\n"
            + "\(builtin.summary)\n\n```text\n\(forms)\n\n\(examples)\n```\n"
    }

    // MARK: Diagnostics

    private static let stages = [
        "1": "Text", "2": "Grammar", "3": "Names", "4": "Types", "5": "Ways through a script",
        "6": "What it takes and gives", "7": "Tools",
    ]

    static var diagnostics: String {
        let all = DiagnosticExplanation.all
        let index =
            "| code | rule |\n| --- | --- |\n"
            + all.map { "| [\($0.code)](#\($0.code.name.lowercased())) | \($0.code.title) |\n" }.joined()
        var stage: Character?
        let sections = all.map { explanation in
            let digit = explanation.code.name.dropFirst().first
            let heading = digit == stage ? "" : "\n## \(stages[digit.map { String($0) } ?? ""] ?? "")\n"
            stage = digit
            return heading + section(explanation)
        }
        return index + sections.joined()
    }

    private static func section(_ explanation: DiagnosticExplanation) -> String {
        let code = explanation.code
        let text = "\n### \(code)\n\n*\(code.title).* \(explanation.meaning)\n"
        guard let bad = explanation.bad, let good = explanation.good else { return text }
        return text + "\n```scriptum error=\(code)\n\(bad)```\n\n```scriptum\n\(good)```\n"
    }
}
