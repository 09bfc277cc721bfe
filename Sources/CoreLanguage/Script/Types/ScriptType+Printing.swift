extension ScriptType: CustomStringConvertible {
    /// The type as it is written in scripts; a large one in part.
    public var description: String {
        var printer = TypePrinter()
        printer.print(self)
        return printer.text
    }

    /// The type with what it is, for messages: `a list<text>`, `text`.
    var named: String { "`\(self)`" }
}

/// Writes a type within a bounded length.
private struct TypePrinter {
    private static let bytesMax = 160
    private static let fieldsMax = 8

    var text = ""

    mutating func print(_ type: ScriptType) {
        guard text.utf8.count < Self.bytesMax else {
            text += "…"
            return
        }
        switch type {
        case .never: text += "nothing"
        case .unknown: text += "any"
        case .list(let element):
            text += "list<"
            print(element)
            text += ">"
        case .shape(let shape): print(shape)
        case .enumeration(let enumeration): text += enumeration.name
        case .optional(let type):
            print(type)
            text += "?"
        case .function(let parameters, let result): print(parameters, result)
        case .stream(let item):
            text += "stream<"
            print(item)
            text += ">"
        case .variable(let name): text += name
        default: text += type.word
        }
    }

    private mutating func print(_ shape: ShapeType) {
        text += "{"
        for (place, field) in shape.fields.prefix(Self.fieldsMax).enumerated() {
            text += (place == 0 ? "" : ", ") + field.name + (field.isOptional ? "?: " : ": ")
            print(field.type)
        }
        text += shape.fields.count > Self.fieldsMax ? ", …}" : "}"
    }

    private mutating func print(_ parameters: [ScriptType], _ result: ScriptType) {
        text += "("
        for (place, parameter) in parameters.enumerated() {
            text += place == 0 ? "" : ", "
            print(parameter)
        }
        text += ") => "
        print(result)
    }
}

extension ScriptType {
    /// The word of a type that has no parts.
    fileprivate var word: String {
        switch self {
        case .null: "null"
        case .text: "text"
        case .number: "number"
        case .integer: "integer"
        case .boolean: "boolean"
        case .object: "object"
        case .binary: "binary"
        case .date: "date"
        case .timestamp: "timestamp"
        default: "any"
        }
    }
}
