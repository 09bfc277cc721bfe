import CoreLanguage

/// What the reference says of one operation on one path.
struct OperationSection {
    let path: String
    let method: String
    let operation: JSONValue
    let reader: SchemaReader

    /// Names the operation in the page.
    var id: String { operation["operationId"]?.stringValue ?? "" }
    var summary: String { operation["summary"]?.stringValue ?? "" }
    var tag: String { operation["tags"]?[0]?.stringValue ?? "other" }
    var badge: String { "<span class=\"method \(method)\">\(method.uppercased())</span>" }
    /// The path without what all operations without a path of their own have in common.
    var shortPath: String { path.hasPrefix("/v1/operations/") ? String(path.dropFirst(15)) : path }

    var parameters: [JSONValue] { operation["parameters"]?.arrayValue ?? [] }
    var needsToken: Bool { operation["security"]?.arrayValue?.isEmpty == false }
    private var bodyContent: JSONValue? { operation["requestBody"]?["content"] }
    var bodySchema: JSONValue? { bodyContent?["application/json"]?["schema"] }
    /// Whether the body is a content itself, of any media type.
    var takesContent: Bool { bodyContent?["application/octet-stream"] != nil }

    private var success: (status: String, response: JSONValue)? {
        operation["responses"]?.objectValue?.first { $0.key != "default" }.map { ($0.key, $0.value) }
    }

    var isStream: Bool { success?.response["content"]?["text/event-stream"] != nil }

    var html: String {
        let words = HTMLText.escaped("\(method) \(path) \(summary) \(tag) \(id)".lowercased())
        return """
            <section class="operation" id="\(id)" data-words="\(words)" aria-labelledby="\(id)-title">
            <h3 id="\(id)-title">\(badge)<span class="path">\(HTMLText.escaped(path))</span></h3>
            <p>\(HTMLText.prose(summary))</p>
            <ul class="facts"><li>\(needsToken ? "needs a token" : "needs no token")</li>
            <li>success: \(success?.status ?? "")\(isStream ? ", a stream of events" : "")</li></ul>
            \(inputs)\(outputs)\(errors)
            <h4>With curl</h4>
            <div class="curl"><pre tabindex="0"><code>\(HTMLText.escaped(CurlExample(self).text))</code></pre></div>
            \(TryForm(self).html)
            </section>
            """
    }

    private var inputs: String {
        let given = parameters.map { parameter in
            Self.row(
                parameter["name"]?.stringValue ?? "", parameter["in"]?.stringValue ?? "",
                parameter["schema"] ?? .bool(true), parameter["description"]?.stringValue ?? "",
                isRequired: parameter["required"] == true, reader)
        }
        let body = bodySchema.map { reader.rows($0) } ?? []
        let members = body.map { row in
            Self.row(
                row.name, "body", row.schema, row.schema["description"]?.stringValue ?? "",
                isRequired: row.isRequired, reader)
        }
        let content = Self.row(
            "body", "body", ["type": "string", "format": "binary"],
            operation["requestBody"]?["description"]?.stringValue ?? "", isRequired: true, reader)
        let rows = given + members + (takesContent ? [content] : [])
        return rows.isEmpty ? "" : Self.table("Input", ["name", "in", "type", "meaning"], rows)
    }

    private var outputs: String {
        let content = success?.response["content"]
        guard let schema = content?["application/json"]?["schema"] ?? content?["text/event-stream"]?["schema"] else {
            return ""
        }
        let rows = reader.rows(schema).map { row in
            let type = HTMLText.prose(reader.type(row.schema))
            let text = HTMLText.prose(row.schema["description"]?.stringValue ?? "")
            return "<tr><td class=\"name-cell\"><code>\(HTMLText.escaped(row.name))</code></td>"
                + "<td>\(type)</td><td>\(text)</td></tr>"
        }
        let table = Self.table(isStream ? "Each event" : "Output", ["name", "type", "meaning"], rows)
        return "<details><summary>\(isStream ? "Each event" : "Output")</summary>\(table)</details>"
    }

    /// The reasons that are likely here; any other is possible too.
    private var errors: String {
        var reasons = ["REQUEST_INVALID", "INPUT_INVALID"]
        if bodySchema != nil { reasons += ["JSON_INVALID", "PAYLOAD_TOO_LARGE", "MEDIA_TYPE_UNSUPPORTED"] }
        if takesContent { reasons.append("PAYLOAD_TOO_LARGE") }
        if needsToken { reasons += ["CREDENTIAL_MISSING", "CREDENTIAL_INVALID", "PERMISSION_DENIED"] }
        if path.contains("{") { reasons.append("NOT_FOUND") }
        if parameters.contains(where: { $0["name"] == "Idempotency-Key" }) {
            reasons += ["IDEMPOTENCY_KEY_INVALID", "IDEMPOTENCY_MISMATCH"]
        }
        reasons += ["BUSY", "DATABASE_UNAVAILABLE"]
        let links = reasons.map { "<a href=\"/docs/errors/\($0)\"><code>\($0)</code></a>" }
        return "<details><summary>Errors</summary><p>\(links.joined(separator: " · "))</p></details>"
    }

    private static func table(_ title: String, _ heads: [String], _ rows: [String]) -> String {
        let head = heads.map { "<th scope=\"col\">\($0)</th>" }.joined()
        return """
            <h4>\(title)</h4><div class="wide" tabindex="0"><table><thead><tr>\(head)</tr></thead>
            <tbody>\(rows.joined())</tbody></table></div>
            """
    }

    private static func row(
        _ name: String, _ place: String, _ schema: JSONValue, _ text: String, isRequired: Bool, _ reader: SchemaReader
    ) -> String {
        let need = isRequired ? " <span class=\"need\">needed</span>" : ""
        let limits = reader.limits(schema)
        let bounds = limits.isEmpty ? "" : " <span class=\"limits\">\(HTMLText.prose(limits))</span>"
        return "<tr><td class=\"name-cell\"><code>\(HTMLText.escaped(name))</code>\(need)</td><td>\(place)</td>"
            + "<td>\(HTMLText.prose(reader.type(schema)))</td><td>\(HTMLText.prose(text))\(bounds)</td></tr>"
    }
}
