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
    ///
    /// Shapes, and what lists hold, are joined all at once: one after the other, each would copy the fields of those before.
    static func join(_ types: some Sequence<ScriptType>) -> ScriptType {
        var (shapes, elements): ([ShapeType], [ScriptType]) = ([], [])
        var (rest, isNullable) = (ScriptType.never, false)
        for type in types {
            if case .optional = type { isNullable = true }
            switch type.required {
            case .shape(let shape): shapes.append(shape)
            case .list(let element): elements.append(element)
            default: rest = rest.joined(type)
            }
        }
        if !shapes.isEmpty { rest = rest.joined(ShapeType.joined(shapes)) }
        if !elements.isEmpty { rest = rest.joined(.listing(join(elements))) }
        return isNullable ? rest.orNull : rest
    }
}

extension ShapeType {
    /// Field by field; what only one has need not be there.
    fileprivate func joined(_ other: ShapeType) -> ScriptType { Self.joined([self, other]) }

    fileprivate static func joined(_ shapes: [ShapeType]) -> ScriptType {
        var names: [String] = []
        var fields: [String: [Field]] = [:]
        for field in shapes.lazy.flatMap(\.fields) {
            if fields[field.name] == nil { names.append(field.name) }
            fields[field.name, default: []].append(field)
        }
        return .shaped(
            names.map { name in
                let same = fields[name] ?? []
                let isOptional = same.count < shapes.count || same.contains(where: \.isOptional)
                return Field(name, .join(same.map(\.type)), isOptional: isOptional)
            })
    }
}
