/// What a function takes and gives, read from a text such as `(list<a>, (a) => b, integer?) -> list<b>`.
///
/// Single lower-case letters are types that a call chooses. Parameters at the end that may be null may be left out.
struct FunctionSignature: Hashable, Sendable {
    /// The types of what it takes, in order.
    let parameters: [ScriptType]
    /// The type of what it gives.
    let result: ScriptType

    /// How many arguments a call has.
    var counts: ClosedRange<Int> {
        let optional = parameters.reversed().prefix { if case .optional = $0 { true } else { false } }
        return (parameters.count - optional.count)...parameters.count
    }

    /// Reads a signature; nil when the text is none.
    init?(_ text: String) {
        var reader = SignatureReader(text)
        guard let type = reader.function(arrow: "->"), reader.isAtEnd, case .function(let parameters, let result) = type
        else { return nil }
        self.parameters = parameters
        self.result = result
    }
}

/// Reads types out of a text. The texts are ours; still, what nests deeper than `depthMax` is none.
private struct SignatureReader {
    private static let depthMax = 16

    private var rest: Substring
    private var depth = 0

    init(_ text: String) {
        rest = text[...]
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpaces()
            return rest.isEmpty
        }
    }

    mutating func function(arrow: String) -> ScriptType? {
        guard take("(") else { return nil }
        var parameters: [ScriptType] = []
        while !take(")") {
            guard parameters.isEmpty || take(","), let parameter = type() else { return nil }
            parameters.append(parameter)
        }
        guard take(arrow), let result = type() else { return nil }
        return .function(parameters, result)
    }

    private mutating func type() -> ScriptType? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax, var type = plainType() else { return nil }
        if take("?") { type = .optional(type) }
        return type
    }

    private mutating func plainType() -> ScriptType? {
        skipSpaces()
        if rest.first == "(" { return function(arrow: "=>") }
        if take("{") { return shape() }
        let name = word()
        if name == "list" || name == "stream" {
            guard take("<") else { return name == "list" ? .list(.any) : nil }
            guard let element = type(), take(">") else { return nil }
            return name == "list" ? .list(element) : .stream(element)
        }
        if name == "null" { return .null }
        if name.utf8.count == 1 { return .variable(name) }
        return TypeNames.types[name]
    }

    private mutating func shape() -> ScriptType? {
        var fields: [ShapeType.Field] = []
        while !take("}") {
            guard fields.isEmpty || take(",") else { return nil }
            skipSpaces()
            let name = word()
            let isOptional = take("?")
            guard !name.isEmpty, take(":"), let type = type() else { return nil }
            fields.append(ShapeType.Field(name, type, isOptional: isOptional))
        }
        return .shape(ShapeType(fields))
    }

    private mutating func word() -> String {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = rest.dropFirst(word.count)
        return String(word)
    }

    private mutating func take(_ text: String) -> Bool {
        skipSpaces()
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    private mutating func skipSpaces() {
        rest = rest.drop { $0 == " " }
    }
}
