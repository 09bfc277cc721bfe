import CoreLanguage

/// What a program may cost at most: what is held for each of its steps.
struct Quote: Sendable {
    /// Nil when every step is free.
    let money: ThreadMoney?

    /// The quote for a program, by what each of its steps may cost.
    ///
    /// - Throws: `DEFINITION_INVALID` when its steps are priced in several currencies, or it would hold too much; the
    ///   faults point below `place`.
    init(
        of program: Program, _ place: JSONPointer = .root, maximum: (IngredientCall) throws(CoreError) -> Money?
    ) throws(CoreError) {
        var currency: Currency?
        var holds: [ThreadMoney.Hold] = []
        for (index, step) in program.graphSteps.enumerated() {
            guard let maximum = try maximum(step.body) else { continue }
            let stepPlace = place.appending(key: "steps").appending(index: index)
            guard currency == nil || currency == maximum.currency else {
                throw Self.fault(
                    program, stepPlace, "currencies_differ",
                    "The step is priced in \(maximum.currency), another in \(currency?.code ?? "").")
            }
            currency = maximum.currency
            holds.append(
                ThreadMoney.Hold(step: step.id, lanes: step.forEach.map { Int64($0.itemsMax) }, amount: maximum.amount))
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
