extension ToolSignatures {
    static let shellExec = native(
        "shell_exec", "Runs a program of the server, where its operator allows it.",
        fields: [
            .init("command", .text, isRequired: true, "The program's name, such as `pdftotext`; no path."),
            .init("arguments", .list(.text), "Handed over as they are: no shell reads them."),
            .init("stdin", .text, "What the program reads from its standard input."),
            .init("timeout", .integer, form: .duration, "How long it may take."),
        ],
        result: .fields(["exit_code": .integer, "stdout": .text, "stderr": .text, "truncated": .boolean]),
        effect: .once)

    private static let page: ScriptType = .fields(["number": .integer, "text": .text])
    private static let heading: ScriptType = .fields(["level": .integer, "title": .text, "page": .integer])

    static let extract = native(
        "extract", "Reads the text of a stored document.",
        fields: [
            .init("document", .object, isRequired: true, "The document: `blob`, and `name` and `media_type` if known.")
        ],
        result: .fields([
            "name": .text, "media_type": .text, "pages": .list(page), "headings": .list(heading),
            "declared_media_type": .optional(.text), "title": .optional(.text), "language": .optional(.text),
            "charset": .optional(.text),
        ]),
        effect: .pure)

    private static let piece: ScriptType = .fields([
        "ordinal": .integer, "first_page": .integer, "last_page": .integer, "heading_path": .list(.text),
        "words": .integer, "characters": .integer, "text": .text,
    ])

    /// What the limits of a chunk count.
    private static let units = EnumerationType(
        "unit", base: .text, isSymbolic: false, members: ["words", "characters"])

    static let chunk = native(
        "chunk", "Cuts a text at the ends of sentences into chunks.",
        fields: [
            .init("text", .text, isRequired: true, "The text."),
            .init("unit", .enumeration(units), default: "words", "What the limits count."),
            .init("limit", .integer, default: 300, "The most that a chunk has, from 10 to 100,000."),
            .init("overlap", .integer, default: 40, "The most that comes again in the next chunk."),
        ],
        result: .fields(["count": .integer, "chunks": .list(piece)]), effect: .pure)
}
