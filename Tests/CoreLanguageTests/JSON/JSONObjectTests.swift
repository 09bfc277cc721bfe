import CoreLanguage
import CoreTesting
import Testing

@Suite("JSON objects")
struct JSONObjectTests {
    @Test("keep the order of their members")
    func order() {
        var object = JSONObject([("b", 1), ("a", 2)])
        object["c"] = 3
        object["b"] = 4
        #expect(object.keys == ["b", "a", "c"])
        #expect(object.values == [4, 2, 3])
        #expect(object.count == 3 && !object.isEmpty && object.underestimatedCount == 3)
        #expect(object.map(\.key) == object.keys)
        #expect(object.map(\.value) == object.values)
        #expect(object.description == #"{"b":4,"a":2,"c":3}"#)
    }

    @Test("setting nil removes a member")
    func removal() {
        var object: JSONObject = ["a": 1, "b": 2, "c": nil]
        object["a"] = .none
        object["x"] = .none
        #expect(object == ["b": 2, "c": nil])
        #expect(object["a"] == nil)
        #expect(object["c"] == JSONValue.null)
        #expect(JSONObject().isEmpty)
    }

    @Test("of repeated names the last value stays in the first place")
    func repeatedNames() {
        let object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
        #expect(object.keys == ["a", "b"])
        #expect(object["a"] == 3)
        #expect(["a": 1, "a": 2] as JSONValue == ["a": 2])
        #expect(["a": 1, "a": 2] as JSONObject == ["a": 2])
    }

    @Test("a change leaves copies as they were", arguments: [3, 100])
    func copies(count: Int) {
        let original = JSONObject((0..<count).map { ("key\($0)", .integer(Int64($0))) })
        var copy = original
        copy["key0"] = "changed"
        copy["new"] = 1
        copy["key1"] = .none
        #expect(original["key0"] == 0 && original["key1"] == 1 && original["new"] == nil)
        #expect(copy["key0"] == "changed" && copy["key1"] == nil && copy["new"] == 1)
        #expect(original.count == count && copy.count == count)
    }

    @Test("find every member while they grow and shrink across the sizes with and without an index")
    func growth() {
        var object = JSONObject()
        for number in 0..<200 {
            object["key\(number)"] = .integer(Int64(number))
            #expect((0...number).allSatisfy { object["key\($0)"] == .integer(Int64($0)) })
            #expect(object["key\(number + 1)"] == nil)
        }
        for number in 0..<200 {
            object["key\(number)"] = .none
            #expect(object["key\(number)"] == nil)
            #expect((number + 1..<200).allSatisfy { object["key\($0)"] == .integer(Int64($0)) })
        }
        #expect(object.isEmpty)
    }

    @Test("removeAll takes out what the closure names", arguments: [10, 100])
    func removeAll(count: Int) {
        var object = JSONObject((0..<count).map { ("key\($0)", .integer(Int64($0))) })
        object.removeAll { ($0.value.int64Value ?? 0) % 2 == 0 }
        #expect(object.count == count / 2)
        #expect(object["key0"] == nil && object["key1"] == 1 && object.keys.first == "key1")
    }

    @Test("100,000 members are read, looked up and compared without quadratic work")
    func large() throws {
        let count = 100_000
        let text = "{" + (0..<count).map { "\"key\($0)\":\($0)" }.joined(separator: ",") + "}"
        let object = try #require(try JSONValue.parse(text).objectValue)
        #expect(object.count == count)
        #expect(stride(from: 0, to: count, by: 7).allSatisfy { object["key\($0)"] == .integer(Int64($0)) })
        #expect(object["key\(count)"] == nil)
        let reversed = JSONObject(object.map { ($0.key, $0.value) }.reversed())
        #expect(reversed == object)
        #expect(reversed.hashValue == object.hashValue)
    }

    @Test("names that are canonically equivalent do not collide")
    func equivalentNames() throws {
        let marks: [Unicode.Scalar] = ["\u{323}", "\u{307}", "\u{327}", "\u{328}", "\u{31B}", "\u{345}", "\u{302}"]
        var names: Set<[UInt8]> = []
        var random = JSONTestRandom(seed: Torture.seed(3))
        while names.count < 1000 {
            names.insert(Array(String(String.UnicodeScalarView(["a"] + marks.shuffled(using: &random))).utf8))
        }
        let object = JSONObject(names.map { (String(decoding: $0, as: UTF8.self), 1) })
        #expect(object.count == 1000)
        #expect(try JSONValue.parse(JSONValue.object(object).serialized()) == .object(object))
    }
}
