extension JSONValue: Equatable {
    /// Whether both are the same case and content; strings byte by byte, objects whatever the order of their members.
    public static func == (lhs: JSONValue, rhs: JSONValue) -> Bool {
        var comparison = JSONComparison()
        return comparison.areEqual(lhs, rhs)
    }
}

extension JSONObject: Equatable {
    /// Whether both hold the same members, whatever the order.
    public static func == (lhs: JSONObject, rhs: JSONObject) -> Bool {
        JSONValue.object(lhs) == JSONValue.object(rhs)
    }
}

/// Compares two values without recursion, so that depth costs heap and not stack.
private struct JSONComparison {
    /// Pairs of arrays and pairs of objects of the same size that are still to be compared.
    private var pending: [(JSONValue, JSONValue)] = []

    mutating func areEqual(_ lhs: JSONValue, _ rhs: JSONValue) -> Bool {
        guard mayBeEqual(lhs, rhs) else {
            return false
        }
        while let pair = pending.popLast() {
            guard childrenMayBeEqual(pair.0, pair.1) else {
                return false
            }
        }
        return true
    }

    /// False when the values differ by themselves; what they contain is left for later.
    private mutating func mayBeEqual(_ lhs: JSONValue, _ rhs: JSONValue) -> Bool {
        switch (lhs, rhs) {
        case (.null, .null):
            return true
        case (.bool(let left), .bool(let right)):
            return left == right
        case (.integer(let left), .integer(let right)):
            return left == right
        case (.double(let left), .double(let right)):
            return left == right
        case (.decimal(let left), .decimal(let right)), (.string(let left), .string(let right)):
            return JSONText.areEqual(left, right)
        case (.array(let left), .array(let right)):
            return isWorthOpening(left.count, right.count, lhs, rhs)
        case (.object(let left), .object(let right)):
            return isWorthOpening(left.count, right.count, lhs, rhs)
        default:
            return false
        }
    }

    private mutating func isWorthOpening(
        _ leftCount: Int, _ rightCount: Int, _ lhs: JSONValue, _ rhs: JSONValue
    ) -> Bool {
        if leftCount == rightCount, leftCount > 0 {
            pending.append((lhs, rhs))
        }
        return leftCount == rightCount
    }

    private mutating func childrenMayBeEqual(_ lhs: JSONValue, _ rhs: JSONValue) -> Bool {
        switch (lhs, rhs) {
        case (.array(let left), .array(let right)):
            for (leftElement, rightElement) in zip(left, right) where !mayBeEqual(leftElement, rightElement) {
                return false
            }
            return true
        case (.object(let left), .object(let right)):
            return membersMayBeEqual(left, right)
        default:
            return false
        }
    }

    /// The objects have as many members, so each member of one being in the other is enough.
    private mutating func membersMayBeEqual(_ left: JSONObject, _ right: JSONObject) -> Bool {
        for position in left.members.indices {
            let member = left.members[position]
            guard let other = right.value(of: member.key, triedFirstAt: position), mayBeEqual(member.value, other)
            else {
                return false
            }
        }
        return true
    }
}
