import CoreLanguage
import CoreTesting
import Testing

/// Whatever a source is, and wherever it is asked about, there is an answer, and its places lie in the source.
@Suite("Answers about broken sources")
struct ServiceRobustnessTests {
    private func check(_ bytes: [UInt8], _ random: inout SeededRandom) {
        let document = ScriptDocument(bytes: bytes)
        let count = document.source.bytes.count
        func lies(_ range: SourceRange) -> Bool { range.start >= 0 && range.end <= count }
        for _ in 0..<4 {
            let offset = Int(random.next() % UInt64(count + 3)) - 1
            #expect(
                document.completions(at: offset).allSatisfy {
                    lies($0.range) && $0.range.touches(min(max(0, offset), count))
                })
            if let hover = document.hover(at: offset) { #expect(lies(hover.range) && !hover.markdown.isEmpty) }
            if let place = document.definition(at: offset) { #expect(lies(place)) }
            #expect(document.references(at: offset).allSatisfy(lies))
            #expect(document.highlights(at: offset).allSatisfy { lies($0.range) })
            if let help = document.signatureHelp(at: offset) { #expect(help.forms.indices.contains(help.activeForm)) }
            if let edits = try? document.rename(at: offset, to: "another") {  // reason: a refusal is an answer
                #expect(edits.allSatisfy { lies($0.range) })
            }
        }
        #expect(document.folds.allSatisfy { $0.first < $0.last && $0.last < document.source.lineCount })
        #expect(document.diagnostics.compactMap(document.fix).allSatisfy { lies($0.range) })
        var pending = document.outline
        while let part = pending.popLast() {
            #expect(lies(part.range) && lies(part.selection) && !part.name.isEmpty)
            #expect(part.range.start <= part.selection.start && part.selection.end <= part.range.end)
            pending += part.children
        }
        if let edits = document.formatting() { #expect(edits.allSatisfy { lies($0.range) }) }
    }

    @Test("Scripts that are cut off, and scripts with pieces taken out", arguments: [UInt64](0..<8))
    func cut(_ block: UInt64) {
        var random = SeededRandom(seed: block)
        for seed in block * 12..<block * 12 + 12 {
            var generator = ScriptGenerator(seed: seed)
            var bytes = Array((seed % 3 == 0 ? ScriptSample.text : generator.script()).utf8)
            for _ in 0..<3 where !bytes.isEmpty {
                let start = Int(random.next() % UInt64(bytes.count))
                let end = min(bytes.count, start + Int(random.next() % 12))
                bytes.replaceSubrange(
                    start..<end, with: [UInt8](repeating: UInt8(random.next() & 0x7F), count: Int(random.next() % 3)))
                check(bytes, &random)
            }
            check(Array(bytes.prefix(Int(random.next() % UInt64(bytes.count + 1)))), &random)
        }
    }

    @Test("Bytes of any kind")
    func noise() {
        var random = SeededRandom(seed: 7)
        let pieces = [
            "{", "\"", "\"\"\"", ".", "?.", "do ", "with ", "-> ", "\n", "\n  ", "\r\n", "é", "🧾", "--", "@", "(", "]",
            "a", "let ", "= ", "|", "\t",
        ]
        for _ in 0..<150 {
            var bytes: [UInt8] = []
            for _ in 0..<(random.next() % 30) {
                bytes +=
                    random.chance(oneIn: 9)
                    ? [UInt8(truncatingIfNeeded: random.next())]
                    : Array(pieces[Int(random.next() % UInt64(pieces.count))].utf8)
            }
            check(bytes, &random)
        }
    }

    @Test("Every place of the sample is answered")
    func everywhere() {
        let document = ScriptDocument(SourceText(ScriptSample.text))
        var hovers = 0
        for offset in 0...document.source.bytes.count {
            _ = document.completions(at: offset)
            if document.hover(at: offset) != nil { hovers += 1 }
        }
        #expect(hovers > 400)
    }
}
