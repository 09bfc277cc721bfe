import CoreLanguage

/// What a call of an ingredient costs.
public enum CostModel: Hashable, Sendable {
    case free
    /// The same for every call.
    case fixed(Money)
    /// By what was used, each unit at its rate.
    case metered(MeteredPrice)
    /// By the energy that was used.
    case energy(EnergyPrice)

    /// The most that one call costs, which is held before it; nil when it is free.
    public var maximum: Money? {
        switch self {
        case .free: nil
        case .fixed(let price): price.nonZero
        case .metered(let price): Money(amount: price.maximum, currency: price.currency).nonZero
        case .energy(let price): Money(amount: price.maximum, currency: price.currency).nonZero
        }
    }

    /// What a call costs that used so much: never more than ``maximum``; nil when it is free.
    public func charge(for usage: [String: Amount]) -> Money? {
        switch self {
        case .free: nil
        case .fixed(let price): price.nonZero
        case .metered(let price): Money(amount: price.charge(for: usage), currency: price.currency)
        case .energy(let price):
            Money(
                amount: min(
                    price.perJoule.multiplied(by: usage[EnergyPrice.unit] ?? .zero) ?? price.maximum, price.maximum),
                currency: price.currency)
        }
    }
}

extension Money {
    fileprivate var nonZero: Money? { amount.isZero ? nil : self }
}

/// A price by units used. Amounts are rounded once each, half to even, at the eighteenth decimal.
public struct MeteredPrice: Message, Hashable {
    public let currency: Currency
    public let rates: [Rate]
    public let minimum: Amount
    public let maximum: Amount

    /// The price of one unit.
    public struct Rate: Hashable, Sendable {
        public let unit: String
        public let price: Amount

        /// `price` for each `unit`.
        public init(unit: String, price: Amount) {
            self.unit = unit
            self.price = price
        }
    }

    /// A price of these parts.
    public init(currency: Currency, rates: [Rate], minimum: Amount, maximum: Amount) {
        self.currency = currency
        self.rates = rates
        self.minimum = minimum
        self.maximum = maximum
    }

    public static let schema = ObjectSchema(
        "A price by units used.",
        MeteredPrice.init(currency:rates:minimum:maximum:),
        Field("currency", \.currency, .currency, default: .usdc, "The currency of every amount here."),
        Field("rates", \.rates, .rates, "The price of one unit of each kind."),
        Field("minimum", \.minimum, .amount, default: .zero, "The least that a call costs."),
        Field("maximum", \.maximum, .amount, "The most that a call costs; held before it."))

    func charge(for usage: [String: Amount]) -> Amount {
        var sum = Amount.zero
        for rate in rates {
            guard let used = usage[rate.unit] else { continue }
            guard let part = rate.price.multiplied(by: used), let next = sum.adding(part) else { return maximum }
            sum = next
        }
        return min(max(sum, minimum), maximum)
    }
}

/// A price by energy.
public struct EnergyPrice: Message, Hashable {
    /// The unit of usage that is counted.
    public static let unit = "joules"

    public let currency: Currency
    public let perJoule: Amount
    public let maximum: Amount

    /// A price of these parts.
    public init(currency: Currency, perJoule: Amount, maximum: Amount) {
        self.currency = currency
        self.perJoule = perJoule
        self.maximum = maximum
    }

    public static let schema = ObjectSchema(
        "A price by energy.",
        EnergyPrice.init(currency:perJoule:maximum:),
        Field("currency", \.currency, .currency, default: .usdc, "The currency of every amount here."),
        Field("per_joule", \.perJoule, .amount, "The price of a joule."),
        Field("maximum", \.maximum, .amount, "The most that a call costs; held before it."))
}
