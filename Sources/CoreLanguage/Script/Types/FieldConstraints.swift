/// What the values of a field keep besides their type.
public struct FieldConstraints: Hashable, Sendable {
    /// The least and the greatest number.
    public var minimum: JSONValue?
    public var maximum: JSONValue?
    /// The fewest and the most Unicode scalars of a text.
    public var minimumLength: Int?
    public var maximumLength: Int?
    /// A regular expression of ECMA-262 that a part of the text matches.
    public var pattern: Pattern?
    /// The fewest and the most elements of a list.
    public var minimumItems: Int?
    public var maximumItems: Int?
    /// Whether no element of a list is there twice.
    public var areItemsUnique = false

    /// No constraints.
    public init() {}

    /// Whether there is none.
    public var isEmpty: Bool { self == FieldConstraints() }

    /// What is wrong with `value`, to go on from its name; nil when it keeps them, or when they do not speak of such
    /// values.
    func fault(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): fault(ofText: text)
        case .array(let elements): fault(ofList: elements)
        case .integer, .double, .decimal: fault(ofNumber: value)
        default: nil
        }
    }

    private func fault(ofNumber value: JSONValue) -> String? {
        guard let number = value.doubleValue else { return nil }
        if let least = minimum?.doubleValue, number < least { return "is less than \(minimum?.numberText ?? "")" }
        if let most = maximum?.doubleValue, number > most { return "is greater than \(maximum?.numberText ?? "")" }
        return nil
    }

    private func fault(ofText text: String) -> String? {
        let count = text.unicodeScalars.count
        if let minimumLength, count < minimumLength {
            return "has \(count) characters, fewer than \(minimumLength)"
        }
        if let maximumLength, count > maximumLength { return "has \(count) characters, more than \(maximumLength)" }
        if let pattern, !pattern.matches(text) { return "does not match the pattern \(pattern)" }
        return nil
    }

    private func fault(ofList elements: [JSONValue]) -> String? {
        let count = elements.count
        if let minimumItems, count < minimumItems { return "has \(count) elements, fewer than \(minimumItems)" }
        if let maximumItems, count > maximumItems { return "has \(count) elements, more than \(maximumItems)" }
        if areItemsUnique, Set(elements).count < count { return "has an element twice" }
        return nil
    }
}
