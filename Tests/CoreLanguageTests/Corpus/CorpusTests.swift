import CoreLanguage
import Foundation
import Testing

/// What comes of the scripts under `Tests/Vectors/scripts`, byte for byte.
///
/// `RECORD_GOLDEN=1` writes the goldens anew; look at what changed before you keep it.
@Suite("The corpus of scripts")
struct CorpusTests {
    private static let records = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"

    @Test("Every script gives what it gave", arguments: CorpusFolder.all)
    func goldens(_ folder: CorpusFolder) throws {
        for script in folder.scripts {
            for (ending, text) in try script.goldens().sorted(by: { $0.key < $1.key }) {
                let url = script.url(ending)
                if Self.records { try text.write(to: url, atomically: true, encoding: .utf8) }
                let told = (try? String(contentsOf: url, encoding: .utf8)) ?? ""  // reason: a missing file differs too
                guard told != text else { continue }
                Issue.record("\(folder.name)/\(script.name)\(ending)\n\(GoldenDifference.text(was: told, is: text))")
            }
        }
    }

    @Test("Every file belongs to a script", arguments: CorpusFolder.all)
    func orphans(_ folder: CorpusFolder) throws {
        var known: Set<String> = []
        for script in folder.scripts {
            let endings = [CorpusScript.ending] + CorpusScript.givenEndings + Array(try script.goldens().keys)
            known.formUnion(endings.map { script.name + $0 })
        }
        #expect(folder.files.filter { !known.contains($0) } == [])
    }

    @Test("There are many scripts, with every kind of fault")
    func amount() throws {
        let scripts = CorpusFolder.all.flatMap(\.scripts)
        #expect(scripts.count >= 150)
        var codes: Set<String> = []
        var runs = 0
        for script in scripts {
            let source = SourceText(bytes: try script.bytes())
            codes.formUnion(script.compilation(of: source).diagnostics.map(\.code.name))
            if try script.run() != nil { runs += 1 }
        }
        #expect(DiagnosticCode.all.map(\.name).filter { !codes.contains($0) && !Self.unshown.contains($0) } == [])
        #expect(runs >= 30)
    }

    /// What no script of a sensible size shows.
    private static let unshown: Set<String> = ["E102"]
}
