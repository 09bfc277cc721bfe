import CoreLanguage

/// Reads the members of an input, which agents may write as they like.
struct ModelInput {
    let members: JSONObject

    /// - Throws: `INPUT_INVALID` for what is no object.
    init(_ input: JSONValue) throws(CoreError) {
        guard case .object(let members) = input else {
            throw CoreError(inputViolations: [.wrongType(.root, expected: "an object", found: input)])
        }
        self.members = members
    }

    /// A member; nil when it is absent or null.
    subscript(name: String) -> JSONValue? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    func text(_ name: String) throws(CoreError) -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else { throw Self.wrong(name, "a string", value) }
        return text
    }

    func neededText(_ name: String) throws(CoreError) -> String {
        guard let text = try text(name) else { throw Self.missing(name) }
        return text
    }

    func texts(_ name: String) throws(CoreError) -> [String]? {
        guard let value = self[name] else { return nil }
        guard case .array(let elements) = value else { throw Self.wrong(name, "an array of strings", value) }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw Self.wrong(name, "an array of strings", element) }
            texts.append(text)
        }
        return texts
    }

    func neededTexts(_ name: String) throws(CoreError) -> [String] {
        guard let texts = try texts(name) else { throw Self.missing(name) }
        return texts
    }

    func list(_ name: String) throws(CoreError) -> [JSONValue] {
        guard let value = self[name] else { return [] }
        guard case .array(let elements) = value else { throw Self.wrong(name, "an array", value) }
        return elements
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(CoreError) -> Int64? {
        guard let value = self[name] else { return nil }
        guard let number = value.int64Value else { throw Self.wrong(name, "a whole number", value) }
        guard range.contains(number) else {
            throw Self.outOfRange(name, "Expected \(range.lowerBound) to \(range.upperBound), found \(number).")
        }
        return number
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(CoreError) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = value.doubleValue else { throw Self.wrong(name, "a number", value) }
        guard range.contains(number) else {
            throw Self.outOfRange(name, "Expected \(range.lowerBound) to \(range.upperBound), found \(number).")
        }
        return number
    }

    func flag(_ name: String) throws(CoreError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard case .bool(let flag) = value else { throw Self.wrong(name, "a boolean", value) }
        return flag
    }

    /// How long the call may take: milliseconds, as scripts give them.
    var timeout: Duration {
        get throws(CoreError) {
            let longest = ModelLimits.timeoutMax.components.seconds * 1_000
            guard let milliseconds = try integer("timeout", in: 1...longest) else { return ModelLimits.timeout }
            return .milliseconds(milliseconds)
        }
    }

    static func missing(_ name: String) -> CoreError {
        CoreError(inputViolations: [
            Violation(.root.appending(key: name), rule: "missing", "The field \"\(name)\" is required.")
        ])
    }

    static func wrong(_ name: String, _ expected: String, _ value: JSONValue) -> CoreError {
        CoreError(inputViolations: [.wrongType(.root.appending(key: name), expected: expected, found: value)])
    }

    static func outOfRange(_ name: String, _ message: String) -> CoreError {
        CoreError(inputViolations: [Violation(.root.appending(key: name), rule: "out_of_range", message)])
    }
}
