/// Lines that an editor can hide behind the first of them.
public struct ScriptFold: Hashable, Sendable {
    /// What is in them.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case block, imports, comment
    }

    /// The line that stays, from 0.
    public let first: Int
    /// The last that is hidden; more than ``first``.
    public let last: Int
    /// What is in them.
    public let kind: Kind
}

extension ScriptDocument {
    /// What is indented under a line, brackets and texts over several lines, and comments in a row, in the order of
    /// their first lines; of those that begin in one line the longest.
    public var folds: [ScriptFold] {
        var longest: [Int: ScriptFold] = [:]
        for fold in FoldWalk(source).folds + commentFolds where fold.first < fold.last {
            if let other = longest[fold.first], other.last >= fold.last { continue }
            longest[fold.first] = fold
        }
        return longest.values.sorted { $0.first < $1.first }
    }

    private var commentFolds: [ScriptFold] {
        var folds: [ScriptFold] = []
        for comment in tree.comments where !comment.isTrailing {
            let line = source.lineIndex(of: comment.range.start)
            if let row = folds.last, row.last + 1 == line {
                folds[folds.count - 1] = ScriptFold(first: row.first, last: line, kind: .comment)
            } else {
                folds.append(ScriptFold(first: line, last: line, kind: .comment))
            }
        }
        return folds
    }
}

/// Finds blocks by their tokens, so that those of a source that can't be read are found, too.
private struct FoldWalk {
    private(set) var folds: [ScriptFold] = []
    private let source: SourceText
    private var blocks: [(line: Int, kind: ScriptFold.Kind)] = []
    private var brackets: [Int] = []
    /// The first token of the line that was read last, and the last one that says something.
    private var head: ScriptToken?
    private var last: ScriptToken?
    private var isAtFront = true

    init(_ source: SourceText) {
        self.source = source
        for token in ScriptLexer.lex(source).tokens { take(token) }
        while !blocks.isEmpty { endBlock() }
    }

    private mutating func take(_ token: ScriptToken) {
        switch token.kind {
        case .indent: blocks.append((lastLine, head?.word == .import ? .imports : .block))
        case .dedent: endBlock()
        case .newline: isAtFront = true
        case .end: break
        default: takeText(token)
        }
    }

    private mutating func takeText(_ token: ScriptToken) {
        if isAtFront {
            head = token
            brackets = []
        }
        isAtFront = token.kind == .textLine
        let line = source.lineIndex(of: Int(token.start))
        if token.kind.closing != nil { brackets.append(line) }
        if token.kind.isClosing, let first = brackets.popLast() {
            // The line of the closing bracket stays, as what follows it does.
            folds.append(ScriptFold(first: first, last: line - 1, kind: .block))
        }
        last = token
        if token.kind == .textBlock { folds.append(ScriptFold(first: line, last: lastLine, kind: .block)) }
    }

    /// The line in which the last token ends that says something.
    private var lastLine: Int {
        guard let last else { return 0 }
        return source.lineIndex(of: max(Int(last.start), Int(last.end) - 1))
    }

    private mutating func endBlock() {
        guard let (line, kind) = blocks.popLast() else { return }
        folds.append(ScriptFold(first: line, last: lastLine, kind: kind))
    }
}
