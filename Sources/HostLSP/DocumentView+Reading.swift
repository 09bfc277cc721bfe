import CoreLanguage

/// What helps to read and to write a script at a place.
extension DocumentView {
    /// The answer to `textDocument/signatureHelp`.
    func signatureHelp(at offset: Int) -> JSONValue {
        guard let help = script.signatureHelp(at: offset) else { return nil }
        let forms = help.forms.map { form -> JSONValue in
            var object: JSONObject = [
                "label": .string(form.label), "parameters": .array(form.parameters.map(parameter)),
            ]
            if let text = help.documentation { object["documentation"] = Self.markdown(text) }
            return .object(object)
        }
        return [
            "signatures": .array(forms), "activeSignature": .integer(Int64(help.activeForm)),
            "activeParameter": .integer(Int64(help.activeParameter)),
        ]
    }

    private func parameter(_ parameter: ScriptSignatureHelp.Parameter) -> JSONValue {
        let label: JSONValue = [
            .integer(Int64(parameter.range.lowerBound)), .integer(Int64(parameter.range.upperBound)),
        ]
        guard let text = parameter.documentation else { return ["label": label] }
        return ["label": label, "documentation": Self.markdown(text)]
    }

    /// The answer to `textDocument/documentHighlight`.
    func highlights(at offset: Int) -> JSONValue {
        .array(script.highlights(at: offset).map { ["range": range($0.range), "kind": $0.isDefinition ? 3 : 2] })
    }

    /// The answer to `textDocument/foldingRange`.
    var folds: JSONValue {
        .array(
            script.folds.map { fold in
                var object: JSONObject = [
                    "startLine": .integer(Int64(fold.first)), "endLine": .integer(Int64(fold.last)),
                ]
                if fold.kind != .block { object["kind"] = .string(fold.kind.rawValue) }
                return .object(object)
            })
    }
}
