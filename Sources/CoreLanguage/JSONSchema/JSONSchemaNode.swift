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

    let place: Int32
    let resource: Int32

    /// Where the plan has its keywords.
    var assertions: Range<Int32> = 0..<0
    var applicators: Range<Int32> = 0..<0

    /// The node whose keyword has this schema directly, such as `additionalProperties`; -1 for none.
    var owner: Int32 = -1

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
