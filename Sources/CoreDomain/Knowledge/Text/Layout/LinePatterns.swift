/// Tells by its look what a single line is.
enum LinePatterns {
    /// An entry of a table of contents: dots that lead to a page number.
    static func isContents(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        contentsEntry(scalars, range) != nil
    }

    /// The title and the printed page of an entry of a table of contents, with `dotsMin` dots at least between them.
    static func contentsEntry(
        _ scalars: [Unicode.Scalar], _ range: Range<Int>, dotsMin: Int = 4
    ) -> (title: Range<Int>, page: Int?)? {
        guard range.count <= 300 else { return nil }
        var at = range.upperBound
        while at > range.lowerBound, range.upperBound - at < 6, isASCIIDigit(scalars[at - 1]) { at -= 1 }
        let digits = at..<range.upperBound
        let page = Int(String(String.UnicodeScalarView(scalars[digits])))
        var dots = 0
        while at > range.lowerBound {
            switch scalars[at - 1] {
            case ".", "·": dots += 1
            case "…", "‥", "⋯": dots += 3
            case " ", "\t", "\u{A0}": break
            default: return dots >= (page == nil ? 8 : dotsMin) ? (range.lowerBound..<at, page) : nil
            }
            at -= 1
        }
        return nil
    }

    private static func isASCIIDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 48 && scalar.value <= 57 }

    /// A line of a program, a command or a table: many marks, few words.
    static func isCode(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        guard range.count >= 3, range.count <= 2_000 else { return false }
        var marks = 0
        var letters = 0
        var gaps = 0
        var blanks = 0
        for scalar in scalars[range] {
            switch scalar {
            case "{", "}", ";", "=", "<", ">", "|", "\\", "$", "#", "@", "^", "~", "&", "+", "*", "_", "`", "/", "[",
                "]":
                marks += 1
            case " ":
                blanks += 1
                if blanks == 3 { gaps += 1 }
                continue
            case "(", ")": marks += 1
            default: if ScalarKind.of(scalar).isWord { letters += 1 }
            }
            blanks = 0
        }
        let first = scalars[range.lowerBound]
        let isPrompt =
            range.count > 2 && scalars[range.lowerBound + 1] == " " && (first == "$" || first == ">" || first == "%")
        let isStatement = scalars[range.upperBound - 1] == ";" || scalars[range.upperBound - 1] == "{"
        return isPrompt || gaps >= 2 || marks * 6 > letters || (isStatement && marks >= 2)
    }

    /// Copyright, ISBN, and who printed it. Prose may speak of copyright too: a notice has a year, or begins with the word and a name.
    static func isNotice(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        guard range.count <= 400 else { return false }
        var text = ""
        for scalar in scalars[range] { text.unicodeScalars.append(scalar.folded) }
        if notices.contains(where: { containsBytes(text, $0) }) || text.hasPrefix("printed in ") { return true }
        return containsBytes(text, "copyright") && (hasYear(scalars[range]) || text.hasPrefix("copyright by "))
    }

    private static let notices = [
        "©", "(c) 1", "(c) 2", "all rights reserved", "isbn", "issn", "sva prava pridržana", "alle rechte vorbehalten",
        "tous droits réservés", "todos los derechos reservados", "tutti i diritti riservati", "無断転載", "無断複写",
    ]

    /// A line of a bibliography: a number in brackets or a year in brackets, with what only references have.
    static func isReference(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        guard range.count <= 600 else { return false }
        var text = ""
        for scalar in scalars[range] { text.unicodeScalars.append(scalar.folded) }
        let isLabelled =
            text.utf8.first == UInt8(ascii: "[")
            && scalars[range.lowerBound + min(1, range.count - 1)].properties.numericType != nil
        let signs = [
            "doi:", "doi.org", "et al.", " pp. ", "vol. ", "https://", "http://", "isbn", "press,", "university press",
        ]
        let count = signs.count { containsBytes(text, $0) }
        return (isLabelled && (count >= 1 || hasYear(scalars[range]))) || count >= 2
    }

    private static func hasYear(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        scalars.split { !isASCIIDigit($0) }.contains { $0.count == 4 && ($0.first == "1" || $0.first == "2") }
    }

    /// Whether the bytes of `part` stand in `text`.
    static func containsBytes(_ text: String, _ part: String) -> Bool {
        let bytes = Array(text.utf8)
        let wanted = Array(part.utf8)
        guard let first = wanted.first, bytes.count >= wanted.count else { return false }
        for start in 0...(bytes.count - wanted.count)
        where bytes[start] == first && bytes[start..<start + wanted.count].elementsEqual(wanted) {
            return true
        }
        return false
    }
}
