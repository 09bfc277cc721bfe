import CoreLanguage
import Testing

@Suite("JSON values")
struct JSONValueTests {
    private static let samples: [JSONValue] = [
        nil, true, false, 0, 1, 1.0, 0.5, "", "1", "a", .decimal("1e400"), .string("1e400"), [], [nil], [[]], [:],
        ["a": 1],
        ["a": 2], ["b": 1], ["a": 1, "b": 1], [1, 2], [2, 1], [1, [2]], [[1], 2], ["a": ["b": [1]]], ["a": ["b": [2]]],
    ]

    @Test("are equal to themselves and to nothing else, and hash alike only then")
    func equality() {
        for (row, left) in Self.samples.enumerated() {
            for (column, right) in Self.samples.enumerated() {
                #expect((left == right) == (row == column), "\(left) and \(right)")
                #expect((left.hashValue == right.hashValue) == (row == column), "\(left) and \(right)")
            }
        }
    }

    @Test("objects are equal whatever the order, arrays are not")
    func orderOfMembers() {
        let left: JSONValue = ["a": [1, ["x": 1, "y": 2]], "b": 2]
        let right: JSONValue = ["b": 2, "a": [1, ["y": 2, "x": 1]]]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["b": 2, "a": [["y": 2, "x": 1], 1]])
        #expect(["a": 1, "b": 2] as JSONValue != ["a": 2, "b": 1])
    }

    @Test("accessors give the content of their own case only")
    func accessors() {
        #expect(Self.samples.compactMap(\.boolValue) == [true, false])
        #expect(Self.samples.compactMap(\.stringValue) == ["", "1", "a", "1e400"])
        #expect(Self.samples.filter(\.isNull) == [nil])
        #expect(Self.samples.compactMap(\.arrayValue).count == 7)
        #expect(Self.samples.compactMap(\.objectValue).count == 7)
        #expect(Self.samples.compactMap(\.numberText) == ["0", "1", "1.0", "0.5", "1e400"])
        #expect(JSONValue.array([1, 2]).arrayValue == [1, 2])
        #expect(JSONValue(dictionaryLiteral: ("a", 1)).objectValue == ["a": 1])
    }

    @Test("subscripts are checked")
    func subscripts() {
        let value: JSONValue = ["list": [10, ["deep": true]], "none": nil]
        #expect(value["list"]?[0] == 10)
        #expect(value["list"]?[1]?["deep"] == true)
        #expect(value["list"]?[2] == nil)
        #expect(value["list"]?[-1] == nil)
        #expect(value["list"]?[.max] == nil)
        #expect(value["missing"] == nil)
        #expect(value["none"] == JSONValue.null)
        #expect(value[0] == nil)
        #expect((1 as JSONValue)["a"] == nil)
    }

    @Test("literals make their case")
    func literals() {
        let value: JSONValue = [nil, true, 1, -1.5, "text", [], ["a": [:]]]
        #expect(
            value
                == .array([
                    .null, .bool(true), .integer(1), .double(-1.5), .string("text"), .array([]),
                    .object(JSONObject([("a", .object(JSONObject()))])),
                ]))
    }

    @Test("are small, since documents hold many")
    func layout() {
        #expect(MemoryLayout<JSONValue>.size <= 17)
        #expect(MemoryLayout<JSONValue>.stride <= 24)
    }
}
