import CoreLanguage
import Foundation
import Testing

@Suite(
    "JSON Schema suite", .enabled(if: JSONSchemaSuiteFiles.folder != nil, "the folder of the suite is not there"))
struct JSONSchemaSuiteTests {
    @Test("every required case has the expected answer, but for those listed")
    func required() throws {
        let suite = try outcome(in: "draft2020-12", called: "required")
        #expect(suite.count >= 1299)
        #expect(suite.failures.sorted() == JSONSchemaKnownDifferences.names(JSONSchemaKnownDifferences.required))
    }

    @Test("every optional case has the expected answer, but for those listed")
    func optional() throws {
        let suite = try outcome(in: "draft2020-12/optional", called: "optional")
        #expect(suite.failures.sorted() == JSONSchemaKnownDifferences.names(JSONSchemaKnownDifferences.optional))
    }

    /// The formats that are not checked let every string pass, so their files are left out.
    private static let uncheckedFormats = [
        "idn-email", "idn-hostname", "iri", "iri-reference", "uri-template", "ecmascript-regex",
    ]

    @Test("every case of the formats that are checked has the expected answer, but for those listed")
    func formats() throws {
        let suite = try outcome(
            in: "draft2020-12/optional/format", called: "format", but: Self.uncheckedFormats,
            options: JSONSchemaOptions(formats: .assertion))
        #expect(suite.failures.sorted() == JSONSchemaKnownDifferences.names(JSONSchemaKnownDifferences.formats))
    }

    private func outcome(
        in folder: String, called name: String, but others: [String] = [], options: JSONSchemaOptions = .standard
    ) throws -> JSONSchemaSuite {
        var suite = try JSONSchemaSuite(options: options)
        for file in try JSONSchemaSuiteFiles.tests(in: folder)
        where !others.contains(file.deletingPathExtension().lastPathComponent) {
            try suite.run(file)
        }
        print("JSON Schema suite: \(suite.count - suite.failures.count) of \(suite.count) \(name) cases pass")
        return suite
    }
}
