import CoreLanguage

/// What a program may cost at most: what is held for each of its steps.
struct Quote: Sendable {
    /// Nil when every step is free.
    let money: ThreadMoney?

    /// The quote for a program, by the prices of the versions it calls.
    ///
    /// - Throws: `DEFINITION_INVALID` when its steps are priced in several currencies, or it would hold money for too
    ///   many calls or too much of it; the faults point below `place`.
    init(of program: Program, _ place: JSONPointer, _ tx: any ReadTransaction) throws(CoreError) {
        var currency: Currency?
        var holds: [ThreadMoney.Hold] = []
        var calls = 0
        switch program.body {
        case .graph(let steps):
            for (index, step) in steps.enumerated() {
                let priced = try tx.ingredients.find(step.body.ingredient, version: step.body.version)
                guard let maximum = priced?.definition.cost.maximum else { continue }
                let stepPlace = place.appending(key: "steps").appending(index: index)
                guard currency == nil || currency == maximum.currency else {
                    throw Self.fault(
                        program, stepPlace, "currencies_differ",
                        "The step is priced in \(maximum.currency), another in \(currency?.code ?? "").")
                }
                currency = maximum.currency
                calls += step.forEach?.itemsMax ?? 1
                guard calls <= Registry.holdsMax else {
                    throw Self.fault(
                        program, stepPlace, "too_many_priced_calls",
                        "The priced steps may make at most \(Registry.holdsMax) calls; lower `max_items`.")
                }
                holds.append(
                    ThreadMoney.Hold(
                        step: step.id, lanes: step.forEach.map { Int64($0.itemsMax) }, amount: maximum.amount))
            }
        }
        money = currency.map { ThreadMoney(currency: $0, holds: holds) }
        if let money, money.total == nil {
            throw Self.fault(
                program, place, "too_expensive", "The most that it may cost is more than an amount can be.")
        }
    }

    private static func fault(
        _ program: Program, _ place: JSONPointer, _ rule: String, _ message: String
    ) -> CoreError {
        CoreError(definitionFaults: [Violation(place, rule: rule, message)], program.name)
    }

    /// The most that it costs; nil when it is free.
    var maximum: Money? {
        money.flatMap { money in money.total.map { Money(amount: $0, currency: money.currency) } }
    }
}
