import CoreLanguage

/// Ingredients that work on the text of a document.
public struct DocumentIngredients: Sendable {
    /// Those that analyse it: they need no model, and the same text always gives the same answer.
    public static var analysis: [NativeIngredient] {
        [language, statistics, outline, chunk, keywords, summarize]
    }

    /// An ingredient `scriptorium:document:` and `slug` that costs `price` in the default currency.
    static func native(
        _ slug: String, _ name: String, _ description: String, price: String, input: JSONValue, output: JSONValue,
        _ body: @escaping @Sendable (JSONValue, CancellationFlag) throws(CoreError) -> JSONValue
    ) -> NativeIngredient {
        let id = "scriptorium:document:\(slug)"
        return NativeIngredient(
            IngredientDefinition(
                id: id, version: "1.0.0", kind: .atomic, name: name, description: description, handler: id,
                inputSchema: input, outputSchema: output, effect: .pure, cost: cost(price), timeoutSeconds: 300,
                tags: ["document", "text"]),
            .computation { input, _, flag in StepOutput(try body(input, flag)) })
    }

    /// A price of this text. The prices stand in this program and are amounts; the largest would tell of a slip.
    private static func cost(_ price: String) -> CostModel {
        do throws(AmountError) {
            return .fixed(Money(amount: try Amount(price)))
        } catch {
            return .fixed(Money(amount: .max))
        }
    }

    /// The language that `input` tells, or the one its text is in.
    static func language(_ input: JSONValue, _ document: DocumentInput) throws(CoreError) -> String? {
        if let told = input["language"]?.stringValue { return told }
        return try LanguageGuess(document.layout.source, flag: document.flag).language
    }

    static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

    static func integers(_ values: [Int]) -> JSONValue { .array(values.map { .integer(Int64($0)) }) }
}
