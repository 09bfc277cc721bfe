/// Types, fields and declarations.
extension ScriptFormatter {
    /// Other spellings of types.
    private static let aliases = [
        "string": "text", "float": "number", "double": "number", "int": "integer", "int32": "integer",
        "int64": "integer",
        "long": "integer", "bool": "boolean", "datetime": "timestamp", "value": "any",
    ]

    private mutating func flat(_ type: TypeSyntax) {
        guard !overflowed else { return }
        switch type.kind {
        case .missing: break
        case .name(let name): write(enumerations.contains(name) ? name : Self.aliases[name] ?? name)
        case .list(let element):
            write("list")
            if let element {
                write("<")
                flat(element)
                write(">")
            }
        case .shape(let fields):
            write(fields.isEmpty ? "{" : "{ ")
            for (index, field) in fields.enumerated() {
                guard !overflowed else { return }
                if index > 0 { write(", ") }
                fieldHead(field, width: 0)
                flat(field.type)
                constraints(field)
            }
            write(fields.isEmpty ? "}" : " }")
        }
        if type.isOptional { write("?") }
    }

    /// Writes a type on this line if it fits there, and in lines of the next level otherwise.
    mutating func layOut(_ type: TypeSyntax, _ level: Int, reserving columns: Int = 0) {
        if !holdsComment(type), fits(reserving: columns, { $0.flat(type) }) { return }
        switch type.kind {
        case .list(.some(let element)):
            write("list<")
            layOut(element, level, reserving: columns + 1)
            write(">")
            if type.isOptional { write("?") }
        case .shape(let fields):
            broken("{", fields, "}", level, type.range, start: \.name.range.start) { formatter, field in
                formatter.fieldHead(field, width: 0)
                formatter.layOut(field.type, level + 1, reserving: 1)
                formatter.constraints(field)
                return field.description != nil
            }
            if type.isOptional { write("?") }
        default: flat(type)
        }
    }

    /// `name? : `, with the colon `width` columns from the front.
    private mutating func fieldHead(_ field: FieldSyntax, width: Int) {
        name(field.name)
        if field.isOptional { write("?") }
        write(String(repeating: " ", count: max(0, width - Self.width(field))) + " : ")
    }

    private static func width(_ field: FieldSyntax) -> Int {
        field.name.text.utf8.count + (field.isOptional ? 1 : 0)
    }

    private mutating func constraints(_ field: FieldSyntax) {
        for constraint in field.constraints {
            write(" " + constraint.name.text)
            guard !constraint.arguments.isEmpty else { continue }
            write("(")
            for (index, argument) in constraint.arguments.enumerated() {
                if index > 0 { write(", ") }
                flat(argument)
            }
            write(")")
        }
        if field.secret != nil { write(" secret") }
    }

    /// The lines of a block of fields, with their colons under each other.
    private mutating func fields(_ fields: [FieldSyntax], _ limit: Int) {
        let width = fields.map(Self.width).max() ?? 0
        lines(fields, at: 1, limit: limit, start: \.range.start) { formatter, field, limit in
            let start = formatter.lineStart(1)
            formatter.fieldHead(field, width: width)
            formatter.layOut(field.type, 1)
            formatter.constraints(field)
            if let value = field.defaultValue {
                formatter.write(" = ")
                formatter.layOut(value, 1)
            }
            formatter.endStatement(from: start, limit, takesTrailing: field.description != nil)
        }
    }

    mutating func declaration(_ declaration: DeclarationSyntax, _ limit: Int) {
        let start = lineStart(0)
        switch declaration.kind {
        case .script(let title, let description):
            write("script ")
            if let title { write(title.range) }
            let lines = description.filter { $0.range.count > 0 }
            endStatement(from: start, lines.first?.range.start ?? limit)
            self.lines(lines, at: 1, limit: limit, start: \.range.start) { formatter, line, _ in
                formatter.write(line.range)
            }
        case .version(let version):
            write("version ")
            if let version { write(version.range) }
            endStatement(from: start, limit)
        case .input(let fields): block("input", fields, limit)
        case .output(let fields): block("output", fields, limit)
        case .stream(let fields): block("stream", fields, limit)
        case .env(let fields): block("env", fields, limit)
        case .enumeration(let enumeration): self.enumeration(enumeration, limit)
        case .tools(let tools): self.tools(tools, limit)
        case .threadError(let steps):
            write("on thread error")
            endStatement(from: start, steps.first?.range.start ?? limit)
            self.steps(steps, at: 1, limit)
        }
    }

    private mutating func block(_ word: String, _ fields: [FieldSyntax], _ limit: Int) {
        let start = lineStart(0)
        write(word)
        endStatement(from: start, fields.first?.range.start ?? limit)
        self.fields(fields, limit)
    }

    private mutating func enumeration(_ enumeration: EnumerationSyntax, _ limit: Int) {
        let start = lineStart(0)
        write("enum \(enumeration.name.text)")
        if let base = enumeration.base { write(" : \(Self.aliases[base.text] ?? base.text)") }
        write(" =")
        let isOneLine = fits { formatter in
            for (index, member) in enumeration.members.enumerated() where !formatter.overflowed {
                formatter.write(index > 0 ? " | " : " ")
                formatter.literal(member.value, member.range)
            }
        }
        if !isOneLine {
            for (index, member) in enumeration.members.enumerated() {
                if index > 0 { newLine(1) }
                write(index > 0 ? "| " : " ")
                literal(member.value, member.range)
            }
        }
        endStatement(from: start, limit)
    }

    private mutating func tools(_ tools: [ToolImportSyntax], _ limit: Int) {
        let start = lineStart(0)
        write("import tools")
        endStatement(from: start, tools.first?.name.range.start ?? limit)
        lines(tools, at: 1, limit: limit, start: \.name.range.start) { formatter, tool, limit in
            let start = formatter.lineStart(1)
            formatter.write("\(tool.name.text) from \(tool.source.text)")
            if let alias = tool.alias { formatter.write(" as \(alias.text)") }
            formatter.endStatement(from: start, limit)
        }
    }
}
