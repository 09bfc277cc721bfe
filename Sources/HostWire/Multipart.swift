import CoreDomain

/// Takes a body of `multipart/form-data` (RFC 7578) apart, strictly by RFC 2046 §5.1.
enum Multipart {
    /// Parts of a body at most.
    static let partsMax = 100
    /// Bytes of the headers of one part at most.
    static let headerBytesMax = 8 * 1_024

    /// One field of a form.
    struct Part: Hashable {
        let name: String
        /// Nil for a field that is no file.
        let fileName: String?
        let mediaType: String?
        let content: ArraySlice<UInt8>
    }

    /// The parts of `body`, whose header `Content-Type` is `contentType`.
    ///
    /// - Throws: `REQUEST_INVALID`, saying which part is wrong and how; `PAYLOAD_TOO_LARGE` for too many of them.
    static func parts(of body: [UInt8], contentType: String) throws(CoreError) -> [Part] {
        let delimiter = Array("\r\n--\(try boundary(in: contentType))".utf8)
        // A first delimiter needs no line end before it.
        guard var place = end(of: delimiter.dropFirst(2), in: body, from: 0, atLineStart: true) else {
            throw invalid("has no part: the boundary that its Content-Type names is not there")
        }
        var parts: [Part] = []
        while true {
            if body[place...].starts(with: Array("--".utf8)) { return parts }
            place = try lineEnd(in: body, at: place, number: parts.count + 1)
            guard parts.count < partsMax else {
                throw CoreError(.payloadTooLarge, "The form has more than \(partsMax) parts.")
            }
            guard let next = end(of: delimiter[...], in: body, from: place - 2, atLineStart: false) else {
                throw invalid("ends within its part \(parts.count + 1)")
            }
            let whole = body[place..<max(place, next - delimiter.count)]
            parts.append(try MultipartHeaders.part(whole, number: parts.count + 1))
            place = next
        }
    }

    static func invalid(_ what: String) -> CoreError {
        CoreError(.requestInvalid, "The form \(what).", fix: "See RFC 7578; `curl -F` makes such forms.")
    }

    /// 1 to 70 of the characters that RFC 2046 allows, the last of them no space.
    private static func boundary(in contentType: String) throws(CoreError) -> String {
        let parameters = HeaderParameters(contentType[...])
        guard let boundary = parameters["boundary"], (1...70).contains(boundary.utf8.count), !boundary.hasSuffix(" "),
            boundary.utf8.allSatisfy(isBoundaryByte)
        else { throw invalid("has a Content-Type without a boundary, or with one that is none") }
        return boundary
    }

    private static func isBoundaryByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "'()+_,-./:=? ".utf8.contains(byte)
        }
    }

    /// Where the first `delimiter` from `start` on ends that is one: what follows it on its line is spaces, or `--`.
    private static func end(
        of delimiter: ArraySlice<UInt8>, in body: [UInt8], from start: Int, atLineStart: Bool
    ) -> Int? {
        guard let first = delimiter.first else { return nil }
        var place = max(0, start)
        while let found = body[place...].firstIndex(of: first) {
            let end = found + delimiter.count
            let isAtStart = !atLineStart || found == 0 || body[..<found].suffix(2).elementsEqual([0x0d, 0x0a])
            if isAtStart, body[found...].starts(with: delimiter), isWhole(body[end...]) { return end }
            place = found + 1
        }
        return nil
    }

    private static func isWhole(_ rest: ArraySlice<UInt8>) -> Bool {
        if rest.starts(with: Array("--".utf8)) { return true }
        return rest.drop { $0 == 0x20 || $0 == 0x09 }.starts(with: [0x0d, 0x0a])
    }

    private static func lineEnd(in body: [UInt8], at place: Int, number: Int) throws(CoreError) -> Int {
        guard let end = body[place...].firstIndex(of: 0x0a) else { throw invalid("ends before its part \(number)") }
        return end + 1
    }
}

