import CoreLanguage

/// The page of all operations, by chapter. It can be read without JavaScript.
struct ReferencePage {
    private let document: JSONValue
    private let operations: [OperationSection]

    /// Which chapters come first; others follow in the order of the document.
    private static let titles: [(tag: String, title: String)] = [
        ("accounts", "Accounts"), ("recipes", "Recipes"), ("jobs", "Jobs"), ("ledger", "Ledger"),
        ("system", "The server"),
    ]
    private static let canonicalRoot = "/v1/operations/"

    /// The page for an OpenAPI document.
    init(_ document: JSONValue) {
        self.document = document
        operations = Self.operations(document)
    }

    /// Every operation on the paths of its own; on the canonical path only where it has no other.
    private static func operations(_ document: JSONValue) -> [OperationSection] {
        let reader = SchemaReader(schemas: document["components"]?["schemas"] ?? .object(JSONObject()))
        var sections: [OperationSection] = []
        var summaries: Set<String> = []
        for (path, item) in document["paths"]?.objectValue ?? JSONObject() {
            for (method, operation) in item.objectValue ?? JSONObject() {
                let section = OperationSection(path: path, method: method, operation: operation, reader: reader)
                if path.hasPrefix(canonicalRoot), summaries.contains(section.summary) { continue }
                summaries.insert(section.summary)
                sections.append(section)
            }
        }
        return sections
    }

    var html: String {
        let body = """
            <div class="columns">
            <aside class="chapters" aria-label="Chapters">\(chapters.map(list).joined())</aside>
            <main id="text">\(introduction)\(chapters.map(section).joined())</main>
            </div>
            """
        return DocumentationLayout.shell(title: "Reference", body: body, script: true)
    }

    private var chapters: [(tag: String, title: String)] {
        var tags: [String] = []
        for operation in operations where !tags.contains(operation.tag) { tags.append(operation.tag) }
        let known = Self.titles.filter { tags.contains($0.tag) }
        let others = tags.filter { tag in !Self.titles.contains { $0.tag == tag } }
        return known + others.map { ($0, $0.prefix(1).uppercased() + $0.dropFirst()) }
    }

    private func list(_ chapter: (tag: String, title: String)) -> String {
        let items = operations.filter { $0.tag == chapter.tag }.map { operation in
            "<li><a href=\"#\(operation.id)\">\(operation.badge) \(HTMLText.escaped(operation.shortPath))</a></li>"
        }
        return "<h2><a href=\"#chapter-\(chapter.tag)\">\(HTMLText.escaped(chapter.title))</a></h2>"
            + "<ul>\(items.joined())</ul>"
    }

    private func section(_ chapter: (tag: String, title: String)) -> String {
        let sections = operations.filter { $0.tag == chapter.tag }.map(\.html)
        return "<section class=\"chapter\"><h2 id=\"chapter-\(chapter.tag)\">\(HTMLText.escaped(chapter.title))</h2>"
            + sections.joined() + "</section>"
    }

    private var introduction: String {
        """
        <h1>Reference</h1>
        <p>\(HTMLText.escaped(document["info"]?["description"]?.stringValue ?? "")) The same in a form for programs:
        <a href="/openapi.json">/openapi.json</a>. How requests, errors, streams and repetitions work is told in
        <a href="/docs/http">HTTP</a>. Every operation also answers on
        <code>POST /v1/operations/{name}</code>, with its whole input as the body.</p>
        <p class="row" hidden><label for="search">Search</label>
        <input class="search" id="search" type="search" autocomplete="off" placeholder="tokens, POST, cancel …">
        <span id="found" role="status"></span></p>
        <div class="token" id="token-part" hidden>
        <label for="token">Token for the calls that you try out</label>
        <div class="row"><input class="search" id="token" type="password" autocomplete="off" spellcheck="false"
        placeholder="scrypted_…"><button type="button" class="quiet" id="forget">Forget it</button></div>
        <p class="hint">It stays in this tab, is gone when the tab is closed, and is sent in the header
        <code>Authorization</code> only. <code>POST /accounts</code> below makes one.</p>
        </div>
        <p>For the examples: <code>URL</code> is the address of this server, <code>TOKEN</code> your token.</p>
        """
    }
}
