/// What a place asks for: a type, and how a diagnostic speaks of it.
struct Want {
    let type: ScriptType
    /// Such as "The argument `url` of `http_request`", without the article's capital in mid-sentence.
    let subject: String
    let code: DiagnosticCode
    /// Where the type is declared.
    let related: SourceRange?
    /// What else the value has to keep.
    var constraints = FieldConstraints()
    /// Whether what only the run can tell is checked then, since nothing behind this place would.
    var isKept = false

    init(
        _ type: ScriptType, _ subject: String, _ code: DiagnosticCode = .typeMismatch, related: SourceRange? = nil,
        constraints: FieldConstraints = FieldConstraints()
    ) {
        self.type = type
        self.subject = subject
        self.code = code
        self.related = related
        self.constraints = constraints
    }

    /// The same for a part of it.
    func part(_ type: ScriptType, _ subject: String) -> Want {
        var part = Want(type, subject, code, related: related)
        part.isKept = isKept
        return part
    }

    /// The same, checked by the run where nothing else can tell.
    var kept: Want {
        var copy = self
        copy.isKept = true
        return copy
    }
}
