/// Functions that order values take numbers and texts, and nothing else.
extension Checker {
    private static let ordering: Set<String> = ["sort", "min", "max"]
    private static let orderingBy: Set<String> = ["sort_by", "min_by", "max_by"]

    /// Refuses a list to order, or two values to compare, whose type has no order.
    mutating func checkOrder(_ name: NameSyntax, _ arguments: [ExpressionSyntax], _ types: [ScriptType?]) {
        guard Self.ordering.contains(name.text) else { return }
        if name.text == "sort" || types.count == 1, let list = arguments.first,
            case .list(let element)? = types.first ?? nil
        {
            guard !element.mayBeOrdered else { return }
            return reportOrder(
                "`\(name.text)` is given a list of which each element is \(element.named)", list, element)
        }
        for (argument, type) in zip(arguments, types) {
            guard let type, !type.mayBeOrdered else { continue }
            return reportOrder("`\(name.text)` is given \(type.named)", argument, type)
        }
    }

    /// Refuses a function by whose values a list is ordered when they have no order.
    mutating func checkOrder(_ name: NameSyntax, _ body: ExpressionSyntax, _ type: ScriptType) {
        guard Self.orderingBy.contains(name.text), !type.mayBeOrdered else { return }
        reportOrder("The function given to `\(name.text)` gives \(type.named)", body, type)
    }

    private mutating func reportOrder(_ what: String, _ value: ExpressionSyntax, _ type: ScriptType) {
        let hint: String? =
            switch type.required {
            case .boolean: "A number in its place has one: `if … then 0 else 1`."
            case .list:
                "To order by several values, sort by the least important first: `sort_by` keeps the order of equal ones."
            case .shape, .object: "Order by a member of it: `sort_by(list, x => x.name)`."
            default: nil
            }
        report(
            Diagnostic(
                .callArguments, at: value.range, "\(what), which has no order.",
                label: "this has no order", why: "Numbers are ordered among numbers, and texts among texts.",
                hint: hint))
    }
}

extension ScriptType {
    /// Whether some of its values come before others.
    fileprivate var mayBeOrdered: Bool {
        switch required {
        case .boolean, .object, .list, .shape, .stream, .function: false
        default: true
        }
    }
}
