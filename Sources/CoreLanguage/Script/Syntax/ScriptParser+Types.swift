/// Types, fields and their constraints.
extension ScriptParser {
    /// Reads a type; what can't be read is `.missing` and told of.
    mutating func type() -> TypeSyntax {
        let start = Int(current.start)
        guard enter(Self.depthMax + 1) else {
            skipNested()
            return TypeSyntax(.missing, isOptional: false, SourceRange(start, start))
        }
        defer { depth -= 1 }
        let kind: TypeSyntax.Kind
        switch self.kind {
        case .name where word == .list: kind = list()
        case .name: kind = .name(takeName().text)
        case .leftBrace: kind = shape()
        default:
            typeFault()
            return TypeSyntax(.missing, isOptional: false, place)
        }
        let isOptional = take(.question)
        return TypeSyntax(kind, isOptional: isOptional, range(from: start))
    }

    private mutating func typeFault() {
        let isQuoted = kind == .string
        fault(
            Diagnostic(
                .typeExpected, at: place, "A type is missing before \(named(current)).", label: "type expected",
                hint: isQuoted
                    ? "Types stand without quotes."
                    : "Types are text, number, integer, boolean, date, timestamp, binary, object, any, list<…>, { … } and enumerations.",
                fix: isQuoted ? label().map { Diagnostic.Fix($0.range, $0.text) } : nil))
    }

    /// `list<T>`, or `list` alone.
    private mutating func list() -> TypeSyntax.Kind {
        let form = "`list<type>`"
        advance()
        guard take(.less) else {
            if kind == .leftBracket || kind == .leftParenthesis { _ = expect(.less, "<", form) }
            return .list(nil)
        }
        let element = type()
        if kind == .greaterOrEqual {
            // `list<text>= []`: the two marks were read as one.
            lastEnd = Int(current.start) + 1
            current.kind = .assign
            current.start += 1
        } else {
            _ = expect(.greater, ">", form)
        }
        return .list(element)
    }

    /// `{ a : text, b? : number }`.
    private mutating func shape() -> TypeSyntax.Kind {
        var fields: [FieldSyntax] = []
        bracketed(separator: .commasOrLines) { parser in
            guard let name = parser.memberName("`{ name : type }`"), let field = parser.field(name) else { return }
            fields.append(field)
        }
        return .shape(fields)
    }

    /// The lines under `input`, `output`, `stream` and `env`.
    mutating func fields(ofEnvironment isEnvironment: Bool) -> [FieldSyntax] {
        var fields: [FieldSyntax] = []
        block { parser in
            let field = parser.expectName("The name of a field", "`name : type`").flatMap {
                parser.field($0, isInBlock: true, isEnvironment: isEnvironment)
            }
            let isBroken = parser.isSilent
            parser.endLine()
            // What is indented under a field that could not be read belongs to it.
            if isBroken, parser.kind == .indent { parser.skipBlock() }
            if let field { fields.append(field) }
        }
        return fields
    }

    /// The field behind its name.
    private mutating func field(
        _ name: NameSyntax, isInBlock: Bool = false, isEnvironment: Bool = false
    ) -> FieldSyntax? {
        let isOptional = take(.question)
        guard expect(.colon, ":", "`name : type`") else { return nil }
        let type = type()
        var constraints: [ConstraintSyntax] = []
        var secret: SourceRange?
        while kind == .name, !isSilent, linesSeparate ? !current.isFirstOnLine : true {
            if word == .secret, isEnvironment, secret == nil {
                secret = current.range
                advance()
            } else if let constraint = constraint(isEnvironment: isEnvironment) {
                constraints.append(constraint)
            }
        }
        let defaultValue = isInBlock && !isSilent && take(.assign) ? expression() : nil
        if !isInBlock, kind == .assign { fault(defaultInShape()) }
        return FieldSyntax(
            name: name, isOptional: isOptional, type: type, constraints: constraints, secret: secret,
            defaultValue: defaultValue, description: description(after: lastEnd), range: range(from: name.range.start))
    }

    private func defaultInShape() -> Diagnostic {
        Diagnostic(
            .lineEndExpected, at: current.range, "A field of a shape has no default.", label: "not expected here",
            hint: "Write `?` behind its name when it need not be there, and give the value with `??` where it is read.")
    }

    /// The comment behind `offset` on its line, without dashes and spaces around it.
    private mutating func description(after offset: Int) -> String? {
        var place = offset
        while place < bytes.count, ScriptByte.isSpace(bytes[place]) || bytes[place] == JSONByte.comma { place += 1 }
        while nextComment < comments.count, comments[nextComment].range.start < place { nextComment += 1 }
        guard nextComment < comments.count, comments[nextComment].range.start == place else { return nil }
        var start = place + 2
        var end = comments[nextComment].range.end
        while start < end, ScriptByte.isSpace(bytes[start]) { start += 1 }
        while end > start, ScriptByte.isSpace(bytes[end - 1]) { end -= 1 }
        return start < end ? source.text(at: SourceRange(start, end)) : nil
    }
}
