import CoreDomain
import CoreLanguage

/// The headers that a script gives for a request.
struct RequestHeaders {
    /// Headers, and bytes of names and values together.
    static let (countMax, bytesMax) = (100, 65_536)

    /// Names in lower case.
    private(set) var list: [(name: String, value: String)] = []

    /// Reads the member `headers`: names with a text, a number, true, false, or a list of these.
    init(_ input: ToolInput) throws(CoreError) {
        var bytes = 0
        for (name, value) in try input.object("headers") {
            let pointer = input.pointer("headers").appending(key: name)
            let lowered = name.lowercased()
            try Self.refuse(HeaderRules.fault(name: lowered), pointer)
            guard let texts = PlainTexts.texts(value) else {
                throw Self.fault(
                    pointer, "wrong_type", "A header's value is a text, a number, true, false or a list of these.")
            }
            for text in texts {
                try Self.refuse(HeaderRules.fault(value: text), pointer)
                bytes += name.utf8.count + text.utf8.count
                list.append((lowered, text))
            }
            guard list.count <= Self.countMax, bytes <= Self.bytesMax else {
                throw Self.fault(
                    input.pointer("headers"), "too_many",
                    "There are more than \(Self.countMax) headers, or more than \(Self.bytesMax) bytes of them.")
            }
        }
    }

    /// Adds a header unless the script gave one of this name.
    mutating func addMissing(_ name: String, _ value: String) {
        if !list.contains(where: { $0.name == name }) { list.append((name, value)) }
    }

    private static func refuse(_ fault: HeaderRules.Fault?, _ pointer: JSONPointer) throws(CoreError) {
        if let fault { throw Self.fault(pointer, fault.rule, fault.message) }
    }

    private static func fault(_ pointer: JSONPointer, _ rule: String, _ message: String) -> CoreError {
        CoreError(inputViolations: [Violation(pointer, rule: rule, message)])
    }
}

/// Values that have one text each, for headers and queries.
enum PlainTexts {
    /// The texts of a value or of a list's values; nil when one has none.
    static func texts(_ value: JSONValue) -> [String]? {
        guard let list = value.arrayValue else { return text(value).map { [$0] } }
        let texts = list.compactMap(text)
        return texts.count == list.count ? texts : nil
    }

    private static func text(_ value: JSONValue) -> String? {
        value.stringValue ?? value.numberText ?? value.boolValue.map { $0 ? "true" : "false" }
    }
}
