import CoreDomain
import CoreTesting
import Providers

/// Runs nothing: gives what it was told to, and remembers what it was asked.
final class FakeSubprocess: Subprocess {
    private let results: [String: Result<SubprocessResult, CoreError>]

    init(_ results: [String: Result<SubprocessResult, CoreError>] = [:]) { self.results = results }

    func run(_ command: SubprocessCommand) async throws(CoreError) -> SubprocessResult {
        guard let result = results[command.program] else {
            throw CoreError(.programMissing, "No \(command.program).")
        }
        return try result.get()
    }
}

/// The text of a document.
func extracted(
    _ content: [UInt8], _ mediaType: String = "text/plain", name: String = "a",
    _ subprocess: any Subprocess = FakeSubprocess()
) async throws(CoreError) -> DocumentText {
    try await DocumentExtractor(subprocess: subprocess, workers: InlineWorkers())
        .text(of: SourceDocument(name: name, mediaType: mediaType, content: content))
}

func extracted(_ text: String, _ mediaType: String = "text/plain", name: String = "a") async throws(CoreError)
    -> DocumentText
{
    try await extracted(Array(text.utf8), mediaType, name: name)
}

/// The only page of an HTML or a Markdown document.
func page(_ text: String, _ mediaType: String) async throws -> String {
    try await extracted(text, mediaType).pages.joined(separator: "\u{c}")
}

/// Whether a text keeps what is promised of every text.
func isClean(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
        switch scalar.value {
        case 0x09, 0x0a: true
        case 0..<0x20, 0x7f..<0xa0: false
        default: true
        }
    }
}
