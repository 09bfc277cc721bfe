import CoreLanguage

/// A call of an operation as it is typed into a shell.
struct CurlExample {
    private let section: OperationSection

    init(_ section: OperationSection) { self.section = section }

    var text: String {
        var parts = ["curl -s\(section.isStream ? "N" : "")"]
        if section.method != "get" { parts[0] += " -X \(section.method.uppercased())" }
        parts[0] += " \"$URL\(path)\""
        if section.needsToken { parts.append("-H \"Authorization: Bearer $TOKEN\"") }
        if section.parameters.contains(where: { $0["name"] == "Idempotency-Key" }) {
            parts.append("-H \"Idempotency-Key: $(openssl rand -hex 32)\"")
        }
        if let schema = section.bodySchema {
            let body = section.reader.example(schema).serializedString()
            // A single quote ends the shell's text, is given by itself, and begins it again.
            let quoted = body.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            parts.append("-H 'Content-Type: application/json'")
            parts.append("-d '\(quoted)'")
        } else if section.takesContent {
            parts.append("-H 'Content-Type: text/plain'")
            parts.append("--data-binary 'Hello'")
        }
        return parts.joined(separator: " \\\n  ")
    }

    /// The path with an example of each of its parameters, and the query's that must be there.
    private var path: String {
        var query: [String] = []
        var segments = section.path.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        for parameter in section.parameters {
            let name = parameter["name"]?.stringValue ?? ""
            let value = Self.example(parameter, section)
            switch parameter["in"] {
            case "path": segments = segments.map { $0 == "{\(name)}" ? value : $0 }
            case "query" where parameter["required"] == true: query.append("\(name)=\(value)")
            default: break
            }
        }
        return segments.joined(separator: "/") + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// A value for a parameter, as text. The id of a recipe is called `id` in paths.
    static func example(_ parameter: JSONValue, _ section: OperationSection) -> String {
        let name = parameter["name"]?.stringValue ?? ""
        let familiar = name == "id" && section.path.hasPrefix("/recipes/") ? "recipe_id" : name
        let value = section.reader.example(parameter["schema"] ?? .bool(true), named: familiar)
        return value.stringValue ?? value.serializedString()
    }
}
