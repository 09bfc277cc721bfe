/// What a call takes, with the parameter that is being written.
public struct ScriptSignatureHelp: Hashable, Sendable {
    /// A form of what is called.
    public struct Form: Hashable, Sendable {
        /// All of it: `slice(value: text, start: integer, end?: integer) -> text`.
        public let label: String
        /// What is given, in its order.
        public let parameters: [Parameter]
    }

    /// A parameter of a form.
    public struct Parameter: Hashable, Sendable {
        /// Where it stands in the label, in code units of UTF-16.
        public let range: Range<Int>
        /// What it is good for, as Markdown; nil when the name says it.
        public let documentation: String?
    }

    /// The forms; there is one at least.
    public let forms: [Form]
    /// What is called, as Markdown.
    public let documentation: String?
    /// The first of the forms that has the parameter; the first of all when none has.
    public let activeForm: Int
    /// The parameter at the place, from 0; as many as there are, or more, behind the last one.
    public let activeParameter: Int

    init(_ forms: [Form], documentation: String?, activeParameter: Int) {
        self.forms = forms
        self.documentation = documentation
        self.activeParameter = activeParameter
        activeForm = forms.firstIndex { activeParameter < $0.parameters.count } ?? 0
    }
}

extension ScriptSignatureHelp.Form {
    /// A form whose parameters stand between `front` and `back`.
    init(front: String, _ parameters: [(text: String, documentation: String?)], back: String) {
        var label = front
        var places: [ScriptSignatureHelp.Parameter] = []
        for (number, parameter) in parameters.enumerated() {
            if number > 0 { label += ", " }
            let start = label.utf16.count
            label += parameter.text
            places.append(.init(range: start..<label.utf16.count, documentation: parameter.documentation))
        }
        self.label = label + back
        self.parameters = places
    }

    /// A form of a function: of the names of its parameters and `(list<a>, integer?) -> a`.
    init(_ name: String, _ names: [String], signature: String) {
        let (types, result) = Self.parts(signature)
        let parameters = types.enumerated().map { number, type in
            guard number < names.count else { return (type, String?.none) }
            // The mark behind the name says that it may be left out; it is not said twice.
            let isSaid = names[number].hasSuffix("?") && type.hasSuffix("?")
            return ("\(names[number]): \(isSaid ? String(type.dropLast()) : type)", String?.none)
        }
        self.init(front: name + "(", parameters, back: ")" + result)
    }

    /// The types of the parameters, and what follows them.
    private static func parts(_ signature: String) -> (types: [String], result: String) {
        var types: [String] = []
        var type = ""
        var depth = 0
        var rest = Substring(signature)
        var last: Character = " "
        while let character = rest.popFirst() {
            // The point of `=>` is no bracket.
            let isArrow = character == ">" && (last == "=" || last == "-")
            if "([{<".contains(character) { depth += 1 }
            if ")]}>".contains(character), !isArrow { depth -= 1 }
            last = character
            if depth == 0 || (depth == 1 && character == ",") {
                if !type.isEmpty { types.append(type) }
                type = ""
                if depth == 0 { break }
            } else if !(type.isEmpty && (character == " " || depth == 1 && character == "(" && types.isEmpty)) {
                type.append(character)
            }
        }
        return (types, String(rest))
    }
}
