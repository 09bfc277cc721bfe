extension ScriptType {
    /// Types that are inferred grow no larger than this; they would double with each `{a: x, b: x}`.
    static let sizeMax = 2_000
    /// Nor do they nest deeper.
    static let depthMax = 64

    /// How many types it is made of, and how many levels they have.
    var measure: (size: Int, depth: Int) {
        switch self {
        case .list(let element), .optional(let element), .stream(let element):
            let inner = element.measure
            return (inner.size + 1, inner.depth + 1)
        case .shape(let shape): return (shape.size, shape.depth)
        case .function(let parameters, let result):
            let inner = (parameters + [result]).map(\.measure)
            return (inner.reduce(1) { $0 + $1.size }, inner.reduce(0) { max($0, $1.depth) } + 1)
        default: return (1, 1)
        }
    }

    /// The list of such elements; `list<any>` when the type would be too large.
    static func listing(_ element: ScriptType) -> ScriptType {
        let measure = element.measure
        return measure.size < sizeMax && measure.depth < depthMax ? .list(element) : .list(.any)
    }

    /// The object of such fields; `object` when the type would be too large.
    static func shaped(_ fields: [ShapeType.Field]) -> ScriptType {
        let shape = ShapeType(fields)
        return shape.size <= sizeMax && shape.depth <= depthMax ? .shape(shape) : .object
    }
}
