extension JSONSchemaLinker {
    /// Reads `$ref` and `$dynamicRef` (JSON Schema Core 2020-12 section 8.2.3).
    mutating func readReferences() throws(JSONSchemaError) {
        if let reference = try reference(.ref) {
            add(.ref, .reference(try target(of: reference, .ref).entry))
        }
        if let reference = try reference(.dynamicRef) {
            add(.dynamicRef, try dynamicRule(reference))
        }
    }

    private func reference(_ keyword: JSONSchemaKeyword) throws(JSONSchemaError) -> JSONSchemaURI? {
        guard let value = value(keyword) else {
            return nil
        }
        guard let text = value.stringValue else {
            throw error(keyword, "\"\(keyword.rawValue)\" must be a string.", "Write the URI of a schema.")
        }
        return JSONSchemaURI(text)
    }

    /// Only a reference that leads to a dynamic anchor by its name is dynamic.
    private mutating func dynamicRule(_ reference: JSONSchemaURI) throws(JSONSchemaError) -> JSONSchemaRule {
        let (entry, resource, anchor) = try target(of: reference, .dynamicRef)
        let anchors = index.resources[resource].dynamicAnchors
        guard let anchor, anchors.contains(where: { $0.name == anchor && $0.entry == entry }) else {
            return .reference(entry)
        }
        return .dynamicReference(anchor: try number(ofAnchor: anchor), otherwise: entry)
    }
}
