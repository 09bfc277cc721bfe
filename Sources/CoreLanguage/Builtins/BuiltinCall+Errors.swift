extension BuiltinCall {
    /// The call as it is written: `pad_start(text, length, fill?)`.
    var signature: String {
        "\(builtin.name)(\(builtin.parameters.joined(separator: ", ")))"
    }

    /// The error of an argument of a wrong type.
    func mismatch(_ place: Int, _ fitting: String, _ value: JSONValue) -> EvaluationError {
        var message =
            "\(builtin.name)() takes \(fitting) as its argument \(name(of: place)), and got \(value.scriptTypeName)."
        if value.isNull { message += " Give a value in the place of null with \"??\"." }
        return EvaluationError(.type, message)
    }

    /// The error of a function where another argument belongs.
    func mismatch(_ place: Int, _ fitting: String) -> EvaluationError {
        EvaluationError(.type, "\(builtin.name)() takes \(fitting) as its argument \(name(of: place)).")
    }

    /// The error of an argument whose type fits, but not its value: `requirement`, such as “must not be 0”, goes on
    /// behind its name.
    func refused(_ place: Int, _ requirement: String) -> EvaluationError {
        EvaluationError(.argument, "\(signature): \(name(of: place)) \(requirement).")
    }

    /// The error of a wrong element of a list.
    func mismatch(element: Int, of place: Int, _ fitting: String, _ value: JSONValue) -> EvaluationError {
        EvaluationError(
            .type,
            "\(builtin.name)() takes \(fitting) as each element of \(name(of: place)), and element \(element) is "
                + "\(value.scriptTypeName).")
    }

    /// The error of an element of a list whose type fits, but not its value.
    func refused(element: Int, of place: Int, _ requirement: String) -> EvaluationError {
        EvaluationError(.argument, "\(signature): element \(element) of \(name(of: place)) \(requirement).")
    }

    /// The error of a function that gives a value of a wrong type.
    func mismatch(given fitting: String, _ value: JSONValue) -> EvaluationError {
        EvaluationError(.type, "\(signature): the function must give \(fitting), and gave \(value.scriptTypeName).")
    }

    func name(of place: Int) -> String {
        guard builtin.parameters.indices.contains(place) else { return "argument \(place + 1)" }
        let name = builtin.parameters[place]
        return "\"\(name.hasSuffix("?") ? String(name.dropLast()) : name)\""
    }

    static func text(_ range: ClosedRange<Int>, _ noun: String) -> String {
        let count =
            range.count == 1 ? "\(range.upperBound)" : "\(range.lowerBound) to \(range.upperBound)"
        return "\(count) \(noun)\(range.upperBound == 1 ? "" : "s")"
    }
}
