/// The documents a schema may refer to, by their URIs without fragment: those that were given, and the metaschemas.
struct JSONSchemaLibrary {
    private let given: [String: JSONValue]

    init(_ resources: [String: JSONValue]) {
        var given: [String: JSONValue] = [:]
        for (uri, value) in resources {
            given[JSONSchemaURI(uri).textWithoutFragment] = value
        }
        self.given = given
    }

    /// The document at a URI, or nil.
    func document(_ uri: String) -> JSONValue? {
        given[uri] ?? JSONSchemaMetaschemas.document(uri)
    }

    /// The URIs of the documents that were given, in order.
    var givenURIs: [String] {
        given.keys.sorted()
    }
}
