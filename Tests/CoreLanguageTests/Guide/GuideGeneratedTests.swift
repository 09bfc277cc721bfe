import CoreLanguage
import Foundation
import Synchronization
import Testing

@Suite("The parts of the guide that tables give")
struct GuideGeneratedTests {
    /// With the environment variable RECORD=1 the pages are written anew.
    @Test(
        "Each is what its table gives",
        arguments: GuideTables.pages.flatMap { page, names in names.map { [page, $0] } })
    func upToDate(_ part: [String]) throws {
        let (page, name) = (part[0], part[1])
        let wanted = GuideTables.text(name)
        #expect(wanted.utf8.count > 100)
        let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"
        try Self.pages.withLock { _ in
            var guide = try GuidePage(page)
            if isRecording { try guide.record(name, wanted) }
            #expect(try guide.generated(name) == wanted, "\(page) \(name); RECORD=1 writes it anew")
        }
    }

    @Test("There are no others")
    func markers() throws {
        for page in try GuidePage.all() {
            let count = page.text.components(separatedBy: "<!-- generated: ").count - 1
            #expect(count == GuideTables.pages[page.name]?.count, "\(page.name)")
        }
        #expect(Set(GuidePage.names) == Set(GuideTables.pages.keys))
    }

    @Test("Links within the guide lead somewhere")
    func links() throws {
        let pages = Dictionary(uniqueKeysWithValues: try GuidePage.all().map { ($0.name, $0) })
        for page in pages.values {
            let folder = page.name.split(separator: "/").dropLast().joined(separator: "/")
            for link in page.links where !link.hasPrefix("http") {
                let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
                let path = URL(filePath: "/\(folder)/\(parts[0])").standardized.path.dropFirst()
                let target = parts[0].isEmpty ? page.name : String(path)
                let other = try #require(pages[target], "\(page.name): \(link)")
                guard parts.count > 1 else { continue }
                #expect(other.anchors.contains(parts[1]), "\(page.name): \(link)")
            }
        }
    }

    @Test("Every code of an error of the machine has its row, and there are no others")
    func errors() throws {
        let page = try GuidePage("docs/language.md")
        let section = try #require(page.text.components(separatedBy: "\n## Errors\n").dropFirst().first)
        let rows = section.components(separatedBy: "\n## ")[0].split(separator: "\n").filter { $0.hasPrefix("| `") }
        let shown = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        let file = GuidePage.root.appending(path: "Sources/CoreLanguage/Machine/ScriptError.swift")
        let source = try String(contentsOf: file, encoding: .utf8)
        let codes = source.split(separator: "\"").map(String.init).filter { word in
            word.utf8.count > 6 && word.allSatisfy { $0.isUppercase || $0 == "_" }
        }
        #expect(Set(shown) == Set(codes))
        #expect(Set(shown).count == shown.count)
    }

    @Test("The limits of rehearsals are those that the operation sets")
    func rehearsalLimits() throws {
        let page = try GuidePage("docs/rehearsal.md").text
        let file = GuidePage.root.appending(path: "Sources/CoreDomain/Scripts/ScriptRehearsals.swift")
        let source = try String(contentsOf: file, encoding: .utf8)
        for (set, row) in [
            ("effects: 100_000", "entries of the trace | 100,000 |"), ("traceBytes: 16 << 20", "the trace | 16 MiB |"),
            (" instructions: 100_000_000", "computing | 100,000,000 instructions |"),
            ("liveBytes: 64 << 20", "values of the thread at once | 64 MiB |"),
        ] {
            #expect(source.contains(set), "\(set)")
            #expect(page.contains("| \(row)") || page.contains("; \(row)"), "\(row)")
        }
        let limits = RehearsalLimits()
        #expect(limits.elapsedMilliseconds == 10 * 365 * 24 * 3_600_000)
        #expect(limits.comparisons == 20_000_000)
    }

    /// One test at a time reads and writes the pages.
    private static let pages = Mutex(())
}
