import CoreLanguage
import Foundation

// Parses one document again and again with each parser in turn, and prints the time of every run as JSON.

guard CommandLine.arguments.count == 3, let rounds = Int(CommandLine.arguments[2]),
    let data = FileManager.default.contents(atPath: CommandLine.arguments[1])
else {
    print("usage: JSONBenchmark FILE ROUNDS")
    exit(2)
}
let bytes = [UInt8](data)

/// Any JSON, so that JSONDecoder reads the whole of it.
enum AnyJSON: Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([AnyJSON])
    case object([String: AnyJSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([String: AnyJSON].self) {
            self = .object(value)
        } else if let value = try? container.decode([AnyJSON].self) {
            self = .array(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else {
            self = .number(try container.decode(Double.self))
        }
    }
}

/// The shape of iso_639-3.json: what a program that knows its document would decode.
struct Languages: Decodable {
    struct Language: Decodable {
        let alpha_3: String
        let name: String
        let scope: String
        let type: String
        let alpha_2: String?
        let inverted_name: String?
        let bibliographic: String?
        let common_name: String?
    }
    let languages: [Language]

    enum CodingKeys: String, CodingKey { case languages = "639-3" }
}

var times: [String: [Double]] = [:]

@MainActor func measure(_ name: String, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let duration = try clock.measure(body)
    times[name, default: []].append(
        Double(duration.components.attoseconds) / 1e15 + Double(duration.components.seconds) * 1e3)
}

for _ in 0..<rounds {
    try measure("scriptorium") { _ = try JSONValue.parse(bytes) }
    try measure("JSONSerialization") { _ = try JSONSerialization.jsonObject(with: data) }
    try measure("JSONDecoder, its shape") { _ = try JSONDecoder().decode(Languages.self, from: data) }
    try measure("JSONDecoder, any shape") { _ = try JSONDecoder().decode(AnyJSON.self, from: data) }
}
let report = try JSONSerialization.data(withJSONObject: times)
print(String(decoding: report, as: UTF8.self))
