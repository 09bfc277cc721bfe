import CYAML
import CoreLanguage

/// Puts the events of a parser together to one value.
struct YAMLBuilder {
    /// A list or an object that is not complete.
    private enum Level {
        case list([JSONValue])
        /// `name` is what the next value belongs to.
        case object(JSONObject, name: String?)
    }

    private var levels: [Level] = []
    private var documents = 0
    private(set) var value: JSONValue?
    private(set) var isOver = false

    mutating func take(_ event: yaml_event_t) throws(YAMLError) {
        switch event.type {
        case YAML_STREAM_END_EVENT: isOver = true
        case YAML_DOCUMENT_START_EVENT:
            documents += 1
            if documents > 1 { throw fault(event, "There is a second document. Keep one.") }
        case YAML_ALIAS_EVENT: throw fault(event, "An alias is not read. Write the value out.")
        case YAML_SCALAR_EVENT: try take(scalar: event)
        case YAML_SEQUENCE_START_EVENT:
            try check(event, event.data.sequence_start.anchor, event.data.sequence_start.tag, ["seq"])
            try open(.list([]), event)
        case YAML_MAPPING_START_EVENT:
            try check(event, event.data.mapping_start.anchor, event.data.mapping_start.tag, ["map"])
            try open(.object([:], name: nil), event)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: try close(event)
        default: break
        }
    }

    private mutating func open(_ level: Level, _ event: yaml_event_t) throws(YAMLError) {
        guard levels.count < YAMLReader.depthMax else {
            throw fault(event, "This nests deeper than \(YAMLReader.depthMax) levels.")
        }
        if case .object(_, name: nil) = levels.last { throw fault(event, "The name of a member is a text.") }
        levels.append(level)
    }

    private mutating func close(_ event: yaml_event_t) throws(YAMLError) {
        switch levels.popLast() {
        case .list(let items): try put(.array(items), event)
        case .object(let members, _): try put(.object(members), event)
        case nil: return
        }
    }

    private mutating func put(_ value: JSONValue, _ event: yaml_event_t) throws(YAMLError) {
        // The level is taken out while it changes, so that it is changed in place.
        switch levels.popLast() {
        case nil: self.value = value
        case .list(var items):
            items.append(value)
            levels.append(.list(items))
        case .object(var members, let name?):
            members[name] = value
            levels.append(.object(members, name: nil))
        case .object(let members, nil):
            levels.append(.object(members, name: nil))
            throw fault(event, "The name of a member is a text.")
        }
    }

    private mutating func take(scalar event: yaml_event_t) throws(YAMLError) {
        let scalar = event.data.scalar
        let kind = try check(event, scalar.anchor, scalar.tag, ["str", "int", "float", "bool", "null"])
        let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        if case .object(let members, name: nil)? = levels.last {
            guard members[text] == nil else { throw fault(event, "There is a second member \"\(text.prefix(64))\".") }
            levels[levels.count - 1] = .object(members, name: text)
            return
        }
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && kind == nil
        guard isPlain || kind.map({ $0 != "str" }) == true else { return try put(.string(text), event) }
        let value = try plain(text, event)
        if let kind, !value.isOf(kind) { throw fault(event, "This is no value of the type \"\(kind)\".") }
        try put(value, event)
    }

    private func plain(_ text: String, _ event: yaml_event_t) throws(YAMLError) -> JSONValue {
        do throws(YAMLScalar.Fault) {
            return try YAMLScalar.value(text)
        } catch {
            switch error {
            case .notFinite: throw fault(event, "JSON has no infinite numbers. Put a text in quotes.")
            case .tooLarge:
                throw fault(event, "The number is too large: 9223372036854775807 at most. Put a text in quotes.")
            }
        }
    }

    /// The name of a tag of the core schema; nil without a tag.
    @discardableResult private func check(
        _ event: yaml_event_t, _ anchor: UnsafeMutablePointer<yaml_char_t>?,
        _ tag: UnsafeMutablePointer<yaml_char_t>?, _ kinds: [String]
    ) throws(YAMLError) -> String? {
        if anchor != nil { throw fault(event, "An anchor is not read. Write values out where they are used.") }
        guard let tag else { return nil }
        let name = String(cString: tag)
        if name == "!" { return kinds.first }
        guard let kind = kinds.first(where: { name == "tag:yaml.org,2002:\($0)" }) else {
            throw fault(event, "The tag \"\(name.prefix(64))\" is not known here. Leave it out.")
        }
        return kind
    }

    private func fault(_ event: yaml_event_t, _ message: String) -> YAMLError {
        YAMLError(
            line: Int(clamping: event.start_mark.line) + 1, column: Int(clamping: event.start_mark.column) + 1,
            message: message)
    }
}

extension JSONValue {
    /// Whether it is of a type of the core schema.
    fileprivate func isOf(_ kind: String) -> Bool {
        switch self {
        case .null: kind == "null"
        case .bool: kind == "bool"
        case .integer: kind == "int" || kind == "float"
        case .array, .object, .string: false
        default: kind == "float"
        }
    }
}
