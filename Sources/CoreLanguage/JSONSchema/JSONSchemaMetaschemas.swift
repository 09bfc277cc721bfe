/// The metaschemas of draft 2020-12: what a schema itself must look like.
enum JSONSchemaMetaschemas {
    private static let base = "https://json-schema.org/draft/2020-12/"

    private static let vocabularies = [
        "core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content",
    ]

    /// The documents by their URIs, made when first asked for.
    private static let documents: [String: JSONValue] = {
        var documents = [base + "schema": dialect]
        for name in vocabularies + ["format-assertion"] {
            documents[base + "meta/" + name] = metaschema(name)
        }
        return documents
    }()

    /// The metaschema at a URI, or nil.
    static func document(_ uri: String) -> JSONValue? {
        uri.hasPrefix(base) ? documents[uri] : nil
    }

    /// The metaschema that puts all vocabularies together.
    private static var dialect: JSONValue {
        var object = heading(id: "schema", vocabularies: vocabularies)
        object["allOf"] = .array(vocabularies.map { ["$ref": .string("meta/" + $0)] })
        merge(JSONSchemaMetaschemaText.legacy, into: &object)
        return .object(object)
    }

    private static func metaschema(_ name: String) -> JSONValue {
        var object = heading(id: "meta/" + name, vocabularies: [name])
        let text =
            switch name {
            case "core": JSONSchemaMetaschemaText.core
            case "applicator": JSONSchemaMetaschemaText.applicator
            case "unevaluated": JSONSchemaMetaschemaText.unevaluated
            case "validation": JSONSchemaMetaschemaText.validation
            case "meta-data": JSONSchemaMetaschemaText.metadata
            case "content": JSONSchemaMetaschemaText.content
            default: JSONSchemaMetaschemaText.format
            }
        merge(text, into: &object)
        return .object(object)
    }

    /// What all metaschemas have.
    private static func heading(id: String, vocabularies: [String]) -> JSONObject {
        [
            "$schema": .string(base + "schema"),
            "$id": .string(base + id),
            "$vocabulary": .object(JSONObject(vocabularies.map { (base + "vocab/" + $0, true) })),
            "$dynamicAnchor": "meta",
            "type": ["object", "boolean"],
        ]
    }

    /// Adds the members of an object that is given as text. A test makes sure that each text can be read.
    private static func merge(_ text: String, into object: inout JSONObject) {
        let value = try? JSONValue.parse(text)  // reason: a text of this program; a test reads every one
        for (name, member) in value?.objectValue ?? [:] {
            object[name] = member
        }
    }
}
