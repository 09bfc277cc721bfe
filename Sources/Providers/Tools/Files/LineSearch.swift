import CoreDomain
import CoreLanguage

/// Finds lines that match an expression, with bounded work.
struct LineSearch: Sendable {
    /// Steps that one call may take; some seconds of a processor.
    static let stepsMax = 500_000_000
    /// Characters of a line that are given.
    static let textMax = 2_000

    /// A line that matches.
    struct Match: Sendable {
        /// Counted from 1.
        let line: Int
        let text: String
    }

    private let pattern: Pattern
    /// The same in small letters, for the line in small letters.
    private let folded: Pattern?

    init(_ input: ToolInput) throws(CoreError) {
        let (source, ignoresCase) = (try input.text("pattern"), try input.flag("ignore_case"))
        do throws(PatternError) {
            pattern = try Pattern(source)
            folded = ignoresCase ? try Pattern(Self.lowercased(source)) : nil
        } catch {
            throw input.fault(
                "pattern", "pattern_invalid", "The pattern cannot be used: \(error.message) \(error.hint)")
        }
    }

    /// The lines of `content` that match, at most `countMax`; nil once the work was too much.
    func matches(
        in content: [UInt8], countMax: Int, budget: inout WorkBudget, _ flag: CancellationFlag
    ) throws(CoreError) -> [Match]? {
        var matches: [Match] = []
        for (index, line) in content.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            if index.isMultiple(of: 1_024) { try flag.check() }
            // What stands behind the last line end is a line only when there is something.
            if line.isEmpty, line.endIndex == content.endIndex { break }
            let text = String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
            guard let isMatch = isMatch(text, &budget) else { return nil }
            guard isMatch else { continue }
            matches.append(Match(line: index + 1, text: String(text.prefix(Self.textMax))))
            if matches.count >= countMax { break }
        }
        return matches
    }

    private func isMatch(_ text: String, _ budget: inout WorkBudget) -> Bool? {
        guard let isExact = pattern.matches(text, budget: &budget) else { return nil }
        guard !isExact, let folded else { return isExact }
        return folded.matches(text.lowercased(), budget: &budget)
    }

    /// The expression with its letters small, apart from those behind a backslash, which have a meaning of their own.
    private static func lowercased(_ source: String) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        var isInBraces = false
        for scalar in source.unicodeScalars {
            let keeps = isEscaped || isInBraces
            if keeps { result.append(scalar) } else { result += scalar.properties.lowercaseMapping.unicodeScalars }
            // The name in `\p{Lu}`; other braces hold digits only.
            if scalar == "{" { isInBraces = true } else if scalar == "}" { isInBraces = false }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return String(result)
    }
}
