/// Equality as JSON Schema means it (Core 2020-12 section 4.2.2): numbers by their mathematical value, strings by code
/// points, objects whatever the order of their members.
enum JSONSchemaEquality {
    /// What a pair of values costs besides its bytes.
    private static let stepsPerPair = 4

    /// Stops at the first difference, so the time is bounded by the smaller of both. Does not recurse. False, too, when
    /// the budget ran out.
    static func areEqual(_ lhs: JSONValue, _ rhs: JSONValue, _ budget: inout WorkBudget) -> Bool {
        switch (lhs, rhs) {
        case (.array, .array), (.object, .object): areEqualContainers(lhs, rhs, &budget)
        default: areEqualScalars(lhs, rhs, &budget)
        }
    }

    private static func areEqualContainers(
        _ lhs: JSONValue, _ rhs: JSONValue, _ budget: inout WorkBudget
    ) -> Bool {
        var pending: [(JSONValue, JSONValue)] = [(lhs, rhs)]
        while let (left, right) = pending.popLast() {
            switch (left, right) {
            case (.array(let leftElements), .array(let rightElements)):
                guard leftElements.count == rightElements.count,
                    budget.charge((leftElements.count + 1) * stepsPerPair)
                else {
                    return false
                }
                pending += zip(leftElements, rightElements)
            case (.object(let leftObject), .object(let rightObject)):
                guard let pairs = pairs(leftObject, rightObject, &budget) else {
                    return false
                }
                pending += pairs
            default:
                guard areEqualScalars(left, right, &budget) else {
                    return false
                }
            }
        }
        return true
    }

    private static func pairs(
        _ left: JSONObject, _ right: JSONObject, _ budget: inout WorkBudget
    ) -> [(JSONValue, JSONValue)]? {
        guard left.count == right.count, budget.charge(stepsPerPair) else {
            return nil
        }
        var pairs: [(JSONValue, JSONValue)] = []
        for (position, member) in left.members.enumerated() {
            guard budget.charge(2 * stepsPerPair + member.key.utf8.count / 8),
                let other = right.value(of: member.key, triedFirstAt: position)
            else {
                return nil
            }
            pairs.append((member.value, other))
        }
        return pairs
    }

    private static func areEqualScalars(
        _ left: JSONValue, _ right: JSONValue, _ budget: inout WorkBudget
    ) -> Bool {
        switch (left, right) {
        case (.string(let leftText), .string(let rightText)):
            return budget.charge(1 + leftText.utf8.count / 32) && JSONText.areEqual(leftText, rightText)
        case (.integer(let leftInteger), .integer(let rightInteger)):
            return budget.charge(1) && leftInteger == rightInteger
        default: break
        }
        guard budget.charge(1 + JSONSchemaNumber.steps(of: left) + JSONSchemaNumber.steps(of: right)) else {
            return false
        }
        guard left.isNumber, right.isNumber else {
            return left == right
        }
        return JSONSchemaNumber.compare(left, right).map { $0 == 0 } ?? (left == right)
    }

    /// What looking one element up in a large table costs.
    private static let stepsPerElement = 8

    /// The places of the first element that is equal to one before it, and of that one. Takes time in proportion to
    /// what the array contains. Nil, too, when the budget ran out.
    static func firstRepetition(
        in elements: [JSONValue], _ budget: inout WorkBudget
    ) -> (first: Int, second: Int)? {
        guard elements.count > 1, budget.charge(elements.count) else {
            return nil
        }
        var table = JSONSchemaHashTable(capacity: elements.count)
        var digests: [Int] = []
        digests.reserveCapacity(elements.count)
        for (place, element) in elements.enumerated() {
            guard budget.charge(stepsPerElement), let digest = JSONSchemaDigest.of(element, budget: &budget) else {
                return nil
            }
            let earlier = table.first(digest) {
                digests[$0] == digest && areEqual(elements[$0], element, &budget)
            }
            if let earlier {
                return (earlier, place)
            }
            digests.append(digest)
            table.insert(place, digest)
        }
        return nil
    }
}
