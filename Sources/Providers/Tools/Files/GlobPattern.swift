import CoreDomain

/// A pattern of paths: `*` and `?` within a name, `[a-z]` and `[!a-z]`, `{a,b}`, and `**` for any number of folders.
///
/// Matching takes steps in proportion to the pattern times the path, whatever they are.
struct GlobPattern: Sendable {
    /// Bytes of a pattern, and patterns that braces write out to.
    static let (bytesMax, alternativesMax) = (4_096, 256)

    /// Why a text is no pattern: a sentence.
    struct Fault: Error { let message: String }

    private enum Token: Equatable {
        case scalar(Unicode.Scalar)
        case any
        case run
        case set([ClosedRange<UInt32>], isNegated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .scalar(let own): own == scalar
            case .any, .run: true
            case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar.value) } != isNegated
            }
        }
    }

    private enum Segment: Equatable {
        case folders
        case name([Token])
    }

    private let alternatives: [[Segment]]

    init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.bytesMax else {
            throw Fault(message: "It is longer than \(Self.bytesMax) bytes.")
        }
        var alternatives: [[Segment]] = []
        for form in try Self.withoutBraces(Array(text.unicodeScalars)) {
            let names = form.split(separator: "/").filter { $0 != ["."] }
            var segments: [Segment] = []
            for name in names { segments.append(name == ["*", "*"] ? .folders : .name(try Self.tokens(Array(name)))) }
            alternatives.append(segments)
        }
        self.alternatives = alternatives
    }

    func matches(_ path: String) -> Bool {
        let names = path.unicodeScalars.split(separator: "/").map { Array($0) }
        return alternatives.contains { segments in
            Self.matches(segments, names, isRun: { $0 == .folders }) { segment, name in
                guard case .name(let tokens) = segment else { return false }
                return Self.matches(tokens, name, isRun: { $0 == .run }) { $0.matches($1) }
            }
        }
    }

    /// Whether the parts of a pattern fit the elements, where a run takes any number of them. Only the last run is gone
    /// back to: what an earlier one could take more, that one can take too.
    private static func matches<Part, Element>(
        _ parts: [Part], _ elements: [Element], isRun: (Part) -> Bool, fits: (Part, Element) -> Bool
    ) -> Bool {
        var (part, element) = (0, 0)
        var retry: (part: Int, element: Int)?
        while element < elements.count {
            if part < parts.count, isRun(parts[part]) {
                retry = (part, element)
                part += 1
            } else if part < parts.count, fits(parts[part], elements[element]) {
                part += 1
                element += 1
            } else if let last = retry {
                retry = (last.part, last.element + 1)
                (part, element) = (last.part + 1, last.element + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy(isRun)
    }

    // MARK: Reading

    /// What the first braces write out to, with those in them and behind them.
    private static func withoutBraces(_ text: [Unicode.Scalar]) throws(Fault) -> [[Unicode.Scalar]] {
        var open = [text]
        var done: [[Unicode.Scalar]] = []
        while let form = open.popLast() {
            guard open.count + done.count < alternativesMax else {
                throw Fault(message: "Its braces stand for more than \(alternativesMax) patterns.")
            }
            guard let start = form.firstIndex(of: "{") else {
                done.append(form)
                continue
            }
            let (end, choices) = try braces(form, from: start)
            for choice in choices { open.append(Array(form[..<start] + choice) + form[(end + 1)...]) }
        }
        return done
    }

    private static func braces(
        _ form: [Unicode.Scalar], from start: Int
    ) throws(Fault) -> (end: Int, choices: [ArraySlice<Unicode.Scalar>]) {
        var depth = 0
        var choices: [ArraySlice<Unicode.Scalar>] = []
        var begin = start + 1
        for index in start..<form.count {
            switch form[index] {
            case "{": depth += 1
            case "}": depth -= 1
            case "," where depth == 1:
                choices.append(form[begin..<index])
                begin = index + 1
            default: continue
            }
            if depth == 0 { return (index, choices + [form[begin..<index]]) }
        }
        throw Fault(message: "A brace \"{\" is not closed.")
    }

    private static func tokens(_ name: [Unicode.Scalar]) throws(Fault) -> [Token] {
        var tokens: [Token] = []
        var index = 0
        while index < name.count {
            switch name[index] {
            case "*": if tokens.last != .run { tokens.append(.run) }
            case "?": tokens.append(.any)
            case "[": tokens.append(try set(name, &index))
            default: tokens.append(.scalar(name[index]))
            }
            index += 1
        }
        return tokens
    }

    /// Reads a set from its bracket on, and leaves `index` at the other. A bracket that comes first is a member.
    private static func set(_ name: [Unicode.Scalar], _ index: inout Int) throws(Fault) -> Token {
        let isNegated = index + 1 < name.count && (name[index + 1] == "!" || name[index + 1] == "^")
        let first = index + (isNegated ? 2 : 1)
        guard first < name.count, let end = name[(first + 1)...].firstIndex(of: "]") else {
            throw Fault(message: "A bracket \"[\" is not closed.")
        }
        var ranges: [ClosedRange<UInt32>] = []
        var place = first
        while place < end {
            let isRange = place + 2 < end && name[place + 1] == "-"
            let (low, high) = (name[place].value, name[isRange ? place + 2 : place].value)
            guard low <= high else { throw Fault(message: "A range in brackets is the wrong way round.") }
            ranges.append(low...high)
            place += isRange ? 3 : 1
        }
        index = end
        return .set(ranges, isNegated: isNegated)
    }
}

extension ToolInput {
    /// The pattern of paths in a member; nil when it is missing.
    func glob(_ name: String) throws(CoreError) -> GlobPattern? {
        guard let text = try optionalText(name) else { return nil }
        do throws(GlobPattern.Fault) {
            return try GlobPattern(text)
        } catch {
            throw fault(name, "pattern_invalid", "The pattern of paths cannot be read: \(error.message)")
        }
    }
}
