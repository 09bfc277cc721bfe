import CoreDomain
import CoreLanguage
import HostSupport

/// A form with files as the input of `recipes.run`: its fields are the recipe's inputs.
enum FormBody {
    static let mediaType = "multipart/form-data"
    /// The field that gives, as JSON, all the inputs that no other field does.
    private static let rest = "input"

    /// `{"input": {…}}`. A file becomes a document, several of one name a list of them; a text is JSON where it reads as
    /// anything but a string, and its media type does not say that it is text.
    ///
    /// - Throws: `REQUEST_INVALID`, `PAYLOAD_TOO_LARGE`; `JSON_INVALID` for a part that is JSON by its own word.
    static func input(_ request: WireRequest, contentType: String) throws(CoreError) -> JSONObject {
        var (inputs, others) = (JSONObject(), JSONObject())
        for part in try Multipart.parts(of: request.body, contentType: contentType) {
            if part.name == rest, part.fileName == nil {
                guard others.isEmpty, case .object(let members) = try JSONInput.parse(Array(part.content)) else {
                    throw Multipart.invalid("has a field \"input\" that is no JSON object, or two of them")
                }
                others = members
                continue
            }
            let value = try value(of: part)
            switch (inputs[part.name], part.fileName) {
            case (nil, _): inputs[part.name] = value
            case (.array(let values), .some): inputs[part.name] = .array(values + [value])
            case (.some(let first), .some): inputs[part.name] = [first, value]
            case (.some, nil):
                throw Multipart.invalid("has two fields \"\(part.name.prefix(100))\"")
            }
        }
        for (name, value) in others {
            guard inputs[name] == nil else {
                throw Multipart.invalid("gives \"\(name.prefix(100))\" as a field and inside of \"input\"")
            }
            inputs[name] = value
        }
        return [rest: .object(inputs)]
    }

    private static func value(of part: Multipart.Part) throws(CoreError) -> JSONValue {
        if let name = part.fileName {
            return [
                "name": .string(name.isEmpty ? part.name : name),
                "media_type": .string(part.mediaType ?? "application/octet-stream"),
                "data": .string(Base64.encode(Array(part.content))),
            ]
        }
        let type = part.mediaType.map { MediaType($0).essence }
        if type == "application/json" { return try JSONInput.parse(Array(part.content)) }
        guard let text = String(validating: part.content, as: UTF8.self) else {
            throw Multipart.invalid("has a field \"\(part.name.prefix(100))\" that is no UTF-8")
        }
        if type != nil { return .string(text) }
        do throws(CoreError) {
            let value = try JSONInput.parse(Array(part.content))
            if case .string = value { return .string(text) }
            return value
        } catch {
            return .string(text)
        }
    }
}
