import CoreLanguage
import Foundation

/// Runs files of the JSON Schema test suite.
struct JSONSchemaSuite {
    let remotes: [String: JSONValue]
    var options = JSONSchemaOptions.standard

    /// How many cases were run.
    private(set) var count = 0

    /// The cases whose answer is not the expected one: `file / group / case`.
    private(set) var failures: Set<String> = []

    init(options: JSONSchemaOptions = .standard) throws {
        remotes = try JSONSchemaSuiteFiles.remotes()
        self.options = options
    }

    mutating func run(_ file: URL) throws {
        for group in try JSONSchemaSuiteFiles.value(file).arrayValue ?? [] {
            let name = "\(file.lastPathComponent) / \(group["description"]?.stringValue ?? "")"
            let schema = try? JSONSchema(
                compiling: group["schema"] ?? .null, resources: remotes, options: options)
            for test in group["tests"]?.arrayValue ?? [] {
                count += 1
                if !isAsExpected(test, schema) {
                    failures.insert("\(name) / \(test["description"]?.stringValue ?? "")")
                }
            }
        }
    }

    /// Whether both ways of asking give the expected answer, and every fault can be reported.
    private func isAsExpected(_ test: JSONValue, _ schema: JSONSchema?) -> Bool {
        guard let schema, let value = test["data"], let expected = test["valid"]?.boolValue else {
            return false
        }
        let violations = schema.validate(value)
        let areWorded = violations.allSatisfy { !$0.message.isEmpty && $0.instance.resolve(in: value) != nil }
        return violations.isEmpty == expected && schema.isValid(value) == expected && areWorded
    }
}
