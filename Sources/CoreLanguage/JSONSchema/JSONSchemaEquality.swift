/// Equality as JSON Schema means it (Core 2020-12 section 4.2.2): numbers by their mathematical value, strings by code
/// points, objects whatever the order of their members.
enum JSONSchemaEquality {
    /// Stops at the first difference, so the time is bounded by the smaller of both. Does not recurse.
    static func areEqual(_ lhs: JSONValue, _ rhs: JSONValue) -> Bool {
        var pending: [(JSONValue, JSONValue)] = [(lhs, rhs)]
        while let (left, right) = pending.popLast() {
            switch (left, right) {
            case (.array(let leftElements), .array(let rightElements)):
                guard leftElements.count == rightElements.count else {
                    return false
                }
                pending += zip(leftElements, rightElements)
            case (.object(let leftObject), .object(let rightObject)):
                guard let pairs = pairs(leftObject, rightObject) else {
                    return false
                }
                pending += pairs
            default:
                guard areEqualScalars(left, right) else {
                    return false
                }
            }
        }
        return true
    }

    private static func pairs(_ left: JSONObject, _ right: JSONObject) -> [(JSONValue, JSONValue)]? {
        guard left.count == right.count else {
            return nil
        }
        var pairs: [(JSONValue, JSONValue)] = []
        for (position, member) in left.members.enumerated() {
            guard let other = right.value(of: member.key, triedFirstAt: position) else {
                return nil
            }
            pairs.append((member.value, other))
        }
        return pairs
    }

    private static func areEqualScalars(_ left: JSONValue, _ right: JSONValue) -> Bool {
        guard left.isNumber, right.isNumber else {
            return left == right
        }
        return JSONSchemaNumber.compare(left, right).map { $0 == 0 } ?? (left == right)
    }

    /// The places of the first element that is equal to one before it, and of that one. Takes time in proportion to
    /// what the array contains.
    static func firstRepetition(in elements: [JSONValue]) -> (first: Int, second: Int)? {
        var places: [JSONSchemaKey: Int] = [:]
        for (place, element) in elements.enumerated() {
            if let earlier = places.updateValue(place, forKey: JSONSchemaKey(element)) {
                return (earlier, place)
            }
        }
        return nil
    }
}

/// A value in a form that is the same for equal values.
enum JSONSchemaKey: Hashable {
    case scalar(JSONValue)
    case text([UInt8])

    init(_ value: JSONValue) {
        switch value {
        case .null, .bool, .integer, .string: self = .scalar(value)
        case .double, .decimal: self = value.int64Value.map { .scalar(.integer($0)) } ?? .text(value.canonicalBytes())
        case .array, .object: self = .text(value.canonicalBytes())
        }
    }
}

/// The values of `enum`.
struct JSONSchemaChoice: Sendable {
    let values: [JSONValue]
    private let scalars: Set<JSONSchemaKey>
    private let containers: [JSONValue]

    init(_ values: [JSONValue]) {
        self.values = values
        containers = values.filter(Self.isContainer)
        scalars = Set(values.filter { !Self.isContainer($0) }.map { JSONSchemaKey($0) })
    }

    func accepts(_ value: JSONValue) -> Bool {
        if Self.isContainer(value) {
            return containers.contains { JSONSchemaEquality.areEqual($0, value) }
        }
        return scalars.contains(JSONSchemaKey(value))
    }

    private static func isContainer(_ value: JSONValue) -> Bool {
        switch value {
        case .array, .object: true
        default: false
        }
    }
}
