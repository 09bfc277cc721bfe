import CoreLanguage

/// What documents are worked on with, as tools of scripts.
public enum DocumentTools {
    /// Reads the text of a stored document, as the ingredient `extract` does.
    public static func extract(_ extractor: any TextExtractor, blobs: any BlobSource) -> NativeIngredient.Handler {
        ExtractIngredient(extractor, blobs: blobs).native.handler
    }

    /// Cuts the member `text` into chunks, as the ingredient `chunk` does with the pages of a document.
    public static let chunk: NativeIngredient.Handler = {
        let ingredient = DocumentIngredients.chunk
        guard case .computation(let compute) = ingredient.handler else { return ingredient.handler }
        return .computation { input, context, flag in try compute(try pages(input), context, flag) }
    }()

    /// The ranges are those of the ingredient's schema, which nothing checks a tool's input against.
    private static let ranges: [(name: String, range: ClosedRange<Int64>)] = [
        ("limit", 10...100_000), ("overlap", 0...50_000),
    ]

    private static func pages(_ input: JSONValue) throws(CoreError) -> JSONValue {
        guard let text = input["text"]?.stringValue else { throw fault("text", "wrong_type", "Expected a text.") }
        var pages: JSONObject = ["pages": [["text": .string(text)]]]
        if let unit = input["unit"], !unit.isNull {
            guard let word = unit.stringValue, Chunker.Unit(rawValue: word) != nil else {
                throw fault("unit", "unknown_word", "Expected \"words\" or \"characters\".")
            }
            pages["unit"] = unit
        }
        for (name, range) in ranges {
            guard let value = input[name], !value.isNull else { continue }
            guard let number = value.int64Value, range.contains(number) else {
                throw fault(
                    name, "out_of_range", "Expected a whole number from \(range.lowerBound) to \(range.upperBound).")
            }
            pages[name] = value
        }
        return .object(pages)
    }

    private static func fault(_ name: String, _ rule: String, _ message: String) -> CoreError {
        CoreError(inputViolations: [Violation(JSONPointer.root.appending(key: name), rule: rule, message)])
    }
}
