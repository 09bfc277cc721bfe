/// Finds what the variables of a signature stand for in one call.
struct TypeUnifier {
    private(set) var bindings: [String: ScriptType] = [:]

    /// Whether an argument of the type `given` fits `parameter`; binds its variables.
    mutating func accepts(_ given: ScriptType, for parameter: ScriptType) -> Bool {
        switch (parameter, given) {
        case (.variable(let name), _): bind(name, to: given)
        case (_, .any), (_, .unknown):
            bindAll(of: parameter, to: given)
        case (.optional(let wanted), .optional(let type)): accepts(type, for: wanted)
        case (.optional, .null): true
        case (.optional(let wanted), _): accepts(given, for: wanted)
        case (.list(let wanted), .list(let element)): accepts(element, for: wanted)
        case (.stream(let wanted), .stream(let item)): accepts(item, for: wanted)
        case (.shape(let wanted), .shape(let shape)): accepts(shape, for: wanted)
        case (.function, _), (_, .function): false
        default: given.fits(parameter)
        }
    }

    /// `type` with what its variables stand for; `any` for those that stand for nothing yet.
    func resolved(_ type: ScriptType) -> ScriptType {
        switch type {
        case .variable(let name): bindings[name] ?? .any
        case .list(let element): .listing(resolved(element))
        case .stream(let item): .stream(resolved(item))
        case .optional(let type): resolved(type).orNull
        case .function(let parameters, let result): .function(parameters.map(resolved), resolved(result))
        case .shape(let shape):
            .shaped(shape.fields.map { ShapeType.Field($0.name, resolved($0.type), isOptional: $0.isOptional) })
        default: type
        }
    }

    private mutating func bind(_ name: String, to given: ScriptType) -> Bool {
        switch given {
        case .function, .stream: return false
        default: break
        }
        guard let bound = bindings[name], bound != given else {
            bindings[name] = given
            return true
        }
        let isNear = given.required.fits(bound.required) || bound.required.fits(given.required)
        bindings[name] = bound.joined(given)
        return isNear || bound == .null || given == .null
    }

    private mutating func accepts(_ shape: ShapeType, for wanted: ShapeType) -> Bool {
        for field in wanted.fields {
            guard let own = shape[field.name] else {
                if field.isOptional { continue }
                return false
            }
            guard accepts(own.valueType, for: field.valueType) else { return false }
        }
        return true
    }

    /// What is not known binds nothing but itself.
    private mutating func bindAll(of type: ScriptType, to given: ScriptType) -> Bool {
        switch type {
        case .variable(let name): bind(name, to: given)
        case .list(let inner), .optional(let inner), .stream(let inner): bindAll(of: inner, to: given)
        case .function: false
        default: true
        }
    }
}
