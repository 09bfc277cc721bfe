import CoreLanguage

/// What trees say apart from where: two of these texts are equal when the trees differ in ranges alone.
enum ScriptShape {
    static func text(of tree: SyntaxTree) -> String {
        text(tree.items) + "\n" + text(tree.annotations)
    }

    /// The comments without spaces at their ends.
    static func comments(_ tree: SyntaxTree, _ source: SourceText) -> [String] {
        tree.comments.map { comment in
            var text = Substring(source.text(at: comment.range))
            while let last = text.unicodeScalars.last, last == " " || last == "\t" { text.unicodeScalars.removeLast() }
            return String(text)
        }
    }

    private static let aliases = [
        "string": "text", "float": "number", "double": "number", "int": "integer", "int32": "integer",
        "int64": "integer", "long": "integer", "bool": "boolean", "datetime": "timestamp", "value": "any",
    ]

    static func text(_ value: Any) -> String {
        switch value {
        case is SourceRange: return ""
        case let text as String: return "\"\(text)\""
        case let value as JSONValue: return "\(value)"
        case TypeSyntax.Kind.name(let name): return "type \(aliases[name] ?? name)"
        case let enumeration as EnumerationSyntax:
            let base = enumeration.base?.text
            return "enum \(enumeration.name.text) \(base.map { aliases[$0] ?? $0 } ?? "") \(text(enumeration.members))"
        default: break
        }
        let mirror = Mirror(reflecting: value)
        let children = mirror.children.filter { child in
            !(child.value is SourceRange) && !(child.value is SourceRange?)
        }
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { text($0.value) } ?? "nil"
        case .collection, .set: return "[" + children.map { text($0.value) }.joined(separator: " ") + "]"
        case .enum where mirror.children.isEmpty: return "\(value)"
        default:
            if children.isEmpty, mirror.children.isEmpty { return "\(value)" }
            return "(" + children.map { "\($0.label ?? ""):\(text($0.value))" }.joined(separator: " ") + ")"
        }
    }
}
