import CoreLanguage

/// Reads variables from lines as shells and `.env` files have them.
enum DotEnv {
    /// The variables of a text, of two with one key the last.
    ///
    /// - Throws: `INPUT_INVALID` with every line that cannot be read.
    static func variables(in text: Secret) throws(CoreError) -> [(String, Secret)] {
        var variables: [(String, Secret)] = []
        var places: [String: Int] = [:]
        var violations: [Violation] = []
        let lines = text.expose().split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (number, line) in lines.enumerated() {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.isEmpty || line.first == "#" { continue }
            if let (key, value) = variable(line) {
                if let place = places[key] {
                    variables[place].1 = Secret(value)
                } else {
                    places[key] = variables.count
                    variables.append((key, Secret(value)))
                }
            } else if violations.count < Violation.countMax {
                violations.append(
                    Violation(
                        .root.appending(key: "dotenv"), rule: "dotenv",
                        "Line \(number + 1) is not `KEY=value`, with a key of letters, digits and \"_\"."))
            }
        }
        if variables.count > StoredVariable.countMax {
            violations.append(
                Violation(
                    .root.appending(key: "dotenv"), rule: "dotenv",
                    "There are \(variables.count) variables; an organization has at most \(StoredVariable.countMax)."))
        }
        if violations.isEmpty { return variables }
        throw CoreError(inputViolations: violations)
    }

    private static func variable(_ line: Substring) -> (String, String)? {
        var line = line
        if line.hasPrefix("export ") { line = line.dropFirst(7) }
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let key = line[..<equals].trimmed
        guard StoredVariable.isKey(String(key)) else { return nil }
        guard let value = value(line[line.index(after: equals)...].trimmed),
            value.utf8.count <= StoredVariable.valueBytesMax
        else { return nil }
        return (String(key), value)
    }

    private static func value(_ text: Substring) -> String? {
        switch text.first {
        case "'": quoted(text.dropFirst(), by: "'", escapes: false)
        case "\"": quoted(text.dropFirst(), by: "\"", escapes: true)
        default: String((comment(in: text).map { text[..<$0] } ?? text).trimmed)
        }
    }

    /// Where a comment behind a plain value begins: at a `#` after a space.
    private static func comment(in text: Substring) -> Substring.Index? {
        text.indices.first { index in
            text[index] == "#" && index > text.startIndex && [" ", "\t"].contains(text[text.index(before: index)])
        }
    }

    private static func quoted(_ text: Substring, by quote: Character, escapes: Bool) -> String? {
        var value = ""
        var rest = text
        while let character = rest.popFirst() {
            if character == quote {
                let behind = rest.trimmed
                return behind.isEmpty || behind.first == "#" ? value : nil
            }
            if character == "\\", escapes, let next = rest.popFirst() {
                switch next {
                case "n": value.append("\n")
                case "r": value.append("\r")
                case "t": value.append("\t")
                default: value.append(next)
                }
            } else {
                value.append(character)
            }
        }
        return nil
    }
}

extension StringProtocol where SubSequence == Substring {
    /// Without spaces and tabs at both ends.
    fileprivate var trimmed: Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        var rest = self.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}
