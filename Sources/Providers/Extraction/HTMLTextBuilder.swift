/// Puts the text of a document together from its pieces.
///
/// Which elements are open is a stack of small numbers, so that an element whose end tag is missing ends with the one
/// around it; a count of each name makes looking through the stack worth it every time.
struct HTMLTextBuilder {
    private(set) var title: String?
    private(set) var language: String?

    private var stack: [HTMLElement] = []
    private var counts: [HTMLElement: Int] = [:]
    private var droppedCount = 0
    private var preCount = 0
    private var result = Outline()
    private var heading: (level: Int, offset: Int)?
    /// Line ends that come before the next character, and whether a space does.
    private var lineEnds = 0
    private var hasSpace = false
    private var titleText: [UInt8] = []

    /// The text so far, and the headings in it.
    mutating func outline() -> Outline {
        endHeading()
        return result
    }

    mutating func take(_ token: HTMLTokenizer.Token) {
        switch token {
        case .text(let bytes): add(bytes)
        case .open(let name, let language, _):
            if name == "html" { self.language = self.language ?? language.flatMap { $0.isEmpty ? nil : $0 } }
            if let element = HTMLElement(rawValue: name) { open(element) }
        case .close(let name):
            if let element = HTMLElement(rawValue: name) { close(element) }
        }
    }

    // MARK: Elements

    private mutating func open(_ element: HTMLElement) {
        if droppedCount == 0 { begin(element) }
        guard !element.isVoid else { return }
        stack.append(element)
        counts[element, default: 0] += 1
        if element.isDropped { droppedCount += 1 }
        if element.keepsSpace { preCount += 1 }
    }

    private mutating func close(_ element: HTMLElement) {
        guard counts[element, default: 0] > 0 else { return }
        while let last = stack.popLast() {
            counts[last, default: 0] -= 1
            if last.isDropped { droppedCount -= 1 }
            if last.keepsSpace { preCount -= 1 }
            if droppedCount == 0 { end(last) }
            if last == element { return }
        }
    }

    private mutating func begin(_ element: HTMLElement) {
        breakLine(element.lineEnds)
        if element == .br { lineEnds = min(lineEnds + 1, 2) }
        if element == .td || element == .th {
            hasSpace = false
            if !isAtLineStart { append([0x09]) }
        }
        if element == .li { append(Array("- ".utf8)) }
        if let level = element.headingLevel {
            endHeading()
            heading = (level, result.text.count)
        }
    }

    private mutating func end(_ element: HTMLElement) {
        if element.headingLevel != nil { endHeading() }
        if element == .title, title == nil {
            let line = TextCleaning.oneLine(String(decoding: titleText.prefix(4_000), as: UTF8.self), limit: 500)
            if !line.isEmpty { title = line }
        }
        breakLine(element.lineEnds)
    }

    private mutating func endHeading() {
        guard let (level, offset) = heading else { return }
        heading = nil
        let title = result.text[offset...]
        result.add(level: level, title: title, at: offset + title.prefix { $0 <= 0x20 }.count)
    }

    // MARK: Text

    private mutating func add(_ bytes: [UInt8]) {
        guard droppedCount == 0 else {
            if droppedCount == 1, stack.last == .title { titleText += bytes }
            return
        }
        if preCount > 0 { return addKeepingSpace(bytes) }
        for word in bytes.split(omittingEmptySubsequences: false, whereSeparator: HTMLByte.isSpace).enumerated() {
            if word.offset > 0 { hasSpace = true }
            if !word.element.isEmpty { append(word.element) }
        }
    }

    private mutating func addKeepingSpace(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        append(Array(TextCleaning.clean(String(decoding: bytes, as: UTF8.self)).utf8))
    }

    /// Appends text, behind the line ends or the space that wait for it.
    private mutating func append(_ bytes: some Collection<UInt8>) {
        if lineEnds > 0 {
            if !result.text.isEmpty { result.text += Array(repeating: 0x0a, count: lineEnds) }
        } else if hasSpace, !isAtLineStart {
            result.text.append(0x20)
        }
        (lineEnds, hasSpace) = (0, false)
        Self.appendCleaned(bytes, to: &result.text)
    }

    /// Characters without the controls that a reference may stand for.
    private static func appendCleaned(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        var isBehindC2 = false
        for byte in bytes {
            if isBehindC2, byte < 0xa0 {
                text.removeLast()
            } else if byte >= 0x20 && byte != 0x7f || byte == 0x0a || byte == 0x09 {
                text.append(byte)
            }
            isBehindC2 = byte == 0xc2
        }
    }

    private mutating func breakLine(_ count: Int) {
        if count > 0 { hasSpace = false }
        lineEnds = max(lineEnds, count)
    }

    private var isAtLineStart: Bool {
        guard lineEnds == 0, let last = result.text.last else { return true }
        return last == 0x0a || last == 0x09
    }
}
