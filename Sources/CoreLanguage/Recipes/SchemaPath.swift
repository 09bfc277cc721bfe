/// Where a path leads in the values a JSON Schema describes.
///
/// Looks only at keywords that say it for sure: `properties`, `additionalProperties`, `items` and `type`.
enum SchemaPath {
    /// To values of this schema.
    case known(JSONValue)
    /// The schema does not tell.
    case unknown
    /// Nowhere: behind so many segments of the path, for this reason.
    case impossible(place: Int, reason: String)

    static func follow(_ path: some Sequence<Reference.Segment>, in schema: JSONValue) -> SchemaPath {
        var current = schema
        for (place, segment) in path.enumerated() {
            guard let object = current.objectValue, object["$ref"] == nil, object["$dynamicRef"] == nil else {
                return .unknown
            }
            if let reason = obstacle(to: segment, in: object) { return .impossible(place: place, reason: reason) }
            guard let next = child(of: object, at: segment) else { return .unknown }
            current = next
        }
        return .known(current)
    }

    private static func child(of schema: JSONObject, at segment: Reference.Segment) -> JSONValue? {
        switch segment {
        case .member(let name): schema["properties"]?[name]
        case .index: schema["prefixItems"] == nil ? schema["items"] : nil
        }
    }

    private static func obstacle(to segment: Reference.Segment, in schema: JSONObject) -> String? {
        let type = schema["type"]?.stringValue
        switch segment {
        case .index(let number):
            guard let type, type != "array" else { return nil }
            return "is of type \(type), so it has no element \(number)."
        case .member(let name):
            if let type, type != "object" {
                return "is of type \(type), so it has no member \"\(Suggestion.clipped(name))\"."
            }
            guard let properties = schema["properties"]?.objectValue, properties[name] == nil,
                schema["additionalProperties"] == .bool(false), schema["patternProperties"] == nil
            else { return nil }
            return "has no member \"\(Suggestion.clipped(name))\"."
                + Suggestion.sentence(for: name, among: properties.keys)
        }
    }
}
