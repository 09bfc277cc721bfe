import CoreLanguage

extension LanguageServer {
    /// Takes a notification. What is unknown, or can't be read, changes nothing.
    mutating func note(_ method: String, _ parameters: JSONValue) {
        if method == "exit" {
            var wasShutDown = false
            if case .shutDown = lifecycle { wasShutDown = true }
            lifecycle = .ended(wasShutDown: wasShutDown)
            documents.removeAll()
            return
        }
        guard case .initialized = lifecycle, let document = parameters["textDocument"] else { return }
        switch method {
        case "textDocument/didOpen": documents.open(document)
        case "textDocument/didChange":
            documents.change(document, parameters["contentChanges"]?.arrayValue ?? [], unit)
        case "textDocument/didClose": documents.close(document)
        default: break
        }
    }

    /// The result of a request.
    mutating func answer(_ method: String, _ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        switch lifecycle {
        case .started:
            guard method == "initialize" else { throw .notInitialized("The first request is `initialize`.") }
            lifecycle = .initialized
            unit = Self.unit(parameters)
            clientProcessID = parameters["processId"]?.int64Value.flatMap { Int32(exactly: $0) }
            return capabilities
        case .initialized:
            if method == "initialize" { throw .invalidRequest("`initialize` was sent already.") }
            guard method != "shutdown" else {
                lifecycle = .shutDown
                return nil
            }
            return try answerAbout(method, parameters)
        case .shutDown, .ended: throw .invalidRequest("After `shutdown` only `exit` follows.")
        }
    }

    /// The first of the client's units that is known here; UTF-16 when it names none.
    private static func unit(_ parameters: JSONValue) -> ColumnUnit {
        let offered = parameters["capabilities"]?["general"]?["positionEncodings"]?.arrayValue ?? []
        return offered.lazy.compactMap { $0.stringValue.flatMap(ColumnUnit.init(rawValue:)) }.first ?? .utf16
    }

    private var capabilities: JSONValue {
        let capabilities: JSONValue = [
            "positionEncoding": .string(unit.rawValue),
            "textDocumentSync": ["openClose": true, "change": 2, "save": ["includeText": false]],
            "completionProvider": ["triggerCharacters": [".", "\"", "{", "@", ">"], "resolveProvider": false],
            "signatureHelpProvider": ["triggerCharacters": ["(", ","]],
            "hoverProvider": true, "definitionProvider": true, "referencesProvider": true,
            "documentHighlightProvider": true, "foldingRangeProvider": true,
            "renameProvider": ["prepareProvider": true], "documentFormattingProvider": true,
            "documentSymbolProvider": true, "codeActionProvider": ["codeActionKinds": ["quickfix"]],
        ]
        return ["capabilities": capabilities, "serverInfo": ["name": "scriptorium", "version": .string(version)]]
    }

    private mutating func answerAbout(_ method: String, _ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        switch method {
        case "textDocument/completion": return try place(parameters) { $0.completions(at: $1) }
        case "textDocument/hover": return try place(parameters) { $0.hover(at: $1) }
        case "textDocument/signatureHelp": return try place(parameters) { $0.signatureHelp(at: $1) }
        case "textDocument/documentHighlight": return try place(parameters) { $0.highlights(at: $1) }
        case "textDocument/foldingRange": return try document(parameters).folds
        case "textDocument/definition": return try place(parameters) { $0.definition(at: $1) }
        case "textDocument/references":
            let includesDeclaration = parameters["context"]?["includeDeclaration"]?.boolValue ?? true
            return try place(parameters) { $0.references(at: $1, includesDeclaration) }
        case "textDocument/prepareRename": return try prepareRename(parameters)
        case "textDocument/rename": return try rename(parameters)
        case "textDocument/formatting": return try document(parameters).formatting
        case "textDocument/documentSymbol": return try document(parameters).symbols
        case "textDocument/codeAction": return try actions(parameters)
        default: throw .unknownMethod("There is no method `\(method.prefix(100))`.")
        }
    }
}
