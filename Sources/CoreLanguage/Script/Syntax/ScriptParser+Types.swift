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
        if let found = foreignForm(range(from: start)) {
            fault(found)
            return TypeSyntax(.missing, isOptional: false, place)
        }
        return TypeSyntax(kind, isOptional: isOptional, range(from: start))
    }

    /// `text[]` and `text | null`, as other languages write types.
    private func foreignForm(_ type: SourceRange) -> Diagnostic? {
        let end = Int(token(after: 1).end)
        let written = source.text(at: type)
        let meant: String
        switch kind {
        case .leftBracket where token(after: 1).kind == .rightBracket: meant = "list<\(written)>"
        case .bar where token(after: 1).word == .null: meant = written.hasSuffix("?") ? written : written + "?"
        case .bar:
            return Diagnostic(
                .lineEndExpected, at: current.range, "A type has no alternatives.", label: "not expected here",
                hint: "Write `any`; certain texts are an enumeration: `enum Name = A | B`.")
        default: return nil
        }
        let range = SourceRange(type.start, end)
        return Diagnostic(
            .lineEndExpected, at: range, "`\(Suggestion.clipped(source.text(at: range)))` is no type.",
            label: "as in another language", hint: "Write \(Suggestion.clipped("`\(meant)`")).",
            fix: Diagnostic.Fix(range, meant))
    }

    /// `[text]`, as other languages write a list.
    private func bracketedType() -> Diagnostic? {
        guard kind == .leftBracket, token(after: 1).kind == .name, token(after: 2).kind == .rightBracket else {
            return nil
        }
        let range = current.range.joined(token(after: 2).range)
        let meant = "list<\(source.text(at: token(after: 1).range))>"
        return Diagnostic(
            .typeExpected, at: range, "`\(Suggestion.clipped(source.text(at: range)))` is no type.",
            label: "as in another language", hint: "Write \(Suggestion.clipped("`\(meant)`")).",
            fix: Diagnostic.Fix(range, meant))
    }

    private mutating func typeFault() {
        if let found = bracketedType() { return fault(found) }
        let isQuoted = kind == .string
        fault(
            Diagnostic(
                .typeExpected, at: place, "A type is missing before \(named(current)).", label: "type expected",
                hint: isQuoted
                    ? "Types stand without quotes."
                    : kind.endsLine && index > 0 && tokens[index - 1].kind == .less
                        ? "`list<type>` stands on one line."
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
        if let count = linesOfList {
            typeFault()
            for _ in 0..<count { skip() }
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

    /// How many tokens there are up to the `>` of a `list<` that goes on in lines below; nil when it does not.
    private var linesOfList: Int? {
        guard kind == .newline, token(after: 1).kind == .indent else { return nil }
        var distance = 1
        var level = 0
        repeat {
            let kind = token(after: distance).kind
            if kind == .indent { level += 1 }
            if kind == .dedent { level -= 1 }
            if kind == .end { return nil }
            distance += 1
        } while level > 0
        return token(after: distance).kind == .greater ? distance + 1 : nil
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
