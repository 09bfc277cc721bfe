import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// Balance, currency, money, and the schemas of all four.
@Suite struct AmountSchemaTests {
    private func violations<Value>(_ schema: Schema<Value>, _ json: JSONValue) -> [String] {
        var violations: [Violation] = []
        let value = schema.decode(json, .root, &violations)
        #expect((value == nil) == !violations.isEmpty)
        return violations.map(\.rule)
    }

    @Test func anAmountIsWrittenAsAString() throws {
        let schema = Schema<Amount>.amount
        #expect(schema.encode(try Amount("12.50")) == "12.5")
        #expect(schema.document["type"] == ["string", "number"])
        var none: [Violation] = []
        #expect(schema.decode(.double(0.1), .root, &none) == (try Amount("0.1")))
        #expect(schema.decode("0.1", .root, &none) == (try Amount("0.1")))
        #expect(none.isEmpty)
        #expect(violations(schema, -1) == ["not_an_amount"])
        #expect(violations(schema, "1e2") == ["not_an_amount"])
        #expect(violations(schema, true) == ["wrong_type"])
        #expect(violations(schema, nil) == ["wrong_type"])
    }

    @Test func aBalanceHasASign() throws {
        #expect(Balance(.zero, minus: try Amount("0.5")).description == "-0.5")
        #expect(Balance(try Amount("2"), minus: try Amount("0.5")).description == "1.5")
        #expect(Balance(.zero, minus: .max).description == "-" + Amount.max.description)
        #expect(Balance(units: .min).description.hasPrefix("-"))
        #expect(try Balance("-0.5") == Balance(.zero, minus: try Amount("0.5")))
        #expect(Balance(units: -1) < .zero)
        for text in ["", "-", "--1", "+1", "-1e2"] { #expect(throws: AmountError.self) { try Balance(text) } }
        #expect(Schema<Balance>.balance.encode(Balance(units: -1)) == "-0.000000000000000001")
        #expect(violations(.balance, "1,5") == ["wrong_form"])
        #expect(violations(.balance, 1) == ["wrong_type"])
    }

    @Test(arguments: ["USD", "USDC", "A12", "ABCDEFGHIJKL"])
    func currenciesHaveAForm(code: String) {
        #expect(Currency(code)?.code == code)
        #expect(violations(.currency, .string(code)) == [])
    }

    @Test(arguments: ["", "US", "usd", "1USD", "ABCDEFGHIJKLM", "US D", "ÄBC", "USD\u{0}"])
    func whatHasNotTheFormIsNoCurrency(code: String) {
        #expect(Currency(code) == nil)
        #expect(violations(.currency, .string(code)) == ["wrong_form"])
    }

    @Test func moneyIsAnAmountOfACurrency() throws {
        let money = Money(amount: try Amount("1.5"))
        #expect(Money.schema.encode(money) == ["amount": "1.5", "currency": "USDC"])
        #expect(try Money.schema.decode(["amount": 1.5]) == money)
        #expect(throws: CoreError.self) { try Money.schema.decode(["amount": 1.5, "currency": "x"]) }
    }
}
