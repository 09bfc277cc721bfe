import CoreLanguage

/// The documents that the client has open.
struct OpenDocuments: Sendable {
    /// The most documents.
    static let countMax = 1_000
    /// The most bytes of all of them.
    static let bytesMax = 256 << 20

    private let tools: ToolSignatures
    private var documents: [String: OpenDocument] = [:]
    private var bytesCount = 0
    /// What has changed, or was closed, and was not told of, in the order of the changes.
    private var pending: [String] = []

    init(tools: ToolSignatures) { self.tools = tools }

    /// The document of this address, compiled; nil when it is not open.
    mutating func document(_ uri: String) -> OpenDocument? {
        documents[uri]?.compile(tools)
        return documents[uri]
    }

    mutating func open(_ item: JSONValue) {
        guard let uri = item["uri"]?.stringValue, let text = item["text"]?.stringValue else { return }
        remove(uri)
        guard documents.count < Self.countMax else { return }
        add(OpenDocument(uri: uri, version: item["version"]?.int64Value, text: text))
        mark(uri)
    }

    mutating func change(_ item: JSONValue, _ changes: [JSONValue], _ unit: ColumnUnit) {
        guard let uri = item["uri"]?.stringValue, var document = documents[uri] else { return }
        remove(uri)
        document.version = item["version"]?.int64Value ?? document.version
        for change in changes { document.apply(change, unit) }
        add(document)
        mark(uri)
    }

    mutating func close(_ item: JSONValue) {
        guard let uri = item["uri"]?.stringValue, documents[uri] != nil else { return }
        remove(uri)
        mark(uri)
    }

    mutating func removeAll() {
        documents = [:]
        pending = []
        bytesCount = 0
    }

    /// What is to be told of: each document that has changed, compiled, and those that were closed, empty.
    mutating func publishable() -> [OpenDocument] {
        let uris = pending
        pending = []
        return uris.map { document($0) ?? OpenDocument(uri: $0, version: nil, text: "") }
    }

    private mutating func remove(_ uri: String) {
        if let document = documents.removeValue(forKey: uri) { bytesCount -= document.text.bytes.count }
    }

    private mutating func add(_ document: OpenDocument) {
        var document = document
        let others = bytesCount
        if others + document.text.bytes.count > Self.bytesMax { document.drop() }
        bytesCount += document.text.bytes.count
        documents[document.uri] = document
    }

    private mutating func mark(_ uri: String) {
        if !pending.contains(uri) { pending.append(uri) }
    }
}

/// A document that is open.
struct OpenDocument: Sendable {
    let uri: String
    var version: Int64?
    private(set) var text: EditedText
    /// Whether it was too long to be kept; it comes back with its whole text.
    private(set) var isTooLong = false
    private(set) var script: ScriptDocument?

    init(uri: String, version: Int64?, text: String) {
        self.uri = uri
        self.version = version
        self.text = EditedText(bytes: [])
        replace(Array(text.utf8))
    }

    mutating func compile(_ tools: ToolSignatures) {
        if script == nil { script = ScriptDocument(bytes: text.bytes, tools: tools) }
    }

    /// Applies a change: of a range, or of everything. One that makes no sense is passed over.
    mutating func apply(_ change: JSONValue, _ unit: ColumnUnit) {
        guard let new = change["text"]?.stringValue else { return }
        guard let range = change["range"], !range.isNull else { return replace(Array(new.utf8)) }
        guard !isTooLong, let place = self.range(range, unit) else { return }
        script = nil
        text.replace(place, with: Array(new.utf8))
        if text.bytes.count > SourceText.bytesMax { drop() }
    }

    /// Forgets the text.
    mutating func drop() {
        text = EditedText(bytes: [])
        script = nil
        isTooLong = true
    }

    private mutating func replace(_ bytes: [UInt8]) {
        script = nil
        isTooLong = false
        guard bytes.count <= SourceText.bytesMax else { return drop() }
        text = EditedText(bytes: bytes)
    }

    // MARK: Places

    /// The offset of a position; nil when it is none.
    func offset(_ position: JSONValue?, _ unit: ColumnUnit) -> Int? {
        guard let line = position?["line"]?.int64Value, let column = position?["character"]?.int64Value, line >= 0,
            column >= 0
        else { return nil }
        return text.offset(line: Int(line), column: Int(column), in: unit)
    }

    /// The stretch of a range; nil when it is none. One that is given backwards is turned around.
    func range(_ range: JSONValue?, _ unit: ColumnUnit) -> SourceRange? {
        guard let start = offset(range?["start"], unit), let end = offset(range?["end"], unit) else { return nil }
        return SourceRange(min(start, end), max(start, end))
    }
}
