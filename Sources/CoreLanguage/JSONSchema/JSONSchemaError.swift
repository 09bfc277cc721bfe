/// Why a value was refused as a schema, and where.
public struct JSONSchemaError: Error, Hashable, Sendable {
    /// Where in its document the fault is.
    public let location: JSONPointer

    /// The URI of the document with the fault; empty for the schema itself when it has no `$id`.
    public let document: String

    /// What was wrong, in English.
    public let message: String

    /// How to mend it, in English.
    public let hint: String

    /// Creates an error about one place in a schema.
    public init(location: JSONPointer, document: String, message: String, hint: String) {
        self.location = location
        self.document = document
        self.message = message
        self.hint = hint
    }
}

extension JSONSchemaError: CustomStringConvertible {
    /// The place, the message and the hint on one line.
    public var description: String {
        "\(document)#\(location): \(message) \(hint)"
    }
}
