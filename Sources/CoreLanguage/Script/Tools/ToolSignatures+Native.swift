extension ToolSignatures {
    /// The tools that are always there.
    static let nativeTools = [
        echo, httpRequest, fetchURL, grep, fileRead, fileWrite, fileGlob, shellExec, extract, chunk,
    ]

    static func native(
        _ name: String, _ summary: String, fields: [ToolSignature.Field], result: ScriptType,
        item: ScriptType? = nil, effect: ToolSignature.Effect
    ) -> ToolSignature {
        ToolSignature(
            ToolName(name, from: "native"), summary, fields: fields, result: result, item: item, effect: effect,
            priceMaximum: "0")
    }

    private static let echo = native(
        "echo", "Gives back what it is given.",
        fields: [.init("value", .any, isRequired: true, "What is given back.")],
        result: .any, effect: .pure)

    /// The methods of HTTP, for tools that make requests.
    private static let methods = EnumerationType(
        "method", base: .text, isSymbolic: false,
        members: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])

    private static let httpRequest = native(
        "http_request", "Makes an HTTP request.",
        fields: [
            .init("url", .text, isRequired: true, "An absolute URL of http or https."),
            .init("method", .enumeration(methods), default: "GET", "The method."),
            .init("headers", .object, "Names of headers and their values."),
            .init("query", .object, "Names and values to add to the query of the URL."),
            .init("body", .any, "A text as it is; anything else is sent as JSON."),
            .init("timeout", .integer, form: .duration, "How long the answer may take."),
            .init("idempotent", .boolean, "Whether POST and PATCH may be sent again, with a key that tells repeats."),
        ],
        result: .fields(["status": .integer, "headers": .object, "body": .any, "text": .text]),
        effect: .once)

    private static let fetchURL = native(
        "fetch_url", "Reads a page of the web as text.",
        fields: [
            .init("url", .text, isRequired: true, "An absolute URL of http or https."),
            .init("max_bytes", .integer, default: 4_194_304, "How much is read at most."),
            .init("timeout", .integer, form: .duration, "How long the answer may take."),
        ],
        result: .fields([
            "status": .integer, "url": .text, "media_type": .text, "title": .optional(.text), "text": .text,
            "truncated": .boolean,
        ]),
        effect: .pure)

    private static let match: ScriptType = .fields(["path": .text, "line": .integer, "text": .text])

    private static let grep = native(
        "grep", "Finds the lines of files that match a pattern.",
        fields: [
            .init("pattern", .text, isRequired: true, "A regular expression of ECMA-262."),
            .init("path", .text, default: ".", "A file, or a folder that is searched with those in it."),
            .init("glob", .text, "Which files are looked at, such as `**/*.md`."),
            .init("ignore_case", .boolean, default: false, "Whether `a` matches `A`."),
            .init("max_matches", .integer, default: 1_000, "How many matches are given at most."),
        ],
        result: .fields(["matches": .list(match), "truncated": .boolean]), item: match, effect: .pure)

    private static let fileRead = native(
        "file_read", "Reads a file.",
        fields: [
            .init("path", .text, isRequired: true, "The file, from the folder of the script's files."),
            .init("encoding", .text, default: "utf-8", "`utf-8`, or `base64` for a file that is no text."),
            .init("offset", .integer, default: 0, "The first byte that is read."),
            .init("max_bytes", .integer, default: 4_194_304, "How much is read at most."),
        ],
        result: .fields(["content": .text, "size": .integer, "truncated": .boolean]), effect: .pure)

    private static let fileWrite = native(
        "file_write", "Writes a file.",
        fields: [
            .init("path", .text, isRequired: true, "The file, from the folder of the script's files."),
            .init("content", .text, isRequired: true, "What it holds."),
            .init("encoding", .text, default: "utf-8", "`utf-8`, or `base64` for a file that is no text."),
            .init("append", .boolean, default: false, "Whether the content comes behind what is there."),
        ],
        result: .fields(["path": .text, "size": .integer]), effect: .idempotent)

    private static let fileGlob = native(
        "file_glob", "Lists the files whose paths match.",
        fields: [
            .init("pattern", .text, isRequired: true, "Such as `reports/**/*.csv`."),
            .init("max_files", .integer, default: 1_000, "How many are given at most."),
        ],
        result: .fields(["files": .list(.text), "truncated": .boolean]), item: .text, effect: .pure)
}
