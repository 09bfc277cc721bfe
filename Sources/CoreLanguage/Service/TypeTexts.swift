/// What the types and annotations of the language are, in a line each.
enum TypeTexts {
    static let types: [String: String] = [
        "text": "Unicode text.",
        "number": "A number: an integer, or one with a point (IEEE 754, 64 bits).",
        "integer": "A whole number of 64 bits.",
        "boolean": "`true` or `false`.",
        "object": "An object of which nothing more is known; its members are read with `?.` or `??`.",
        "binary": "Bytes; on the wire a text of base64.",
        "date": "A day: `\"2024-02-29\"`.",
        "timestamp": "A point in time: `\"2024-02-29T12:00:00Z\"`.",
        "any": "Any value; what it is shows when the script runs.",
        "list": "A list: `list<text>`; `list` alone has elements of any type.",
    ]

    /// The text of a type by any of its names.
    static func text(of name: String) -> String? {
        types[name] ?? TypeNames.types[name].flatMap { types[$0.description] }
    }

    /// The lines `-- @name value`.
    static let annotations: [(name: String, text: String)] = [
        ("accepts_content_type", "A media type that the script takes, such as `image/*`."),
        ("accepts_extension", "An extension of the files that the script takes, such as `pdf`."),
        ("author", "Who wrote the script."),
        ("tag", "A word to find the script by."),
        ("license", "The licence of the script."),
        ("homepage", "Where there is more about the script."),
        ("deprecated", "Why the script should not be used any more."),
    ]
}
