public import CoreLanguage

/// Which templates are asked for.
public struct TemplateListInput: Message, Hashable {
    public let category: ScriptTemplate.Category?
    public let labels: [ScriptLabel]
    public let search: String
    public let pageSize: Int64
    public let pageToken: String

    public static let schema = ObjectSchema(
        "Which templates are asked for.", TemplateListInput.init(category:labels:search:pageSize:pageToken:),
        Field(optional: "category", \.category, .word, "Only templates of this category."),
        Field("labels", \.labels, LibraryField.labels, default: [], "Only templates with one of these values."),
        Field(
            "search", \.search, .string(count: 0...256), default: "",
            "Words or their beginnings, all of which stand in the id, the name, the description, a label or a tool's name."
        ),
        LibraryField.pageSize(\.pageSize), LibraryField.pageToken(\.pageToken))
}

/// A page of the list of templates.
public struct TemplateList: Message, Hashable {
    public let templates: [TemplateRecord]
    public let nextPageToken: String

    public static let schema = ObjectSchema(
        "Templates of scripts, by rising id.", TemplateList.init(templates:nextPageToken:),
        Field("templates", \.templates, .array(of: .message, countMax: 200), "This page."),
        LibraryField.nextPageToken(\.nextPageToken))
}

/// Names a template.
public struct TemplateName: Message, Hashable {
    public let id: String

    public static let schema = ObjectSchema(
        "Names a template.", TemplateName.init(id:),
        Field("id", \.id, .scriptName, "The template's id, such as `human-approval`."))
}

/// What is told of a template.
public struct TemplateRecord: Message, Hashable {
    public let id: String
    public let name: String
    public let description: String
    public let category: ScriptTemplate.Category
    public let labels: [ScriptLabel]
    public let contract: JSONValue
    public let toolsRequired: [String]

    public static let schema = ObjectSchema(
        "A script to begin from.",
        TemplateRecord.init(id:name:description:category:labels:contract:toolsRequired:),
        Field("id", \.id, .scriptName, "What it is called in calls."),
        Field("name", \.name, .text, "Its title."),
        Field("description", \.description, .text, "What it does."),
        Field("category", \.category, .word, "What it is about."),
        Field("labels", \.labels, LibraryField.labels, "Names with values to find it by."),
        ScriptFindings.contract(\.contract), ScriptFindings.toolsRequired(\.toolsRequired))
}

extension TemplateRecord {
    init(_ template: ScriptTemplate) {
        self.init(
            id: template.id, name: template.name, description: template.description, category: template.category,
            labels: template.labels, contract: template.contract, toolsRequired: template.toolsRequired)
    }
}

/// A template with its source.
public struct TemplateCode: Message, Hashable {
    public let template: TemplateRecord
    public let source: String

    public static let schema = ObjectSchema(
        "A template with its source.", TemplateCode.init(template:source:),
        Field("template", \.template, .message, "What is told of it."),
        Field("source", \.source, .text, "The script."))
}
