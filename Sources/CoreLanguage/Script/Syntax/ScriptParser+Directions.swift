/// Characters that turn the direction of writing: with them an editor shows a script otherwise than it is read
/// (CVE-2021-42574, "Trojan Source").
extension ScriptParser {
    /// Warns of those in texts and comments; elsewhere they are told of as characters without meaning.
    mutating func warnOfDirections() {
        for place in bytes.indices.dropLast(2) where bytes[place] == 0xE2 {
            let key = UInt16(bytes[place + 1]) << 8 | UInt16(bytes[place + 2])
            guard let (code, name) = Self.directions[key], warningCount < Self.diagnosticsMax else { continue }
            let range = SourceRange(place, place + 3)
            if isInComment(place) {
                tell(direction(code, name, range, isEscapable: false))
            } else if let token = token(at: place) {
                switch token.kind {
                case .string, .textBlock: tell(direction(code, name, range, isEscapable: true))
                case .textLine: tell(direction(code, name, range, isEscapable: false))
                default: break
                }
            }
        }
    }

    private func direction(_ code: String, _ name: String, _ range: SourceRange, isEscapable: Bool) -> Diagnostic {
        Diagnostic(
            .directionControl, at: range, "The invisible character U+\(code), \(name), stands here.",
            label: "turns the direction of writing",
            why: "It changes the order in which what follows is shown, so that a script reads otherwise than it runs.",
            hint: isEscapable ? "Write it as the escape `\\u{\(code)}`, or remove it." : "Remove it.",
            fix: Diagnostic.Fix(range, isEscapable ? "\\u{\(code)}" : ""))
    }

    /// By the last two of their three bytes.
    private static let directions: [UInt16: (code: String, name: String)] = [
        0x80AA: ("202A", "LEFT-TO-RIGHT EMBEDDING"), 0x80AB: ("202B", "RIGHT-TO-LEFT EMBEDDING"),
        0x80AC: ("202C", "POP DIRECTIONAL FORMATTING"), 0x80AD: ("202D", "LEFT-TO-RIGHT OVERRIDE"),
        0x80AE: ("202E", "RIGHT-TO-LEFT OVERRIDE"), 0x81A6: ("2066", "LEFT-TO-RIGHT ISOLATE"),
        0x81A7: ("2067", "RIGHT-TO-LEFT ISOLATE"), 0x81A8: ("2068", "FIRST STRONG ISOLATE"),
        0x81A9: ("2069", "POP DIRECTIONAL ISOLATE"),
    ]

    private func isInComment(_ place: Int) -> Bool {
        let last = Self.last(of: comments.count) { comments[$0].range.start <= place }
        return last.map { place < comments[$0].range.end } ?? false
    }

    private func token(at place: Int) -> ScriptToken? {
        let last = Self.last(of: tokens.count) { tokens[$0].start <= place }
        return last.flatMap { place < tokens[$0].end ? tokens[$0] : nil }
    }

    /// The last of `count` things, of which the first ones hold.
    private static func last(of count: Int, where holds: (Int) -> Bool) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }
}
