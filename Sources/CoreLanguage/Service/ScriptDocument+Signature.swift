extension ScriptDocument {
    /// What the call takes in whose brackets `offset` is: of a function, of a constraint, or of a tool; on a line
    /// `name = value` under a step what the step takes. Nil elsewhere.
    public func signatureHelp(at offset: Int) -> ScriptSignatureHelp? {
        let offset = min(max(0, offset), source.bytes.count)
        guard !tree.comments.contains(where: { $0.range.start < offset && offset <= $0.range.end }) else { return nil }
        // A line that breaks off in brackets ends with its last word.
        var place = offset
        while place > 0, ScriptByte.isSpace(source.bytes[place - 1]) { place -= 1 }
        let statement = ScriptStatement(source, ScriptLexer.lex(source).tokens, at: place)
        let open = OpenBracket.all(in: statement, before: offset)
        for (depth, bracket) in open.enumerated().reversed() {
            if let help = help(in: bracket, isOutermost: depth == 0, statement) { return help }
        }
        return helpOnLine(statement, offset)
    }

    private func help(
        in bracket: OpenBracket, isOutermost: Bool, _ statement: ScriptStatement
    ) -> ScriptSignatureHelp? {
        let tokens = statement.tokens
        let place = bracket.place
        if tokens[place].kind == .leftParenthesis, place > statement.range.lowerBound, tokens[place - 1].kind == .name {
            return call(place - 1, bracket.commas, statement)
        }
        guard isOutermost, tokens[place].kind == .leftBrace, statement.at(place + 1).isInArguments else { return nil }
        let name = bracket.key.map { source.text(at: tokens[$0].range) }
        return arguments(of: statement, at: name, bracket.commas)
    }

    private func call(_ place: Int, _ commas: Int, _ statement: ScriptStatement) -> ScriptSignatureHelp? {
        let name = statement.text(of: statement.tokens[place])
        if name == "env" {
            let form = ScriptSignatureHelp.Form(name, ["name", "default?"], signature: "(name, text?) -> text")
            return ScriptSignatureHelp(
                [form], documentation: "Reads a variable of the environment.", activeParameter: commas)
        }
        let before = place > statement.range.lowerBound ? statement.tokens[place - 1].kind : .end
        if statement.isInType, let kind = ConstraintKind(name) { return constraint(kind, commas) }
        guard let builtin = Builtins.table[name] else { return nil }
        // What stands before the point is the first of what it takes.
        let isMethod = before == .point || before == .optionalPoint
        let forms = builtin.signatures.map {
            ScriptSignatureHelp.Form(name, builtin.parameters, signature: $0)
        }
        return ScriptSignatureHelp(
            forms, documentation: builtin.summary, activeParameter: isMethod ? commas + 1 : commas)
    }

    private func constraint(_ kind: ConstraintKind, _ commas: Int) -> ScriptSignatureHelp? {
        guard let open = kind.form.firstIndex(of: "(") else { return nil }
        let names = kind.form[open...].dropFirst().dropLast().split(separator: ",").map { name in
            (String(name.drop { $0 == " " }), String?.none)
        }
        return ScriptSignatureHelp(
            [.init(front: kind.rawValue + "(", names, back: ")")],
            documentation: "A constraint of \(kind.typeWords).", activeParameter: commas)
    }

    /// On the line of an argument.
    private func helpOnLine(_ statement: ScriptStatement, _ offset: Int) -> ScriptSignatureHelp? {
        guard let first = statement.first, first.kind == .name, let owner = statement.owner,
            let assign = statement.all.dropFirst().first, assign.kind == .assign, Int(assign.end) <= offset,
            let last = statement.all.last, source.lineIndex(of: offset) <= source.lineIndex(of: Int(last.end))
        else { return nil }
        return arguments(of: owner, at: statement.text(of: first), 0)
    }

    /// What a step takes by name; the parameter is the one that is named, or else the one of this number.
    private func arguments(of owner: ScriptStatement, at name: String?, _ number: Int) -> ScriptSignatureHelp? {
        let fields = fields(under: owner)
        guard let first = owner.first, !fields.isEmpty else { return nil }
        let active = name.map { name in fields.firstIndex { $0.name == name } ?? fields.count } ?? number
        let called = owner.name(behind: [.with, .fallback])
        let parameters = fields.map { field in
            ("\(field.name)\(field.isRequired ? "" : "?"): \(field.shownType)", Optional(field.summary))
        }
        let form = ScriptSignatureHelp.Form(
            front: "\(called ?? owner.text(of: first)) { ", parameters, back: " }")
        let summary = called.flatMap(tool).flatMap { tools[$0]?.summary }
        return ScriptSignatureHelp([form], documentation: summary, activeParameter: active)
    }
}

/// A bracket that is open at a place.
private struct OpenBracket {
    /// Its number among the tokens.
    let place: Int
    /// How many commas of its own stand before the place.
    var commas = 0
    /// The token before the last colon of its own, as far as no comma follows.
    var key: Int?

    /// The brackets that are open before `offset`, from the outermost.
    static func all(in statement: ScriptStatement, before offset: Int) -> [OpenBracket] {
        var open: [OpenBracket] = []
        for place in statement.range where Int(statement.tokens[place].end) <= offset {
            let kind = statement.tokens[place].kind
            if kind.closing != nil {
                open.append(OpenBracket(place: place))
            } else if kind.isClosing {
                _ = open.popLast()
            } else if let last = open.indices.last {
                if kind == .comma {
                    open[last].commas += 1
                    open[last].key = nil
                } else if kind == .colon {
                    open[last].key = place - 1
                }
            }
        }
        return open
    }
}
