import CoreLanguage

/// A document and the place that `§` marks in its text.
func document(_ marked: String) -> (document: ScriptDocument, offset: Int) {
    var bytes = Array(marked.utf8)
    let mark = Array("§".utf8)
    let offset = bytes.indices.first { bytes[$0...].starts(with: mark) } ?? bytes.count
    if offset < bytes.count { bytes.removeSubrange(offset..<offset + mark.count) }
    return (ScriptDocument(bytes: bytes), offset)
}

/// What can be written at the mark, in the order of the ranks.
func completions(_ marked: String) -> [ScriptCompletion] {
    let (document, offset) = document(marked)
    return document.completions(at: offset).sorted { ($0.rank, $0.label) < ($1.rank, $1.label) }
}

/// The labels of what can be written at the mark.
func labels(_ marked: String) -> Set<String> { Set(completions(marked).map(\.label)) }

/// What the source says at some places, each with its line.
func shown(_ ranges: [SourceRange], in document: ScriptDocument) -> [String] {
    ranges.map { "\(document.source.position(of: $0.start).line):\(document.source.text(at: $0))" }
}

/// The text after changes that do not overlap.
func applied(_ edits: [ScriptEdit], to document: ScriptDocument) -> String {
    var text = EditedText(bytes: document.source.bytes)
    for edit in edits.sorted(by: { $0.range.start > $1.range.start }) {
        text.replace(edit.range, with: Array(edit.replacement.utf8))
    }
    return String(decoding: text.bytes, as: UTF8.self)
}
