/// Timestamps are texts, and the same moment can be written in many ways: what orders and compares them goes by the moment.
extension Checker {
    private static let ordering: Set<String> = ["sort", "min", "max", "unique", "index_of", "contains"]
    private static let orderingBy: Set<String> = ["sort_by", "min_by", "max_by", "unique"]

    /// Notes the operands of a comparison when they are timestamps.
    mutating func noteMoments(
        _ left: ExpressionSyntax, _ first: ScriptType, _ right: ExpressionSyntax, _ second: ScriptType, takesAny: Bool
    ) {
        func isMoment(_ operand: ExpressionSyntax, _ type: ScriptType) -> Bool {
            if let text = operand.unwrapped.plainText { return TextForms.isTimestamp(text) }
            return type == .timestamp || takesAny && type == .any
        }
        guard first == .timestamp || second == .timestamp, isMoment(left, first), isMoment(right, second) else {
            return
        }
        resolutions.moments.formUnion([left.range, right.range])
    }

    /// Notes a call that orders or compares a list of timestamps, or two of them.
    mutating func noteMoments(_ name: NameSyntax, _ types: [ScriptType?]) {
        guard Self.ordering.contains(name.text), let first = types.first, let subject = first else { return }
        let isList = subject == .list(.timestamp)
        let isPair = subject == .timestamp && types.count == 2 && types.last == .some(.timestamp)
        guard isList || isPair else { return }
        if name.text == "unique", types.count > 1 { return }
        resolutions.momentCalls.insert(name.range.start)
    }

    /// Notes a function by whose values a list is ordered when those are timestamps.
    mutating func noteMoments(_ name: NameSyntax, body: ExpressionSyntax, _ type: ScriptType) {
        guard type == .timestamp, Self.orderingBy.contains(name.text) else { return }
        resolutions.moments.insert(body.range)
    }

    /// How dates and timestamps are moved, and what is between them, where an operator was tried.
    func momentHint(
        _ first: ScriptType, _ operation: ExpressionSyntax.BinaryOperator, _ second: ScriptType,
        _ right: ExpressionSyntax
    ) -> String? {
        guard operation == .add || operation == .subtract else { return nil }
        let sign = operation == .add ? "" : "-"
        switch (first, second) {
        case (.timestamp, .integer), (.timestamp, .number):
            return "`add_duration(x, \(sign)1h)` gives the timestamp so much \(sign.isEmpty ? "later" : "earlier")."
        case (.date, .integer), (.date, .number):
            if case .duration = right.unwrapped.kind {
                return "`add_duration(x, \(sign)1h)` gives a timestamp, counted from the midnight of the date."
            }
            return "`add_days(x, \(sign)1)` gives the date so many days \(sign.isEmpty ? "later" : "earlier")."
        case (.integer, .timestamp) where operation == .add:
            return "`add_duration(x, 1h)` gives the timestamp so much later."
        case (.integer, .date) where operation == .add: return "`add_days(x, 1)` gives the date so many days later."
        case (.timestamp, .timestamp) where operation == .subtract:
            return "`date_diff(start, end, \"milliseconds\")` tells how long it is from one to the other."
        case (.date, .date) where operation == .subtract:
            return "`date_diff(start, end)` tells how many days it is from one to the other."
        default: return nil
        }
    }
}
