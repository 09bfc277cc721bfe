import CoreDomain
import CoreLanguage
import Testing

@Suite struct SchemaTests {
    enum Colour: String, CaseIterable, Sendable { case red, green }

    struct Part: Message, Hashable {
        let count: Int64
        static let schema = ObjectSchema(
            "A part.", Part.init(count:), Field("count", \.count, .integer(in: 1...9), "How many."))
    }

    struct Sample: Message, Hashable {
        let name: String
        let colour: Colour
        let large: Int64
        let note: String?
        let parts: [Part]

        static let schema = ObjectSchema(
            "A sample.",
            Sample.init(name:colour:large:note:parts:),
            Field("name", \.name, .string(count: 1...5), "Its name."),
            Field("colour", \.colour, .word, default: .red, "Its colour."),
            Field("large", \.large, .integer(), default: 0, "A number."),
            Field(optional: "note", \.note, .string(count: 0...10), "A note."),
            Field("parts", \.parts, .array(of: .message, countMax: 2), default: [], "Its parts."))
    }

    private func violations(_ json: JSONValue) -> [String] {
        do throws(CoreError) {
            _ = try Sample.schema.decode(json)
            return []
        } catch {
            #expect(error.reason == .inputInvalid)
            return error.details.violations.map { "\($0.pointer) \($0.rule)" }
        }
    }

    @Test func fillsDefaults() throws {
        let expected = Sample(name: "a", colour: .red, large: 0, note: nil, parts: [])
        #expect(try Sample.schema.decode(["name": "a"]) == expected)
        #expect(try Sample.schema.decode(["name": "a", "note": nil]) == expected)
    }

    @Test func whatIsWrittenIsRead() throws {
        let sample = Sample(
            name: "a", colour: .green, large: .max, note: "n", parts: [Part(count: 1), Part(count: 9)])
        let json = Sample.schema.encode(sample)
        #expect(json["large"] == "9223372036854775807")
        #expect(try Sample.schema.decode(json) == sample)
    }

    @Test func everyViolationIsListedWithItsPath() {
        let json: JSONValue = [
            "name": "too long", "colour": "gren", "large": 1.5, "note": 7, "parts": [["count": 0], [:]], "nam": 1,
        ]
        #expect(
            violations(json) == [
                "/name string_too_long", "/colour unknown_word", "/large wrong_type", "/note wrong_type",
                "/parts/0/count out_of_range", "/parts/1/count missing", "/nam unknown_field",
            ])
        #expect(violations([]) == [" wrong_type"])
        #expect(
            violations(["name": "a", "parts": [["count": 1], ["count": 1], ["count": 1]]]) == ["/parts too_many_items"])
    }

    @Test func messagesSayHowToMendIt() {
        do throws(CoreError) {
            _ = try Sample.schema.decode(["name": "a", "colour": "gren", "nam": 1])
            Issue.record("It was accepted.")
        } catch {
            #expect(error.details.violations.map(\.message).contains { $0.contains("Did you mean \"green\"?") })
            #expect(error.details.violations.map(\.message).contains { $0.contains("Did you mean \"name\"?") })
        }
    }

    @Test func theDocumentTellsTheSame() {
        let document = Sample.schema.document
        #expect(document["required"] == ["name"])
        #expect(document["additionalProperties"] == false)
        #expect(document["properties"]?["colour"]?["enum"] == ["red", "green"])
        #expect(document["properties"]?["colour"]?["default"] == "red")
        #expect(document["properties"]?["note"]?["type"] == ["string", "null"])
        #expect(document["properties"]?["parts"]?["items"]?["properties"]?["count"]?["maximum"] == 9)
    }
}
