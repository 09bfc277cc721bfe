/// One way in which a value does not fit a schema.
public struct JSONSchemaViolation: Hashable, Sendable {
    /// Where in the value the fault is.
    public let instance: JSONPointer

    /// Where the keyword stands in its document. For the schema `false` it is the place of that schema.
    public let schema: JSONPointer

    /// The URI of the document the keyword stands in; empty for the schema itself when it has no `$id`.
    public let document: String

    /// The keyword that is not fulfilled, such as `required`; for the schema `false` the keyword that applies it.
    public let keyword: String

    /// What was wrong and how to mend it, in English.
    public let message: String

    /// Whether the check was given up here, so that it is not known whether the value fits: it would have taken too long
    /// or too much memory. Such a violation is the only one.
    public let isUndecided: Bool

    /// Creates a violation.
    public init(
        instance: JSONPointer, schema: JSONPointer, document: String, keyword: String, message: String,
        isUndecided: Bool = false
    ) {
        self.isUndecided = isUndecided
        self.instance = instance
        self.schema = schema
        self.document = document
        self.keyword = keyword
        self.message = message
    }
}

extension JSONSchemaViolation: CustomStringConvertible {
    /// The place in the value and the message on one line.
    public var description: String {
        "#\(instance): \(message)"
    }
}
