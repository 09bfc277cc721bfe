extension ScriptType {
    /// The smallest type both fit that the language can say; `any` when there is none.
    public func joined(_ other: ScriptType) -> ScriptType {
        switch (self, other) {
        case (.unknown, _), (_, .unknown): .unknown
        case (.never, _): other
        case (_, .never): self
        case (.any, _), (_, .any): .any
        case (.null, _): other.orNull
        case (_, .null): orNull
        case (.optional(let type), _): type.joined(other.required).orNull
        case (_, .optional(let type)): joined(type).orNull
        case (.list(let element), .list(let second)): .listing(element.joined(second))
        case (.shape(let shape), .shape(let second)): shape == second ? self : shape.joined(second)
        case (.function, _), (.stream, _): self == other ? self : .any
        default: joinedPlain(other)
        }
    }

    private func joinedPlain(_ other: ScriptType) -> ScriptType {
        if fits(other) { return other }
        if other.fits(self) { return self }
        switch (self, other) {
        case (.enumeration(let left), .enumeration(let right)): return left.base.joined(right.base)
        case (.enumeration(let left), _): return left.base.joined(other)
        case (_, .enumeration(let right)): return joined(right.base)
        case (.date, .timestamp), (.timestamp, .date): return .text
        default: return .any
        }
    }

    /// The join of all of them; `never` of none.
    static func join(_ types: some Sequence<ScriptType>) -> ScriptType {
        types.reduce(.never) { $0.joined($1) }
    }
}

extension ShapeType {
    /// Field by field; what only one has need not be there.
    fileprivate func joined(_ other: ShapeType) -> ScriptType {
        var fields: [Field] = []
        for field in self.fields {
            if let second = other[field.name] {
                let type = field.type.joined(second.type)
                fields.append(Field(field.name, type, isOptional: field.isOptional || second.isOptional))
            } else {
                fields.append(Field(field.name, field.type, isOptional: true))
            }
        }
        for field in other.fields where self[field.name] == nil {
            fields.append(Field(field.name, field.type, isOptional: true))
        }
        return .shaped(fields)
    }
}
