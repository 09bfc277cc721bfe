/// What a script can do to the world, told before it runs: every tool, model, person, variable, event and script it can
/// reach, and how often at most.
public struct EffectReport: Hashable, Sendable {
    /// How often something happens at most.
    public enum Bound: Hashable, Sendable {
        case times(Int)
        case unbounded

        static func * (left: Bound, right: Bound) -> Bound {
            guard case .times(let first) = left, case .times(let second) = right else {
                return left == .times(0) || right == .times(0) ? .times(0) : .unbounded
            }
            let (product, isTooLarge) = first.multipliedReportingOverflow(by: second)
            return isTooLarge ? .unbounded : .times(product)
        }

        static func + (left: Bound, right: Bound) -> Bound {
            guard case .times(let first) = left, case .times(let second) = right else { return .unbounded }
            let (sum, isTooLarge) = first.addingReportingOverflow(second)
            return isTooLarge ? .unbounded : .times(sum)
        }
    }

    /// One kind of effect on one thing.
    public struct Entry: Hashable, Sendable {
        /// What kind of effect it is.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            case tool, model, environment, ask, wait, event, send, script, plan
        }

        /// What kind of effect it is.
        public let kind: Kind
        /// The tool, the model capability, the variable, the event, the script; empty where there is no name.
        public let name: String
        /// Where the tool comes from; nil for what is no tool.
        public let source: String?
        /// What a second call does; nil where that is not known.
        public let effect: ToolSignature.Effect?
        /// How often at most.
        public internal(set) var bound: Bound
        /// Where it is first.
        public let range: SourceRange?
    }

    /// By their kinds and names.
    public let entries: [Entry]

    init(
        tree: SyntaxTree, resolutions: Resolutions, declarations: ScriptDeclarations, tools: ToolSignatures
    ) {
        var walk = EffectWalk(resolutions: resolutions, declarations: declarations, tools: tools)
        walk.block(tree.steps, .times(1))
        for declaration in tree.declarations {
            if case .threadError(let steps) = declaration.kind { walk.block(steps, .times(1)) }
        }
        for name in resolutions.variables { walk.add(.environment, name, .times(1), nil) }
        entries = walk.sorted
    }

    /// What all calls of tools and models cost at most, as an amount in decimal digits.
    ///
    /// Nil when there is no bound that is known: where a price is not known or no amount, where what costs something is done
    /// any number of times, and where another script or a plan runs, which may do anything.
    public func priceMaximum(_ price: (ToolName) -> String?) -> String? {
        var total: UInt128 = 0
        for entry in entries {
            if entry.bound == .times(0) { continue }
            if entry.kind == .script || entry.kind == .plan { return nil }
            guard let source = entry.source else { continue }
            guard let amount = price(ToolName(entry.name, from: source)).flatMap(DecimalAmount.units) else {
                return nil
            }
            if amount == 0 { continue }
            guard case .times(let count) = entry.bound else { return nil }
            let (product, isTooLarge) = amount.multipliedReportingOverflow(by: UInt128(count.magnitude))
            let (sum, isSumTooLarge) = total.addingReportingOverflow(product)
            guard !isTooLarge, !isSumTooLarge else { return nil }
            total = sum
        }
        return DecimalAmount.text(total)
    }
}

/// Amounts in units of 10⁻¹⁸, as ledgers count them.
enum DecimalAmount {
    private static let places = 18

    /// The units of a text such as `0.25`; nil for anything else.
    static func units(_ text: String) -> UInt128? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, text.utf8.count <= 64 else { return nil }
        let fraction = parts.count > 1 ? parts[1] : ""
        guard parts.count == 1 || !fraction.isEmpty, fraction.utf8.count <= places,
            whole.utf8.allSatisfy({ JSONByte.digit($0) < 10 }), fraction.utf8.allSatisfy({ JSONByte.digit($0) < 10 })
        else { return nil }
        return UInt128(whole + fraction + String(repeating: "0", count: places - fraction.utf8.count))
    }

    /// The shortest text of so many units.
    static func text(_ units: UInt128) -> String {
        var digits = String(units)
        if digits.utf8.count <= places {
            digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
        }
        let whole = digits.dropLast(places)
        var fraction = digits.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
    }
}
