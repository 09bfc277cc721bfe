import CoreLanguage

/// The operations on templates of scripts. Anyone may call them, since they tell nothing but what is shipped.
public struct ScriptTemplates: Sendable {
    private let pageTokens: PageTokens

    /// The templates that are shipped.
    public init(pageTokens: PageTokens) {
        self.pageTokens = pageTokens
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .computation(
                "templates.list", "List the templates that scripts can begin from.", access: .anyone, handle: list),
            .computation("templates.get", "Show a template with its source.", access: .anyone, handle: get),
        ]
    }

    @Sendable func list(_ input: TemplateListInput) throws(CoreError) -> TemplateList {
        let scope = Array("templates.list/".utf8) + input.filterBytes
        let request = PageRequest(size: input.pageSize, token: input.pageToken)
        let last = try request.token.map { token throws(CoreError) in
            String(decoding: try pageTokens.position(in: token, scope: scope), as: UTF8.self)
        }
        let found = ScriptTemplate.all.filter { template in
            (last.map { template.id > $0 } ?? true) && input.takes(template)
        }
        let page = found.prefix(request.limit)
        let next = found.count > page.count ? page.last : nil
        return TemplateList(
            templates: page.map { TemplateRecord($0) },
            nextPageToken: next.map { pageTokens.token(position: Array($0.id.utf8), scope: scope) } ?? "")
    }

    @Sendable func get(_ input: TemplateName) throws(CoreError) -> TemplateCode {
        let template = try ScriptTemplate.named(input.id)
        return TemplateCode(template: TemplateRecord(template), source: template.source)
    }
}

extension TemplateListInput {
    /// The filter in a form that is the same for the same filter only.
    fileprivate var filterBytes: [UInt8] {
        let filter = TemplateListInput(category: category, labels: labels, search: search, pageSize: 0, pageToken: "")
        return Self.schema.encode(filter).canonicalBytes()
    }

    fileprivate func takes(_ template: ScriptTemplate) -> Bool {
        if let category, template.category != category { return false }
        guard labels.isEmpty || template.labels.hasAny(of: labels) else { return false }
        let words = template.words
        return search.words.allSatisfy { wanted in words.contains { $0.hasPrefix(wanted) } }
    }
}

extension ScriptTemplate {
    /// All words in which those of a search are looked for.
    fileprivate var words: [Substring] {
        let values = labels.flatMap { $0.values }
        return ([id, name, description, category.rawValue] + values + toolsRequired).joined(separator: " ").words
    }
}

extension String {
    /// Its words in small letters.
    fileprivate var words: [Substring] {
        lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
