extension EvaluationScope {
    /// The value a path leads to.
    ///
    /// - Throws: an error of kind `missing` when there is none.
    func value(at reference: Reference) throws(EvaluationError) -> JSONValue {
        guard let value = roots[reference.root] else {
            throw EvaluationError(.missing, "There is no \"\(reference.root)\" here.")
        }
        return try Self.follow(reference, from: value)
    }

    /// The value a path leads to whose root has this value.
    static func follow(_ reference: Reference, from root: JSONValue) throws(EvaluationError) -> JSONValue {
        var value = root
        for (place, segment) in reference.path.enumerated() {
            let next: JSONValue? =
                switch segment {
                case .member(let name): value[name]
                case .index(let number): value[number]
                }
            guard let next else {
                throw missing(segment, in: value, at: reference.prefix(place))
            }
            value = next
        }
        return value
    }

    private static func missing(
        _ segment: Reference.Segment, in value: JSONValue, at place: Reference
    ) -> EvaluationError {
        let message =
            switch (segment, value) {
            case (.member(let name), .object(let object)):
                "\(place) has no member \"\(Suggestion.clipped(name))\"."
                    + Suggestion.sentence(for: name, among: object.members.prefix(100).lazy.map(\.key))
            case (.index(let number), .array(let elements)):
                "\(place) has \(BuiltinCall.text(elements.count...elements.count, "element")), so none at \(number); the first is 0."
            case (.member(let name), _):
                "\(place) is \(value.typeName), which has no member \"\(Suggestion.clipped(name))\"."
            case (.index, _): "\(place) is \(value.typeName), which has no elements."
            }
        return EvaluationError(.missing, message)
    }
}

extension Reference {
    /// The path as far as its first `count` segments.
    func prefix(_ count: Int) -> Reference {
        Reference(root: root, path: Array(path.prefix(count)))
    }
}
