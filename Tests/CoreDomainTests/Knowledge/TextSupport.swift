import CoreDomain
import CoreLanguage
import Foundation

/// The documents under `Tests/Vectors/documents`, and texts made by chance from a seed.
enum TextSupport {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Vectors/documents")
        .standardizedFileURL

    /// The pages of a document: form feeds divide them.
    static func pages(_ file: String) throws -> [String] {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return text.split(separator: "\u{0C}", omittingEmptySubsequences: false).map(String.init)
    }

    static func layout(_ pages: [String], _ headings: [DocumentHeading] = []) throws -> DocumentLayout {
        let source = try SourceText(
            pages: pages.enumerated().map { ($0.offset + 1, $0.element) }, flag: CancellationFlag())
        return try DocumentLayout(source, given: headings, flag: CancellationFlag())
    }

    static func json(_ pages: [String]) -> JSONValue {
        .array(pages.enumerated().map { ["number": .integer(Int64($0.offset + 1)), "text": .string($0.element)] })
    }
}

/// SplitMix64, so that a red run can be repeated from its seed.
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// A text of up to `count` scalars, of which many are marks, digits, line breaks, or of far scripts.
    mutating func text(_ count: Int) -> String {
        var view = String.UnicodeScalarView()
        let common = Array(
            "abc. ,de\n\nF1-()\"'!?\u{0}\u{AD}\u{301}かな漢字。」\u{200B}\u{FB01}ش א ไ한🙂👩‍🚀#*`|.\u{2026}".unicodeScalars)
        for _ in 0..<Int.random(in: 0...count, using: &self) {
            if Bool.random(using: &self) {
                view.append(common[Int.random(in: 0..<common.count, using: &self)])
            } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &self)) {
                view.append(scalar)
            }
        }
        return String(view)
    }

    /// `pages` with stretches cut out, doubled, swapped and replaced.
    mutating func mutated(_ pages: [String]) -> [String] {
        var pages = pages.map { Array($0.unicodeScalars) }
        for _ in 0..<Int.random(in: 1...12, using: &self) {
            let page = Int.random(in: 0..<pages.count, using: &self)
            let count = pages[page].count
            let start = Int.random(in: 0...count, using: &self)
            let end = Int.random(in: start...min(count, start + 400), using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: pages[page].removeSubrange(start..<end)
            case 1: pages[page].insert(contentsOf: Array(pages[page][start..<end]), at: start)
            case 2: pages[page].replaceSubrange(start..<end, with: Array(text(60).unicodeScalars))
            default: pages.insert(Array(pages[page][start..<end]), at: page)
            }
        }
        return pages.map { scalars in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            return String(view)
        }
    }
}
