/// Looks for parts of texts, byte by byte.
enum SearchBuiltins {
    static let all = [
        Builtin(
            "starts_with", ["text", "prefix"], ["(text, text) -> boolean"], "Whether the text begins with the other.",
            [(#"starts_with("order-7", "order")"#, "true"), (#"starts_with("a", "ab")"#, "false")], startsWith),
        Builtin(
            "ends_with", ["text", "suffix"], ["(text, text) -> boolean"], "Whether the text ends with the other.",
            [(#"ends_with("a.pdf", ".pdf")"#, "true")], endsWith),
        Builtin(
            "replace", ["text", "part", "replacement"], ["(text, text, text) -> text"],
            "The text with the replacement wherever the part stands, from the front.",
            [(#"replace("a-b-c", "-", "+")"#, #""a+b+c""#), (#"replace("aaa", "aa", "b")"#, #""ba""#)], replace),
        Builtin(
            "occurrences", ["text", "part"], ["(text, text) -> integer"],
            "How often the part stands in the text, without overlaps.",
            [(#"occurrences("banana", "an")"#, "2")], occurrences),
        Builtin(
            "before", ["text", "separator"], ["(text, text) -> text"],
            "What stands before the first separator; the whole text when there is none.",
            [(#"before("name=a=b", "=")"#, #""name""#)], before),
        Builtin(
            "after", ["text", "separator"], ["(text, text) -> text"],
            "What stands behind the first separator; an empty text when there is none.",
            [(#"after("name=a=b", "=")"#, #""a=b""#), (#"after("name", "=")"#, #""""#)], after),
    ]

    private static func startsWith(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .bool(try call.text(0).utf8.starts(with: call.text(1).utf8))
    }

    private static func endsWith(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .bool(try call.text(0).endsByBytes(with: call.text(1)))
    }

    private static func replace(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, part, replacement) = (try call.text(0), try call.text(1), try call.text(2))
        guard !part.isEmpty else { throw call.refused(1, "must not be empty") }
        let search = ByteSearch(for: part)
        let bytes = text.utf8.span
        let count = search.count(in: bytes)
        guard count > 0 else { return .string(text) }
        var result = try call.replacing(count, of: count * part.utf8.count, in: text, by: replacement)
        var start = 0
        while let place = search.first(in: bytes, from: start) {
            result.append(bytes, start..<place)
            result.append(contentsOf: replacement.utf8)
            start = place + part.utf8.count
        }
        result.append(bytes, start..<bytes.count)
        return .string(String(decoding: result, as: UTF8.self))
    }

    private static func occurrences(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, part) = (try call.text(0), try call.text(1))
        guard !part.isEmpty else { throw call.refused(1, "must not be empty") }
        return call.count(ByteSearch(for: part).count(in: text.utf8.span))
    }

    private static func before(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, separator) = (try call.text(0), try call.text(1))
        let place = ByteSearch(for: separator).first(in: text.utf8.span, from: 0)
        return try call.part(of: text, 0..<(place ?? text.utf8.count))
    }

    private static func after(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, separator) = (try call.text(0), try call.text(1))
        guard let place = ByteSearch(for: separator).first(in: text.utf8.span, from: 0) else { return "" }
        return try call.part(of: text, place + separator.utf8.count..<text.utf8.count)
    }
}

extension BuiltinCall {
    /// Room for the bytes of a text in which so many parts, of so many bytes together, are replaced: they are charged
    /// before they are made.
    fileprivate func replacing(
        _ count: Int, of removed: Int, in text: String, by replacement: String
    ) throws(EvaluationError) -> [UInt8] {
        let kept = text.utf8.count - removed
        let (added, overflow) = count.multipliedReportingOverflow(by: replacement.utf8.count)
        try budget.charge(bytes: overflow ? .max : added)
        try budget.charge(bytes: kept)
        try budget.charge(steps: count)
        var result: [UInt8] = []
        result.reserveCapacity(kept + added)
        return result
    }

    /// The text with a replacement in the place of each range of bytes; they follow one another.
    func replaced(
        _ text: String, _ ranges: [Range<Int>], by replacement: String
    ) throws(EvaluationError) -> JSONValue {
        let removed = ranges.reduce(0) { $0 + $1.count }
        var result = try replacing(ranges.count, of: removed, in: text, by: replacement)
        let bytes = text.utf8.span
        var start = 0
        for range in ranges {
            result.append(bytes, start..<range.lowerBound)
            result.append(contentsOf: replacement.utf8)
            start = range.upperBound
        }
        result.append(bytes, start..<bytes.count)
        return .string(String(decoding: result, as: UTF8.self))
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        bytes.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
