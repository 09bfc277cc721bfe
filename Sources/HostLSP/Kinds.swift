import CoreLanguage

extension ScriptCompletion.Kind {
    /// `CompletionItemKind` of LSP 3.17.
    var number: Int64 {
        switch self {
        case .function: 3
        case .member, .field: 5
        case .binding, .input: 6
        case .tool: 9
        case .annotation: 10
        case .enumeration: 13
        case .keyword: 14
        case .label: 18
        case .enumerationMember: 20
        case .type: 25
        }
    }
}

extension ScriptOutline.Kind {
    /// `SymbolKind` of LSP 3.17.
    var number: Int64 {
        switch self {
        case .script: 2
        case .block: 3
        case .field: 8
        case .enumeration: 10
        case .member: 22
        case .tool: 11
        case .step: 6
        case .binding: 13
        case .loop, .branch: 5
        case .handler: 24
        }
    }
}
