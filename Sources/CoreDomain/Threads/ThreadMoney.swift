import CoreLanguage

/// What a thread holds and has been charged: known from its journal.
struct ThreadMoney: Hashable, Sendable {
    /// Money held for a graph step: once, or for each of its lanes.
    struct Hold: Message, Hashable {
        let step: String
        /// How many lanes; nil for a step that runs once.
        let lanes: Int64?
        let amount: Amount

        static let schema = ObjectSchema(
            "Money held for a step.",
            Hold.init(step:lanes:amount:),
            Field("step", \.step, .string(count: 1...64), "The step."),
            Field(optional: "lanes", \.lanes, .integer(in: 1...1_000), "For how many lanes each."),
            Field("amount", \.amount, .amount, "How much."))

        /// The paths it is held for.
        var paths: [String] {
            guard let lanes else { return [step] }
            let path = StepPath.root.appending(step: step)
            return (0..<lanes).map { path.appending(iteration: Int($0)).description }
        }
    }

    let currency: Currency
    let holds: [Hold]
    /// What was posted, by path.
    private(set) var charges: [String: Amount] = [:]
    /// The sum of the charges.
    private(set) var charged = Amount.zero

    init(currency: Currency, holds: [Hold]) {
        self.currency = currency
        self.holds = holds
    }

    /// Everything held at the beginning; nil when it is more than an amount can be.
    var total: Amount? {
        var sum = Amount.zero
        for hold in holds {
            guard let part = hold.amount.multiplied(by: UInt64(hold.lanes ?? 1)), let next = sum.adding(part) else {
                return nil
            }
            sum = next
        }
        return sum
    }

    /// What is held for the unit at `path`; nil when it is free.
    func held(for path: String) -> Amount? {
        guard case .step(let step)? = StepPath(path)?.segments.first else { return nil }
        return holds.first { $0.step == step }?.amount
    }

    /// Notes that a unit was charged.
    mutating func charge(_ amount: Amount, for path: String) {
        guard charges[path] == nil, let sum = charged.adding(amount) else { return }
        charges[path] = amount
        charged = sum
    }

    /// The paths whose holds were not posted, with their amounts.
    var open: [(path: String, amount: Amount)] {
        holds.flatMap { hold in
            hold.paths.filter { charges[$0] == nil }.map { (path: $0, amount: hold.amount) }
        }
    }
}
