public import CoreLanguage

/// Something that is wrong or doubtful in a source.
public struct ScriptDiagnostic: Message, Hashable {
    public let file: String
    public let line: Int64
    public let column: Int64
    public let endLine: Int64
    public let endColumn: Int64
    public let severity: Diagnostic.Severity
    public let code: String
    public let message: String
    public let why: String?
    public let hint: String?
    public let related: [ScriptRelatedPlace]
    public let fix: ScriptFix?

    public static let schema = ObjectSchema(
        "Something that is wrong or doubtful in a source.",
        ScriptDiagnostic.init(
            file:line:column:endLine:endColumn:severity:code:message:why:hint:related:fix:),
        Field("file", \.file, .string(count: 1...4_096), "What the source was called."),
        Field("line", \.line, .place, "The line of its first character, from 1."),
        Field("column", \.column, .place, "Its column in Unicode scalars, from 1."),
        Field("end_line", \.endLine, .place, "The line of what follows the last character."),
        Field("end_column", \.endColumn, .place, "Its column."),
        Field("severity", \.severity, .word, "`error`, or `warning`."),
        Field("code", \.code, .string(count: 1...16), "Such as E301: see docs/language.md."),
        Field("message", \.message, .text, "What is wrong."),
        Field(optional: "why", \.why, .text, "Why that is wrong."),
        Field(optional: "hint", \.hint, .text, "How to mend it."),
        Field("related", \.related, .array(of: .message, countMax: 64), "Other places that have to do with it."),
        Field(optional: "fix", \.fix, .message, "An edit that mends it."))
}

/// A place that has to do with a diagnostic.
public struct ScriptRelatedPlace: Message, Hashable {
    public let line: Int64
    public let column: Int64
    public let message: String

    public static let schema = ObjectSchema(
        "A place that has to do with a diagnostic.", ScriptRelatedPlace.init(line:column:message:),
        Field("line", \.line, .place, "The line, from 1."),
        Field("column", \.column, .place, "The column in Unicode scalars, from 1."),
        Field("message", \.message, .text, "What is there."))
}

/// An edit of a source.
public struct ScriptFix: Message, Hashable {
    public let line: Int64
    public let column: Int64
    public let endLine: Int64
    public let endColumn: Int64
    public let replacement: String

    public static let schema = ObjectSchema(
        "An edit that mends a fault.", ScriptFix.init(line:column:endLine:endColumn:replacement:),
        Field("line", \.line, .place, "The line of the first character that goes, from 1."),
        Field("column", \.column, .place, "Its column."),
        Field("end_line", \.endLine, .place, "The line of what follows the last that goes."),
        Field("end_column", \.endColumn, .place, "Its column."),
        Field("replacement", \.replacement, .text, "What comes in its place."))
}

extension Schema where Value == Int64 {
    /// A line or a column.
    fileprivate static var place: Schema<Int64> { .integer(in: 1...Int64(Int32.max)) }
}

extension Schema where Value == String {
    /// Text for people, as long as a source may make it.
    static var text: Schema<String> { .string(count: 0...ScriptText.bytesMax) }
}

extension ScriptDiagnostic {
    init(_ diagnostic: Diagnostic, of source: ScriptText, file: String) {
        let (start, end) = source.span(diagnostic.range)
        self.init(
            file: file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column,
            severity: diagnostic.severity, code: diagnostic.code.name, message: diagnostic.message, why: diagnostic.why,
            hint: diagnostic.hint,
            related: diagnostic.related.prefix(64).map { related in
                let place = source.span(related.range).start
                return ScriptRelatedPlace(line: place.line, column: place.column, message: related.message)
            },
            fix: diagnostic.fix.map { fix in
                let (start, end) = source.span(fix.range)
                return ScriptFix(
                    line: start.line, column: start.column, endLine: end.line, endColumn: end.column,
                    replacement: fix.replacement)
            })
    }
}

extension ScriptText {
    fileprivate typealias Place = (line: Int64, column: Int64)

    fileprivate func span(_ range: SourceRange) -> (start: Place, end: Place) {
        let (start, end) = (position(of: range.start), position(of: range.end))
        return ((Int64(start.line), Int64(start.column)), (Int64(end.line), Int64(end.column)))
    }
}

/// The source of a script. Documents have sources of their own.
typealias ScriptText = CoreLanguage.SourceText
