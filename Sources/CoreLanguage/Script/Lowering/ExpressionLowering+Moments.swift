/// Calls that order or compare timestamps go by the moments, as the functions do that take a function.
extension ExpressionLowering {
    func momentCall(_ name: String, _ items: [Expression]) -> Expression? {
        guard let first = items.first else { return nil }
        switch name {
        case "sort": return .call("sort_by", [first, Self.instant] + items.dropFirst())
        case "min", "max": return .call(name + "_by", [items.count == 1 ? first : .array(items), Self.instant])
        case "unique": return .call("unique", [first, Self.instant])
        case "index_of": return items.last.map { .call("find_index", [first, Self.isMoment($0)]) }
        case "contains": return items.last.map { .call("any", [first, Self.isMoment($0)]) }
        default: return nil
        }
    }

    /// No script can give a name of its own this name.
    private static let parameter = "item"

    private static var unix: Expression { .call("to_unix", [.reference(Reference(root: parameter))]) }

    private static var instant: Expression { .lambda([parameter], unix) }

    private static func isMoment(_ other: Expression) -> Expression {
        .lambda([parameter], .comparison(.equal, unix, .call("to_unix", [other])))
    }
}
