import CoreLanguage

/// What can be spent, by currency: the form of an account's balances in ScryptedAI.
public struct CurrencyBalances: Hashable, Sendable {
    /// By rising currency.
    public let amounts: [Money]

    init(_ amounts: [Money]) { self.amounts = amounts.sorted { $0.currency < $1.currency } }

    /// The balances of an organization; nothing of the default currency before anything was credited.
    init(of organization: Identifier, _ tx: any ReadTransaction) throws(CoreError) {
        let accounts = try tx.ledger.accounts(of: organization).filter { $0.purpose == .available }
        self.init(
            accounts.isEmpty
                ? [Money(amount: .zero)] : accounts.map { Money(amount: $0.available, currency: $0.currency) })
    }

    /// The balances of a new account.
    static let none = CurrencyBalances([Money(amount: .zero)])
}

extension Schema where Value == CurrencyBalances {
    /// An object from currencies to amounts.
    static let balances = Schema(
        document: [
            "type": "object", "additionalProperties": Schema<Amount>.amount.document,
            "propertyNames": Schema<Currency>.currency.document,
        ],
        decode: { json, pointer, violations in
            guard case .object(let members) = json else {
                violations.append(.wrongType(pointer, expected: "an object", found: json))
                return nil
            }
            var amounts: [Money] = []
            for (name, value) in members {
                let place = pointer.appending(key: name)
                guard let currency = Schema<Currency>.currency.decode(.string(name), place, &violations),
                    let amount = Schema<Amount>.amount.decode(value, place, &violations)
                else { return nil }
                amounts.append(Money(amount: amount, currency: currency))
            }
            return CurrencyBalances(amounts)
        },
        encode: { balances in
            .object(JSONObject(balances.amounts.map { ($0.currency.code, .string($0.amount.description)) }))
        })
}
