extension ScriptType {
    /// Whether a value of this type may stand where `wanted` is asked for. What only the run can tell is taken to fit.
    public func fits(_ wanted: ScriptType) -> Bool {
        switch (self, wanted) {
        case (.unknown, _), (_, .unknown), (.never, _): true
        case (.stream(let item), .stream(let other)): item.fits(other)
        case (.stream, _), (_, .stream): false
        case (.function, .function): functionFits(wanted)
        case (.function, _), (_, .function): false
        case (.any, _), (_, .any): true
        case (.null, .optional), (.null, .null): true
        case (.optional(let type), .optional(let other)): type.fits(other)
        case (_, .optional(let other)): fits(other)
        case (.list(let element), .list(let other)): element.fits(other)
        case (.shape(let shape), .shape(let other)): shape.fits(other)
        case (.enumeration(let enumeration), _) where !wanted.isEnumeration: enumeration.base.fits(wanted)
        case (.shape, .object), (.integer, .number): true
        case (.date, .text), (.timestamp, .text), (.binary, .text): true
        default: self == wanted
        }
    }

    /// Whether every value of this type fits, whatever the run brings.
    func certainlyFits(_ wanted: ScriptType) -> Bool {
        switch (self, wanted) {
        case (_, .any), (_, .unknown), (.unknown, _): true
        case (.any, _): false
        case (.optional(let type), .optional(let other)): type.certainlyFits(other)
        case (_, .optional(let other)): self == .null || certainlyFits(other)
        case (.list(let element), .list(let other)): element.certainlyFits(other)
        case (.shape(let shape), .shape(let other)):
            other.fields.allSatisfy { field in
                field.constraints.isEmpty && shape[field.name]?.valueType.certainlyFits(field.valueType) ?? false
            }
        default: fits(wanted)
        }
    }

    private var isEnumeration: Bool {
        if case .enumeration = self { true } else { false }
    }

    /// A function may leave out parameters at the end, and takes at least what it is given.
    private func functionFits(_ wanted: ScriptType) -> Bool {
        guard case .function(let parameters, let result) = self, case .function(let given, let expected) = wanted,
            parameters.count <= given.count, result.fits(expected)
        else { return false }
        return zip(given, parameters).allSatisfy { $0.fits($1) }
    }
}

extension ShapeType {
    /// Whether it has every field of `wanted`; it may have more.
    fileprivate func fits(_ wanted: ShapeType) -> Bool {
        wanted.fields.allSatisfy { field in
            guard let own = self[field.name] else { return field.isOptional }
            return own.valueType.fits(field.valueType)
        }
    }
}
