import CoreLanguage

extension LanguageServer {
    /// The document that a request is about.
    mutating func document(_ parameters: JSONValue) throws(ResponseError) -> DocumentView {
        guard let uri = parameters["textDocument"]?["uri"]?.stringValue else {
            throw .invalidParameters("`textDocument.uri` is missing.")
        }
        guard let document = documents.document(uri), let script = document.script else {
            throw .invalidParameters("The document is not open.")
        }
        return DocumentView(document, script, in: unit)
    }

    /// The answer about a place in a document.
    mutating func place(
        _ parameters: JSONValue, _ answer: (DocumentView, Int) -> JSONValue
    ) throws(ResponseError) -> JSONValue {
        let view = try document(parameters)
        return answer(view, try offset(parameters, in: view))
    }

    private func offset(_ parameters: JSONValue, in view: DocumentView) throws(ResponseError) -> Int {
        guard let offset = view.document.offset(parameters["position"], unit) else {
            throw .invalidParameters("`position` needs `line` and `character`, numbers from 0.")
        }
        return offset
    }

    mutating func prepareRename(_ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        let view = try document(parameters)
        let offset = try offset(parameters, in: view)
        do throws(RenameRefusal) {
            let range = try view.script.renameRange(at: offset)
            return ["range": view.range(range), "placeholder": .string(view.script.source.text(at: range))]
        } catch {
            throw .failed(error.message)
        }
    }

    mutating func rename(_ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        let view = try document(parameters)
        let offset = try offset(parameters, in: view)
        guard let name = parameters["newName"]?.stringValue else {
            throw .invalidParameters("`newName` is missing.")
        }
        do throws(RenameRefusal) {
            let edits = try view.script.rename(at: offset, to: name).map(view.edit)
            return ["changes": .object([view.document.uri: .array(edits)])]
        } catch {
            throw .failed(error.message)
        }
    }

    mutating func actions(_ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        let view = try document(parameters)
        guard let range = view.document.range(parameters["range"], unit) else {
            throw .invalidParameters("`range` needs `start` and `end`.")
        }
        return view.actions(in: range, documentation)
    }

    /// The notification that tells what is wrong in a document.
    func diagnostics(of document: OpenDocument) -> JSONValue {
        var items: [JSONValue] = []
        if document.isTooLong {
            items = [
                [
                    "range": ["start": ["line": 0, "character": 0], "end": ["line": 0, "character": 0]], "severity": 1,
                    "code": "E102",
                    "source": "scriptum",
                    "message": .string(
                        "The script is too long to be looked at: the most are \(SourceText.bytesMax) bytes."),
                ]
            ]
        } else if let script = document.script {
            let view = DocumentView(document, script, in: unit)
            items = script.diagnostics.map { view.diagnostic($0, documentation) }
        }
        var parameters: JSONObject = ["uri": .string(document.uri), "diagnostics": .array(items)]
        if let version = document.version { parameters["version"] = .integer(version) }
        return [
            "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": .object(parameters),
        ]
    }
}
