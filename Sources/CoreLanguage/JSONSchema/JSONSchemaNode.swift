/// A schema made ready: what it asserts of a value by itself, and which other schemas it applies.
struct JSONSchemaNode: Sendable {
    /// A keyword that looks at the value alone.
    struct Assertion: Sendable {
        let keyword: JSONSchemaKeyword
        let test: JSONSchemaTest
    }

    /// A keyword that applies schemas.
    struct Applicator: Sendable {
        let keyword: JSONSchemaKeyword
        let rule: JSONSchemaRule
    }

    let place: Int
    let resource: Int
    var assertions: [Assertion] = []
    var applicators: [Applicator] = []

    /// Whether more than one way leads here, so that it could be applied to the same place more than once.
    var isShared = false

    /// Whether what its parts have evaluated must be known.
    var hasUnevaluated = false

    /// Whether it applies no other schemas.
    var isFlat: Bool {
        applicators.isEmpty
    }
}

/// How the keywords that apply schemas do so. Schemas are numbers of nodes.
indirect enum JSONSchemaRule: Sendable {
    /// `$ref`, and `$dynamicRef` where it is the same.
    case reference(Int)
    /// `$dynamicRef`: the outermost schema with the dynamic anchor of this number.
    case dynamicReference(anchor: Int, otherwise: Int)
    case allOf([Int])
    case anyOf([Int])
    case oneOf([Int])
    case not(Int)
    case condition(Int, then: Int?, otherwise: Int?)
    case dependent([(name: String, node: Int)])
    case members(JSONSchemaMembers)
    case memberNames(Int)
    case elements(first: [Int], rest: Int?)
    case contains(Int, min: Int, max: Int?)
    case unevaluatedMembers(Int)
    case unevaluatedElements(Int)
}

/// `properties`, `patternProperties` and `additionalProperties` together.
struct JSONSchemaMembers: Sendable {
    let named: JSONSchemaNameTable
    let patterned: [(pattern: Pattern, node: Int)]
    let additional: Int?
}

/// Finds the node of a member's name. Names compare byte by byte.
struct JSONSchemaNameTable: Sendable {
    private var table = JSONObject()

    init(_ pairs: [(name: String, node: Int)]) {
        table = JSONObject(pairs.map { ($0.name, .integer(Int64($0.node))) })
    }

    var names: [String] {
        table.keys
    }

    var nodes: [Int] {
        table.values.compactMap { $0.int64Value.flatMap { Int(exactly: $0) } }
    }

    /// The node of a name; a name at the place `guess` is found without a search.
    @inline(__always)
    func node(_ name: String, triedFirstAt guess: Int) -> Int? {
        guard case .integer(let node)? = table.value(of: name, triedFirstAt: guess) else {
            return nil
        }
        return Int(truncatingIfNeeded: node)
    }
}
