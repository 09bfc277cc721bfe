import CYAML
public import CoreLanguage

/// Writes JSON as YAML 1.2 in block style, which ``YAMLReader`` reads as the same value.
public enum YAMLWriter {
    /// The text of `value`, with a line break at its end; nil when there is no memory for it.
    public static func text(of value: JSONValue) -> String? {
        var emitter = yaml_emitter_t()
        guard yaml_emitter_initialize(&emitter) == 1 else { return nil }
        defer { yaml_emitter_delete(&emitter) }
        yaml_emitter_set_unicode(&emitter, 1)
        yaml_emitter_set_width(&emitter, -1)
        var bytes: [UInt8] = []
        return withUnsafeMutablePointer(to: &bytes) { bytes in
            yaml_emitter_set_output(
                &emitter,
                { context, data, count in
                    guard let context, let data else { return 0 }
                    let bytes = context.assumingMemoryBound(to: [UInt8].self)
                    bytes.pointee.append(contentsOf: UnsafeBufferPointer(start: data, count: count))
                    return 1
                }, bytes)
            guard emit(value, &emitter), yaml_emitter_flush(&emitter) == 1 else { return nil }
            return String(decoding: bytes.pointee, as: UTF8.self)
        }
    }

    /// What is to be written, in its order; a list of its own, so that no depth of the value is too much.
    private enum Part {
        case value(JSONValue)
        case text(String)
        case endOfList, endOfObject
    }

    private static func emit(_ value: JSONValue, _ emitter: inout yaml_emitter_t) -> Bool {
        var event = yaml_event_t()
        guard yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING) == 1, put(&event, &emitter),
            yaml_document_start_event_initialize(&event, nil, nil, nil, 1) == 1, put(&event, &emitter)
        else { return false }
        var parts: [Part] = [.value(value)]
        while let part = parts.popLast() {
            guard make(part, &event, &parts), put(&event, &emitter) else { return false }
        }
        return yaml_document_end_event_initialize(&event, 1) == 1 && put(&event, &emitter)
            && yaml_stream_end_event_initialize(&event) == 1 && put(&event, &emitter)
    }

    /// Hands the event on, which is the emitter's from then on.
    private static func put(_ event: inout yaml_event_t, _ emitter: inout yaml_emitter_t) -> Bool {
        yaml_emitter_emit(&emitter, &event) == 1
    }

    private static func make(_ part: Part, _ event: inout yaml_event_t, _ parts: inout [Part]) -> Bool {
        switch part {
        case .endOfList: return yaml_sequence_end_event_initialize(&event) == 1
        case .endOfObject: return yaml_mapping_end_event_initialize(&event) == 1
        case .text(let text), .value(.string(let text)): return scalar(text, isText: true, &event)
        case .value(.array(let items)):
            parts.append(.endOfList)
            parts += items.reversed().map { .value($0) }
            let style = items.isEmpty ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
            return yaml_sequence_start_event_initialize(&event, nil, nil, 1, style) == 1
        case .value(.object(let members)):
            parts.append(.endOfObject)
            for (name, value) in members.reversed() { parts += [.value(value), .text(name)] }
            let style = members.isEmpty ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
            return yaml_mapping_start_event_initialize(&event, nil, nil, 1, style) == 1
        case .value(let value): return scalar(value.serializedString(), isText: false, &event)
        }
    }

    private static func scalar(_ text: String, isText: Bool, _ event: inout yaml_event_t) -> Bool {
        let style =
            !isText
            ? YAML_PLAIN_SCALAR_STYLE
            : text.utf8.contains(UInt8(ascii: "\n"))
                ? YAML_LITERAL_SCALAR_STYLE
                : YAMLScalar.isText(text) ? YAML_ANY_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE
        // With a zero behind it, so that an empty text has an address too.
        let bytes = Array(text.utf8) + [0]
        guard let count = Int32(exactly: bytes.count - 1) else { return false }
        // The emitter takes quotes where the text has characters that mean something to YAML.
        return yaml_scalar_event_initialize(&event, nil, nil, bytes, count, 1, 1, style) == 1
    }
}
