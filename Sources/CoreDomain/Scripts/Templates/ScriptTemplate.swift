public import CoreLanguage

/// A script that is shipped, for others to begin from.
///
/// All that is said of it stands in its source: the title, the description, and the tags `KEY:VALUE`.
public struct ScriptTemplate: Hashable, Sendable {
    /// The name of its file.
    public let id: String
    /// Its title.
    public let name: String
    public let description: String
    public let category: Category
    /// Its tags, but for the category.
    public let labels: [ScriptLabel]
    public let source: String
    /// What the script takes and gives.
    public let contract: JSONValue
    /// The tools that it can call, as `SOURCE:NAME`.
    public let toolsRequired: [String]

    /// What a template is about.
    public enum Category: String, Hashable, Sendable, CaseIterable {
        case core, embedding, vision, ecommerce
    }

    /// Every template, by rising id. They are compiled when somebody first asks for one, and kept from then on.
    public static let all: [ScriptTemplate] = TemplateSources.all.map { ScriptTemplate(id: $0.id, source: $0.source) }

    /// The template `id`.
    ///
    /// - Throws: `NOT_FOUND`, with the nearest id.
    public static func named(_ id: String) throws(CoreError) -> ScriptTemplate {
        if let template = all.first(where: { $0.id == id }) { return template }
        throw CoreError(
            .notFound, "There is no template \"\(id)\".\(Suggestion.sentence(for: id, among: all.map(\.id)))",
            fix: "`templates.list` tells which there are.")
    }
}

extension ScriptTemplate {
    /// What a source says of itself.
    init(id: String, source: String) {
        let compilation = ScriptCompiler.compile(ScriptText(source))
        let (title, description) = compilation.tree.heading
        let labels = compilation.tree.tagLabels
        let category = labels.first { $0.key == Self.categoryKey }?.values.first.flatMap { Category(rawValue: $0) }
        self.init(
            id: id, name: title ?? id, description: description, category: category ?? .core,
            labels: labels.filter { $0.key != Self.categoryKey }, source: source,
            contract: compilation.contract.encode(), toolsRequired: compilation.effects.toolNames)
    }

    private static let categoryKey = "category"
}

extension SyntaxTree {
    /// The title and the description, on one line.
    fileprivate var heading: (title: String?, description: String) {
        for declaration in declarations {
            guard case .script(let title, let lines) = declaration.kind else { continue }
            return (title?.text, lines.map(\.text).joined(separator: " "))
        }
        return (nil, "")
    }

    /// The annotations `@tag KEY:VALUE` in the order of the source, those of one key together.
    fileprivate var tagLabels: [ScriptLabel] {
        var labels: [ScriptLabel] = []
        for annotation in annotations where annotation.name.text == "tag" {
            let tag = annotation.value.text
            guard let colon = tag.firstIndex(of: ":") else { continue }
            let (key, value) = (String(tag[..<colon]), String(tag[tag.index(after: colon)...]))
            if let place = labels.firstIndex(where: { $0.key == key }) {
                labels[place] = ScriptLabel(key: key, values: labels[place].values + [value])
            } else {
                labels.append(ScriptLabel(key: key, values: [value]))
            }
        }
        return labels
    }
}
