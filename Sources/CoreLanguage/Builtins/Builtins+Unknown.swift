extension Builtins {
    /// What scripts cannot call since each call gives something else, and what to do instead.
    public static let effects: [String: String] = [
        "now": "The time is an effect: take it as an input, or from a tool.",
        "today": "The time is an effect: take it as an input, or from a tool.",
        "random": "Chance is an effect: take it from a tool.",
        "uuid": "Chance is an effect: take it from a tool.",
    ]

    /// Names by which other languages know what is here.
    static let foreignNames: [String: String] = [
        "atob": "base64_decode", "average": "mean", "avg": "mean", "btoa": "base64_encode", "ceiling": "ceil",
        "chars": "characters", "coalesce": "default", "collect": "map", "count_if": "count",
        "datediff": "date_diff", "decodeURIComponent": "url_decode", "diff": "date_diff", "distinct": "unique",
        "dumps": "to_json", "encodeURIComponent": "url_encode", "endsWith": "ends_with", "endswith": "ends_with",
        "every": "all", "find_one": "find", "flatMap": "flat_map", "float": "to_number", "fold": "reduce",
        "forEach": "map", "fromjson": "parse_json", "groupBy": "group_by", "head": "first", "in": "contains",
        "includes": "contains", "indexOf": "index_of", "int": "to_integer", "integer": "to_integer",
        "items": "entries", "json": "to_json", "json_parse": "parse_json", "json_stringify": "to_json", "len": "count",
        "length": "count", "ljust": "pad_end", "ln": "log",
        "loads": "parse_json", "lowercase": "lower", "lstrip": "trim_start", "mod": "%", "number": "to_number",
        "padEnd": "pad_end", "padStart": "pad_start", "parseFloat": "to_number", "parseInt": "to_integer",
        "pick_keys": "pick", "power": "pow", "regex": "matches", "repeat": "repeat_text", "rjust": "pad_start",
        "round_to": "round", "rstrip": "trim_end", "select": "filter", "size": "count", "some": "any",
        "sortBy": "sort_by", "startsWith": "starts_with", "startswith": "starts_with", "std": "stdev",
        "str": "to_text", "strftime": "format_date", "string": "to_text", "stringify": "to_json", "strip": "trim",
        "strptime": "parse_timestamp", "substr": "slice", "substring": "slice", "test": "matches", "text": "to_text",
        "toLowerCase": "lower", "toString": "to_text", "toUpperCase": "upper", "to_entries": "entries",
        "to_lower": "lower", "to_upper": "upper", "tojson": "to_json", "type": "type_of", "typeof": "type_of",
        "ucase": "upper", "uniq": "unique", "upcase": "upper", "uppercase": "upper", "where": "filter",
        "zfill": "pad_start",
    ]

    /// What is no function here, and how it is written.
    static let foreignForms: [String: String] = [
        "append": "A list with one element more is `list + [element]`.",
        "concat": "Lists are joined with `+`, and so are texts.",
        "push": "A list with one element more is `list + [element]`.",
    ]

    /// What to say of a name that is no builtin.
    public static func explanation(ofUnknown name: String) -> String {
        let shown = Suggestion.clipped(name)
        if let effect = effects[name] { return "\"\(shown)\" is no function of expressions. \(effect)" }
        if let form = foreignForms[name] { return "There is no function \"\(shown)\". \(form)" }
        if let known = foreignNames[name] {
            return "There is no function \"\(shown)\". It is called \"\(known)\" here."
        }
        return "There is no function \"\(shown)\"." + Suggestion.sentence(for: name, among: table.keys.sorted())
    }
}
