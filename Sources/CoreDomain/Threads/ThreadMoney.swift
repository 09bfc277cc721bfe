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

        /// What is held for all of its calls; nil when it is more than an amount can be.
        var total: Amount? { amount.multiplied(by: UInt64(lanes ?? 1)) }
    }

    let currency: Currency
    let holds: [Hold]
    /// What the calls cost, by path.
    private(set) var charges: [String: Amount] = [:]
    /// The sum of the charges.
    private(set) var charged = Amount.zero
    /// What was taken out of the hold of each step that is over.
    private(set) var posted: [String: Amount] = [:]

    init(currency: Currency, holds: [Hold]) {
        self.currency = currency
        self.holds = holds
    }

    /// Everything held at the beginning; nil when it is more than an amount can be.
    var total: Amount? {
        var sum = Amount.zero
        for hold in holds {
            guard let part = hold.total, let next = sum.adding(part) else { return nil }
            sum = next
        }
        return sum
    }

    /// The most that the call at `path` may cost; nil when it is free.
    func maximum(for path: String) -> Amount? {
        let step = Self.step(of: path)
        return holds.first { $0.step == step }?.amount
    }

    /// Notes what a call cost.
    mutating func charge(_ amount: Amount, for path: String) {
        guard charges[path] == nil, let sum = charged.adding(amount) else { return }
        charges[path] = amount
        charged = sum
    }

    /// What all calls of a step cost so far; nil when nothing is held for it, or its hold was posted.
    func due(for step: String) -> Amount? {
        guard posted[step] == nil, holds.contains(where: { $0.step == step }) else { return nil }
        var sum = Amount.zero
        for (path, amount) in charges where Self.step(of: path) == step { sum = sum.adding(amount) ?? sum }
        return sum
    }

    /// Notes that so much was taken out of the hold of a step.
    mutating func post(_ amount: Amount, for step: String) { posted[step] = amount }

    /// The holds that were not posted.
    var open: [Hold] { holds.filter { posted[$0.step] == nil } }

    /// The graph step to which a call belongs.
    private static func step(of path: String) -> String {
        String(path.prefix { $0 != "." })
    }
}
