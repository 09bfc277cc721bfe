/// The form of a document in the input of a program.
public enum DocumentForm {
    /// The word by which schemas mark a document, in `format`, which asserts nothing of an object.
    static let format = "document"

    /// What a document is called when nobody says.
    public static let nameDefault = "document"

    /// A document comes with the call, or as the name of a stored blob. Then its name and its media type may stand
    /// beside, and its size, which says nothing new.
    public static let schema: JSONObject = [
        "type": "object",
        "format": .string(format),
        "oneOf": [
            [
                "properties": [
                    "name": name, "media_type": mediaType,
                    "data": ["type": "string", "contentEncoding": "base64"],
                ],
                "required": ["name", "media_type", "data"],
                "additionalProperties": false,
            ],
            [
                "properties": [
                    "name": name, "media_type": mediaType,
                    "blob": ["type": "string", "pattern": "^sha256:[0-9a-f]{64}$"],
                    "size": ["type": "integer", "minimum": 0],
                ],
                "required": ["blob"],
                "additionalProperties": false,
            ],
        ],
    ]

    private static let name: JSONValue = ["type": "string", "minLength": 1, "maxLength": 1_000]
    private static let mediaType: JSONValue = ["type": "string", "minLength": 1, "maxLength": 200]

    /// Whether a schema marks its value as a document.
    public static func isDocument(_ schema: JSONValue) -> Bool {
        schema["format"]?.stringValue == format && schema["type"]?.stringValue == "object"
    }
}
