import CoreLanguage
import CoreTesting
import Testing

@Suite("Laws of builtins")
struct BuiltinPropertyTests {
    private func call(_ name: String, _ values: JSONValue...) throws -> JSONValue {
        try #require(Builtins.table[name]).apply(values.map { .value($0) }, EvaluationBudget(bytesMax: .max))
    }

    @Test("What is taken apart is put together again", arguments: Torture.seeds(0..<3))
    func roundTrips(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<300 {
            let (text, separator) = (random.string(), random.string())
            let joined: JSONValue = .string([text, random.string(), text].joined(separator: separator))
            if !separator.isEmpty {
                #expect(try call("join", call("split", joined, .string(separator)), .string(separator)) == joined)
            }
            let plain: JSONValue = .string(text)
            #expect(try call("upper", plain) == .string(text.uppercased()))
            #expect(try call("lower", plain) == .string(text.lowercased()))
            let words = text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
            #expect(try call("words", plain) == .array(words.map { .string(String($0)) }))
            for (there, back) in [
                ("base64_encode", "base64_decode"), ("hex_encode", "hex_decode"), ("url_encode", "url_decode"),
                ("code_points", "from_code_points"), ("reverse", "reverse"), ("to_json", "parse_json"),
            ] {
                #expect(try call(back, call(there, plain)) == plain, "\(there) of \(text)")
            }
            let value = random.value(depth: 4)
            // A number beyond a `Double` is refused, so the default comes back.
            let read: JSONValue = Self.hasHugeNumber(value) ? "huge" : value
            #expect(try call("parse_json", call("to_json", value), "huge") == read)
            #expect(try call("parse_json", call("to_json", value, true), "huge") == read)
            if value.objectValue != nil { #expect(try call("from_entries", call("entries", value)) == value) }
        }
    }

    private static func hasHugeNumber(_ value: JSONValue) -> Bool {
        if let elements = value.arrayValue ?? value.objectValue?.values {
            return elements.contains(where: hasHugeNumber)
        }
        return value.numberText != nil && value.doubleValue == nil
    }

    @Test("Places count scalars", arguments: Torture.seeds(0..<3))
    func places(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<300 {
            let text = random.string() + random.string()
            let scalars = Array(text.unicodeScalars)
            #expect(try call("count", .string(text)) == .integer(Int64(scalars.count)))
            let start = Int.random(in: -40...40, using: &random)
            let end = Int.random(in: -40...40, using: &random)
            let from = start < 0 ? max(0, scalars.count + start) : min(scalars.count, start)
            let to = max(from, end < 0 ? max(0, scalars.count + end) : min(scalars.count, end))
            var expected = String.UnicodeScalarView()
            expected.append(contentsOf: scalars[from..<to])
            let part = try call("slice", .string(text), .integer(Int64(start)), .integer(Int64(end)))
            #expect(part == .string(String(expected)))
            let place = try call("index_of", .string(text), part).int64Value
            #expect(place.map { $0 <= from } == true, "\(text)")
            #expect(try call("contains", .string(text), part) == true)
            let padded = try call("pad_start", .string(text), 50, "xyé")
            #expect(try call("count", padded) == .integer(Int64(max(50, scalars.count))))
        }
    }

    @Test("Sorting orders, keeps equal elements as they were, and loses none", arguments: Torture.seeds(0..<3))
    func sorting(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<60 {
            let keys = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? JSONValue.integer(Int64.random(in: -3...3, using: &random))
                    : [1.0, 2.5, JSONValue(numberText: "0.99999999999999999999") ?? 0, nil].randomElement(
                        using: &random) ?? 0
            }
            let list = keys.enumerated().map { JSONValue.array([$1, .integer(Int64($0))]) }
            for descending in [false, true] {
                let key = BuiltinFunction(parameterCount: 1) { values throws(EvaluationError) in values[0][0] ?? .null }
                let arguments: [BuiltinArgument] = [.value(.array(list)), .function(key), .value(.bool(descending))]
                let sorted = try #require(
                    try Builtins.table["sort_by"]?.apply(arguments, EvaluationBudget()).arrayValue)
                #expect(Set(sorted) == Set(list))
                for (left, right) in zip(sorted, sorted.dropFirst()) {
                    #expect(try isInOrder(left, right, descending), "\(left), \(right)")
                }
            }
        }
    }

    private func isInOrder(_ left: JSONValue, _ right: JSONValue, _ descending: Bool) throws -> Bool {
        guard let first = left[0], let second = right[0], !first.isNull, !second.isNull else {
            return right[0]?.isNull == true
                && (left[0]?.isNull == false || left[1]?.int64Value ?? 0 < right[1]?.int64Value ?? 0)
        }
        let budget = EvaluationBudget()
        if try Operators.areEqual(first, second, budget) { return left[1]?.int64Value ?? 0 < right[1]?.int64Value ?? 0 }
        return try Operators.compare(first, descending ? .greater : .less, second, budget)
    }

    @Test("Days go on one after the other, and parts make up a day again")
    func days() throws {
        #expect(try call("weekday", "1970-01-01") == 4)
        for number in stride(from: -719_528, through: 2_932_895, by: 679) {
            let date = try call("add_days", "1970-01-01", .integer(Int64(number)))
            #expect(try call("to_unix", date) == .integer(Int64(number) * 86_400))
            #expect(try call("from_unix", .integer(Int64(number) * 86_400)) == call("timestamp", date))
            #expect(try call("weekday", date) == call("weekday", "0000-01-01"))
            #expect(try call("date_diff", "1970-01-01", date) == .integer(Int64(number)))
            let parts = try ["year", "month", "day"].map { try call($0, date) }
            #expect(try call("date", parts[0], parts[1], parts[2]) == date)
            #expect(try call("parse_date", call("format_date", date, "%d/%m/%Y"), "%d/%m/%Y") == date)
            let next = try call("add_days", date, 1)
            let isNewYear = try call("month", next) == 1 && call("day", next) == 1
            let following = try call("day_of_year", date).int64Value.map { $0 + 1 }
            #expect(try call("day_of_year", next).int64Value == (isNewYear ? 1 : following))
        }
    }

    @Test(
        "Powers and logarithms undo each other, and are right where the answer is known",
        arguments: Torture.seeds(0..<2))
    func powers(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for number in 0..<60 {
            let power = try #require(call("pow", 2.0, .integer(Int64(number))).doubleValue)
            #expect(power == Double(sign: .plus, exponent: number, significand: 1))
            #expect(try call("log", .double(power), 2) == .double(Double(number)))
        }
        for number in 0...22 {
            #expect(try call("pow", 10.0, .integer(Int64(number))) == .double(Double("1e\(number)") ?? 0))
        }
        #expect(try call("exp", 1) == 2.718281828459045)
        #expect(try call("log", 2) == 0.6931471805599453)
        #expect(try call("exp", -745.2) == 0.0)
        #expect(try call("exp", -745) == .double(.leastNonzeroMagnitude))
        #expect(try call("pow", -8.0, 3) == -512.0)
        for _ in 0..<500 {
            let number = abs(random.double())
            guard number > 1e-300, number < 1e300 else { continue }
            let root = try call("pow", .double(number), 0.5)
            #expect(root == .double(number.squareRoot()), "\(number)")
            let logarithm = try #require(call("log", .double(number)).doubleValue)
            let back = try #require(call("exp", .double(logarithm)).doubleValue)
            #expect(abs(back / number - 1) < 1e-13, "\(number)")
        }
    }

    @Test("The nearest number of so many digits is never further than half a unit", arguments: Torture.seeds(0..<2))
    func rounding(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<500 {
            let number = Double(Int64.random(in: -1_000_000_000...1_000_000_000, using: &random)) / 10_000
            let digits = Int64.random(in: 0...3, using: &random)
            let rounded = try #require(call("round", .double(number), .integer(digits)).doubleValue)
            let unit = 1 / Double([1, 10, 100, 1_000][Int(digits)])
            #expect(abs(rounded - number) <= unit / 2 * (1 + 1e-6), "\(number), \(digits)")
            let text = try call("format_number", .double(number), .integer(digits))
            #expect(try call("to_number", text).doubleValue == rounded || rounded == 0, "\(number), \(digits)")
            for (name, rule) in [("floor", FloatingPointRoundingRule.down), ("ceil", .up), ("trunc", .towardZero)] {
                #expect(try call(name, .double(number)) == .integer(Int64(number.rounded(rule))))
            }
        }
    }

    @Test(
        "Matches are found from the left, the longest first, where a search from each place finds them",
        arguments: Torture.seeds(0..<3))
    func matches(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        let patterns = ["a+", "a|ab", "(ab)*", "b?a", "^a", "a$", "\\ba", "[^a]", "é|aé", "a{2,3}", "(a|b)*b", ""]
        for _ in 0..<300 {
            let text = String(
                (0..<Int.random(in: 0..<9, using: &random)).map { _ in "abé ".randomElement(using: &random) ?? "a" })
            let pattern = patterns.randomElement(using: &random) ?? ""
            let found = try call("find_all", .string(text), .string(pattern))
            #expect(found == .array(try search(text, pattern).map { .string($0) }), "\(pattern) in \"\(text)\"")
            let has = try call("matches", .string(text), .string(pattern))
            #expect(has == .bool(found != []), "\(pattern) in \"\(text)\"")
        }
    }

    /// Tries every part of the text, the first start and the longest end first: the pattern between two anchors, in a
    /// text of which all else is gone, so only for patterns that look at nothing around.
    private func search(_ text: String, _ pattern: String) throws -> [String] {
        let scalars = Array(text.unicodeScalars)
        var found: [String] = []
        var start = 0
        while start <= scalars.count {
            let end = try stride(from: scalars.count, through: start, by: -1).first { end in
                var part = String.UnicodeScalarView()
                part.append(contentsOf: scalars[start..<end])
                if pattern.hasPrefix("^"), start > 0 { return false }
                if pattern.hasSuffix("$"), end < scalars.count { return false }
                if pattern.hasPrefix("\\b"), start > 0, "ab".unicodeScalars.contains(scalars[start - 1]) {
                    return false
                }
                return try Pattern("^(\(pattern))$").matches(String(part))
            }
            guard let end else {
                start += 1
                continue
            }
            var part = String.UnicodeScalarView()
            part.append(contentsOf: scalars[start..<end])
            found.append(String(part))
            start = end == start ? end + 1 : end
        }
        return found
    }

    @Test("A sum is exact where it can be")
    func sums() throws {
        #expect(try call("sum", .array(Array(repeating: 0.1, count: 10))) == 1.0)
        #expect(try call("sum", [1e100, 1, -1e100]) == 1.0)
        #expect(try call("mean", [.integer(.max), .integer(.max)]) == 9.223372036854775807e18)
        #expect(try call("sha256", "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let million = try call("sha256", .string(String(repeating: "a", count: 1_000)))
        #expect(million == "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")
    }
}
