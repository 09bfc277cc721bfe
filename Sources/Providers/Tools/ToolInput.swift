import CoreDomain
import CoreLanguage

/// What a tool is given. The compiler of scripts checks types where it knows them; here nothing is taken for granted.
struct ToolInput {
    private let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    /// The member of this name; nil when it is missing or null.
    subscript(name: String) -> JSONValue? {
        guard let member = value[name], !member.isNull else { return nil }
        return member
    }

    func pointer(_ name: String) -> JSONPointer { JSONPointer.root.appending(key: name) }

    func text(_ name: String) throws(CoreError) -> String {
        guard let text = try optionalText(name) else {
            throw fault(name, "missing", "It is missing. Give it as a text.")
        }
        return text
    }

    func optionalText(_ name: String) throws(CoreError) -> String? {
        guard let member = self[name] else { return nil }
        guard let text = member.stringValue else { throw fault(name, "wrong_type", "It is no text. Give a text.") }
        return text
    }

    func flag(_ name: String) throws(CoreError) -> Bool {
        guard let member = self[name] else { return false }
        guard let flag = member.boolValue else { throw fault(name, "wrong_type", "It is neither true nor false.") }
        return flag
    }

    func integer(_ name: String, in range: ClosedRange<Int64>, default usual: Int64) throws(CoreError) -> Int64 {
        guard let member = self[name] else { return usual }
        guard let number = member.int64Value, range.contains(number) else {
            throw fault(
                name, "out_of_range", "Expected a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    func object(_ name: String) throws(CoreError) -> JSONObject {
        guard let member = self[name] else { return JSONObject() }
        guard let object = member.objectValue else { throw fault(name, "wrong_type", "It is no object.") }
        return object
    }

    /// The texts of a list; none when it is missing.
    func texts(_ name: String) throws(CoreError) -> [String] {
        guard let member = self[name] else { return [] }
        let texts = member.arrayValue?.compactMap(\.stringValue)
        guard let texts, texts.count == member.arrayValue?.count else {
            throw fault(name, "wrong_type", "It is no list of texts.")
        }
        return texts
    }

    /// A duration in milliseconds.
    func timeout(_ usual: Duration) throws(CoreError) -> Duration {
        guard self["timeout"] != nil else { return usual }
        return .milliseconds(try integer("timeout", in: 1...86_400_000, default: 0))
    }

    func fault(_ name: String, _ rule: String, _ message: String) -> CoreError {
        CoreError(inputViolations: [Violation(pointer(name), rule: rule, message)])
    }
}