/// The headers of one part.
private enum MultipartHeaders {
    static func part(_ whole: ArraySlice<UInt8>, number: Int) throws(CoreError) -> Multipart.Part {
        let head = whole.prefix(Multipart.headerBytesMax + 4)
        guard let end = emptyLine(in: head) else {
            throw Multipart.invalid(
                "has a part \(number) whose headers do not end within \(Multipart.headerBytesMax) bytes")
        }
        var headers: [String: String] = [:]
        for line in whole[..<end].split(separator: 0x0a) {
            guard let text = String(validating: line.filter { $0 != 0x0d }, as: UTF8.self),
                let colon = text.firstIndex(of: ":")
            else { throw Multipart.invalid("has a part \(number) with a header that cannot be read") }
            let name = text[..<colon].lowercased()
            guard headers.updateValue(String(text[text.index(after: colon)...]), forKey: name) == nil else {
                throw Multipart.invalid("has a part \(number) that has the header \(name.prefix(64)) twice")
            }
        }
        let encoding = headers["content-transfer-encoding"]?[...].trimmingSpaces.lowercased() ?? "binary"
        guard ["7bit", "8bit", "binary"].contains(encoding) else {
            throw Multipart.invalid("has a part \(number) that is encoded for its transfer, which forms are not")
        }
        return try part(headers, whole[end...].dropFirst(4), number)
    }

    private static func part(
        _ headers: [String: String], _ content: ArraySlice<UInt8>, _ number: Int
    ) throws(CoreError) -> Multipart.Part {
        let disposition = headers["content-disposition"] ?? ""
        let parameters = HeaderParameters(disposition[...])
        guard parameters.value == "form-data", let name = parameters["name"], !name.isEmpty else {
            throw Multipart.invalid("has a part \(number) without `Content-Disposition: form-data` and a name")
        }
        return Multipart.Part(
            name: unescaped(name), fileName: parameters["filename"].map(unescaped),
            mediaType: headers["content-type"].map { String($0[...].trimmingSpaces) }, content: content)
    }

    /// Where the empty line behind the headers begins, at the line end before it.
    private static func emptyLine(in head: ArraySlice<UInt8>) -> Int? {
        let mark: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a]
        return head.indices.first { head[$0] == 0x0d && head[$0...].starts(with: mark) }
    }

    /// Browsers write quotes and line ends in names as percent signs and numbers (HTML, "multipart/form-data encoding").
    private static func unescaped(_ name: String) -> String {
        var text = ""
        var rest = name[...]
        while let sign = rest.firstIndex(of: "%") {
            text += rest[..<sign]
            let code = rest[sign...].prefix(3).uppercased()
            let character = ["%22": "\"", "%0D": " ", "%0A": " "][code]
            text += character ?? "%"
            rest = rest[sign...].dropFirst(character == nil ? 1 : 3)
        }
        return text + rest
    }
}

/// A header's value and its parameters (RFC 9110 §5.6.6): `form-data; name="a; b"`.
struct HeaderParameters {
    /// In lower case.
    let value: String
    private var parameters: [String: String] = [:]

    init(_ text: Substring) {
        let head = text.prefix { $0 != ";" }
        value = String(head.trimmingSpaces).lowercased()
        var rest = text.dropFirst(head.count)
        while !rest.isEmpty {
            rest = rest.drop { $0 == ";" || $0 == " " || $0 == "\t" }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            let value = Self.value(&rest)
            let key = name.trimmingSpaces.lowercased()
            if parameters[key] == nil { parameters[key] = value }
        }
    }

    /// The first parameter of this name.
    subscript(name: String) -> String? { parameters[name] }

    /// A word, or a text in quotes, behind an equals sign.
    private static func value(_ rest: inout Substring) -> String {
        rest = rest.dropFirst()
        guard rest.first == "\"" else {
            let word = rest.prefix { $0 != ";" }
            rest = rest.dropFirst(word.count)
            return String(word.trimmingSpaces)
        }
        rest = rest.dropFirst()
        var value = ""
        var isEscaped = false
        while let character = rest.popFirst() {
            if !isEscaped, character == "\"" { break }
            isEscaped = !isEscaped && character == "\\" && (rest.first == "\"" || rest.first == "\\")
            if !isEscaped { value.append(character) }
        }
        return value
    }
}
