import CoreLanguage

/// A document with the unit that its columns are counted in: answers as JSON.
struct DocumentView {
    let document: OpenDocument
    let script: ScriptDocument
    private let places: TextPlaces

    init(_ document: OpenDocument, _ script: ScriptDocument, in unit: ColumnUnit) {
        self.document = document
        self.script = script
        places = TextPlaces(document.text, in: unit)
    }

    /// A stretch as a range.
    func range(_ range: SourceRange) -> JSONValue { ["start": position(range.start), "end": position(range.end)] }

    private func position(_ offset: Int) -> JSONValue {
        let (line, column) = places.position(of: offset)
        return ["line": .integer(Int64(line)), "character": .integer(Int64(column))]
    }

    func edit(_ edit: ScriptEdit) -> JSONValue {
        ["range": range(edit.range), "newText": .string(edit.replacement)]
    }

    private func location(_ place: SourceRange) -> JSONValue {
        ["uri": .string(document.uri), "range": range(place)]
    }

    func completions(at offset: Int) -> JSONValue {
        .array(script.completions(at: offset).map(item))
    }

    private func item(_ item: ScriptCompletion) -> JSONValue {
        var object: JSONObject = [
            "label": .string(item.label), "kind": .integer(item.kind.number),
            "sortText": .string("\(item.rank) \(item.label)"),
            "textEdit": edit(ScriptEdit(item.range, item.insertion)),
        ]
        if let detail = item.detail { object["detail"] = .string(detail) }
        if let filter = item.filter { object["filterText"] = .string(filter) }
        if let text = item.documentation { object["documentation"] = Self.markdown(text) }
        return .object(object)
    }

    static func markdown(_ text: String) -> JSONValue { ["kind": "markdown", "value": .string(text)] }

    func hover(at offset: Int) -> JSONValue {
        guard let hover = script.hover(at: offset) else { return nil }
        return ["contents": Self.markdown(hover.markdown), "range": range(hover.range)]
    }

    func definition(at offset: Int) -> JSONValue {
        script.definition(at: offset).map(location) ?? nil
    }

    func references(at offset: Int, _ includesDeclaration: Bool) -> JSONValue {
        .array(script.references(at: offset, includingDefinitions: includesDeclaration).map(location))
    }

    var formatting: JSONValue {
        script.formatting().map { .array($0.map(edit)) } ?? nil
    }

    var symbols: JSONValue { .array(script.outline.map(symbol)) }

    private func symbol(_ part: ScriptOutline) -> JSONValue {
        var object: JSONObject = [
            "name": .string(part.name), "kind": .integer(part.kind.number), "range": range(part.range),
            "selectionRange": range(part.selection),
        ]
        if let detail = part.detail { object["detail"] = .string(detail) }
        if !part.children.isEmpty { object["children"] = .array(part.children.map(symbol)) }
        return .object(object)
    }

    func diagnostic(_ diagnostic: Diagnostic, _ documentation: String?) -> JSONValue {
        let notes = [diagnostic.message, diagnostic.why, diagnostic.hint].compactMap(\.self)
        var object: JSONObject = [
            "range": range(diagnostic.range), "severity": diagnostic.severity == .error ? 1 : 2,
            "code": .string(diagnostic.code.name), "source": "scriptum",
            "message": .string(notes.joined(separator: "\n")),
        ]
        if let documentation {
            object["codeDescription"] = ["href": .string("\(documentation)#\(diagnostic.code.name.lowercased())")]
        }
        if ["W301", "W302", "W501"].contains(diagnostic.code.name) { object["tags"] = [1] }
        let related = diagnostic.related.map { related -> JSONValue in
            ["location": location(related.range), "message": .string(related.message)]
        }
        if !related.isEmpty { object["relatedInformation"] = .array(related) }
        return .object(object)
    }
}
