import Foundation
import Testing

/// A folder of scripts under `Tests/Vectors/scripts`.
struct CorpusFolder: CustomTestStringConvertible, Sendable {
    let name: String

    var testDescription: String { name }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Vectors/scripts")

    /// All folders, sorted.
    static let all: [CorpusFolder] = entries(of: root).map { CorpusFolder(name: $0) }
        .filter { !$0.files.isEmpty }

    /// Whether its scripts are checked as if they were to be published.
    var isStrict: Bool { name == "faults_published" }

    /// The names of its files, sorted.
    var files: [String] { Self.entries(of: url) }

    var url: URL { Self.root.appending(path: name) }

    /// Its scripts, sorted.
    var scripts: [CorpusScript] {
        files.filter { $0.hasSuffix(CorpusScript.ending) && !$0.hasSuffix(CorpusScript.formattedEnding) }
            .map { CorpusScript(folder: self, name: String($0.dropLast(CorpusScript.ending.count))) }
    }

    private static func entries(of url: URL) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: url.path)  // reason: a file is no folder
        return (names ?? []).sorted()
    }
}
