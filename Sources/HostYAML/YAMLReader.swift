import CYAML
public import CoreLanguage

/// Reads YAML 1.2 as JSON (https://yaml.org/spec/1.2.2), by libyaml.
///
/// Refused is what JSON has no place for: anchors, tags of one's own, several documents, two members of one name.
public enum YAMLReader {
    /// Bytes that are read at most.
    public static let bytesMax = 16 << 20
    /// Levels that are read at most.
    static let depthMax = 512

    /// The value of the one document in `bytes`.
    public static func parse(_ bytes: [UInt8]) throws(YAMLError) -> JSONValue {
        guard bytes.count <= bytesMax else {
            throw YAMLError(line: 1, column: 1, message: "The text is larger than \(bytesMax >> 20) MiB.")
        }
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            throw YAMLError(line: 1, column: 1, message: "There is no memory to read YAML.")
        }
        defer { yaml_parser_delete(&parser) }
        let result: Result<JSONValue, YAMLError> = bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            do throws(YAMLError) { return .success(try document(&parser)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private static func document(_ parser: inout yaml_parser_t) throws(YAMLError) -> JSONValue {
        var builder = YAMLBuilder()
        while !builder.isOver {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else { throw YAMLError(parser) }
            defer { yaml_event_delete(&event) }
            try builder.take(event)
        }
        return builder.value ?? .null
    }
}

extension YAMLError {
    /// What a parser that has stopped says.
    fileprivate init(_ parser: yaml_parser_t) {
        let problem = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
        let context = parser.context.map { String(cString: $0) + ": " } ?? ""
        self.init(
            line: Int(clamping: parser.problem_mark.line) + 1, column: Int(clamping: parser.problem_mark.column) + 1,
            message: "This is no YAML: \(context)\(problem).")
    }
}
