/// The form of a phrase that is shown.
struct PhraseForm {
    private let words: TermWords
    private let flow: FlowText
    private let isInflected: Bool

    private static let placesMax = 5_000

    init(_ words: TermWords, _ flow: FlowText, language: String?) {
        self.words = words
        self.flow = flow
        isInflected = language.map { Endings.inflected[$0] != nil } ?? false
    }

    private struct Form {
        var count = 0
        var weight = 0
        let order: Int
        var spellings: [String: Int] = [:]
    }

    /// The commonest spelling among `places`, in lower case where it is ever so within a sentence. In inflected languages a form that
    /// looks like the nominative is preferred; nil when there is none that does not look like another case.
    func text(_ places: [Int], length: Int) -> String? {
        var forms: [String: Form] = [:]
        for (order, place) in places.prefix(Self.placesMax).enumerated() {
            let first = words.items[place]
            let text = flow.text(first.range.lowerBound..<words.items[place + length - 1].range.upperBound)
            let folded = String(String.UnicodeScalarView(text.unicodeScalars.map(\.folded)))
            let isFirst = first.opensSentence || first.isHeading
            var form = forms[folded] ?? Form(order: order)
            form.count += 1
            form.weight += isInflected && isFirst ? 3 : 2
            if !isFirst || Self.isAcronym(text) { form.spellings[text, default: 0] += 1 }
            forms[folded] = form
        }
        let ordered = forms.sorted { $0.value.order < $1.value.order }
        guard
            let best = (isInflected ? Nominative.choose(ordered.map { ($0.key, $0.value.count) }) : nil)
                ?? Self.heaviest(ordered)
        else { return nil }
        if isInflected, Nominative.isOblique(best) { return nil }
        let spellings = forms[best]?.spellings ?? [:]
        let text =
            spellings.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
            ?? Self.capitalised(best, as: ordered.map(\.value))
        return text + inflection(places, length)
    }

    /// `text` with a capital, when its other forms mostly have one within sentences.
    private static func capitalised(_ text: String, as forms: [Form]) -> String {
        var upper = 0
        var lower = 0
        for form in forms {
            for (spelling, count) in form.spellings {
                if spelling.unicodeScalars.first?.isUpper == true { upper += count } else { lower += count }
            }
        }
        guard upper > lower, let first = text.first else { return text }
        return first.uppercased() + text.dropFirst()
    }

    private static func heaviest(_ forms: [(key: String, value: Form)]) -> String? {
        forms.max { ($0.value.weight, $1.value.order) < ($1.value.weight, $0.value.order) }?.key
    }

    /// The kana that nearly always follows the last ideograph and belongs to the word, as in 紙漉き; empty for others.
    private func inflection(_ places: [Int], _ length: Int) -> String {
        var counts: [Unicode.Scalar: Int] = [:]
        let sample = places.prefix(Self.placesMax)
        for place in sample {
            let end = words.items[place + length - 1].range.upperBound
            guard ScalarKind.of(flow.scalars[end - 1]) == .han, end < flow.scalars.count else { continue }
            counts[flow.scalars[end], default: 0] += 1
        }
        let best = counts.max { ($0.value, $1.key.value) < ($1.value, $0.key.value) }
        guard let best, best.value * 10 >= sample.count * 7, best.value > 1, WideStops.inflections.contains(best.key),
            best.key != "し"
        else { return "" }
        return String(best.key)
    }

    private static func isAcronym(_ text: String) -> Bool {
        text.unicodeScalars.count { $0.isUpper } >= 2 && !text.unicodeScalars.contains { $0.isLower }
    }
}

/// Guesses the nominative among the forms of a word in the Slavic languages, by the endings that the others have.
enum Nominative {
    /// The form that is one by its ending and common enough; nil when none stands out.
    static func choose(_ forms: [(text: String, count: Int)]) -> String? {
        guard let first = forms.first, forms.count > 1 else { return nil }
        let total = forms.reduce(0) { $0 + $1.count }
        var stem = first.text.split(separator: " ").last.map(Array.init) ?? []
        for form in forms.dropFirst() {
            let last = form.text.split(separator: " ").last.map(Array.init) ?? []
            stem = Array(zip(stem, last).prefix { $0 == $1 }.map(\.0))
        }
        var endings: [String: (text: String, count: Int)] = [:]
        for form in forms {
            let ending = String((form.text.split(separator: " ").last ?? "").dropFirst(stem.count))
            let known = endings[ending] ?? (form.text, 0)
            endings[ending] = (form.count > known.count ? form.text : known.text, known.count + form.count)
        }
        let isFeminine = endings["u"] != nil || endings["ом"] != nil || endings["у"] != nil
        for (ending, share) in [
            ("", 10), ("a", isFeminine ? 4 : 101), ("а", isFeminine ? 4 : 101), ("o", 20), ("о", 20), ("e", 101),
        ] {
            if let form = endings[ending], form.count * 100 >= total * share { return form.text }
        }
        return nil
    }

    /// Whether the last word has an ending that no nominative has.
    static func isOblique(_ text: String) -> Bool {
        ["oga", "ome", "om", "og", "oj", "ima", "ama", "ih", "ого", "ому", "ой", "ых", "ами", "ях"].contains(
            where: text.hasSuffix) && text.count > 5
    }
}
