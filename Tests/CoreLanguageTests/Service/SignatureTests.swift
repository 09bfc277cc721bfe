import CoreLanguage
import Testing

@Suite("What a call takes")
struct SignatureTests {
    /// The form at the mark, with the parameter that is being written in `«»`; nil where nothing is called.
    private func shown(_ marked: String) -> String? {
        let (document, offset) = document(marked)
        guard let help = document.signatureHelp(at: offset) else { return nil }
        let form = help.forms[help.activeForm]
        guard help.activeParameter < form.parameters.count else { return form.label }
        let range = form.parameters[help.activeParameter].range
        let label = Array(form.label.utf16)
        return [label[..<range.lowerBound], label[range], label[range.upperBound...]]
            .map { String(decoding: $0, as: UTF16.self) }.enumerated()
            .map { $0.offset == 1 ? "«\($0.element)»" : $0.element }.joined()
    }

    @Test(
        "The parameter at the place is marked",
        arguments: [
            ("let a = slice(§", "slice(«value: text», start: integer, end?: integer) -> text"),
            ("let a = slice(\"a, b§c\", 1)", "slice(«value: text», start: integer, end?: integer) -> text"),
            ("let a = slice(\"abc\", §)", "slice(value: text, «start: integer», end?: integer) -> text"),
            ("let a = slice(\"abc\", 1, §\nlet b = 2", "slice(value: text, start: integer, «end?: integer») -> text"),
            ("let a = slice(\"abc\", 1, 2, §)", "slice(value: text, start: integer, end?: integer) -> text"),
            ("let a = \"abc\".slice(§)", "slice(value: text, «start: integer», end?: integer) -> text"),
            ("let a = slice([1, §], 1)", "slice(«value: text», start: integer, end?: integer) -> text"),
            ("let a = slice(upper(§), 1)", "upper(«text: text») -> text"),
            ("let a = slice(upper(\"a\")§, 1)", "slice(«value: text», start: integer, end?: integer) -> text"),
            ("let a = [1].map(§", "map(list: list<a>, «function: (a, integer) => b») -> list<b>"),
            ("let a = env(KEY, §)", "env(name: name, «default?: text») -> text"),
            ("input\n  a : number range(1, §", "range(least, «greatest»)"),
        ])
    func functions(_ marked: String, _ form: String) {
        #expect(shown(marked) == form)
    }

    @Test("Behind a form that is too short the one that has the parameter is shown")
    func forms() {
        let (document, offset) = document("let a = date(2024, 1§)")
        let help = document.signatureHelp(at: offset)
        #expect(help?.forms.count == 4)
        #expect(help?.activeForm == 3)
        #expect(help?.documentation?.isEmpty == false)
    }

    @Test("Arguments of tools and steps by their names")
    func arguments() {
        let head = "import tools\n  http_request from native as get\n"
        let braces = shown(head + "do with get { url: \"x\", method: § }")
        #expect(braces?.hasPrefix("get { ") == true)
        #expect(braces?.contains("«method?: ") == true)
        #expect(shown(head + "do with get {§")?.contains("«url: text»") == true)
        #expect(shown(head + "do with get\n  url = §")?.contains("«url: text»") == true)
        #expect(shown(head + "do with get\n  url = upper(§)") == "upper(«text: text») -> text")
        #expect(shown("ask \"x\"\n  prompt = §")?.hasPrefix("ask { «prompt: text»") == true)
        let (document, offset) = document(head + "do with get { url: § }")
        #expect(document.signatureHelp(at: offset)?.forms.first?.parameters.first?.documentation?.isEmpty == false)
    }

    @Test(
        "Elsewhere there is nothing to show",
        arguments: [
            "let a = (1 + §2)", "let a§ = 1", "let a = upper(\"a\")§", "let a = unknown(§)", "§",
            "let a = 1 -- upper(§", "let a = {b: §}", "do with http_request\n  ur§l = 1", "let a = [§]",
            "do with llm\n  prompt = \"x\"\n  §",
        ])
    func nothing(_ marked: String) {
        #expect(shown(marked) == nil)
    }

    @Test("Every function shows all its forms, each parameter by its name")
    func everyFunction() throws {
        for builtin in Builtins.chapters.flatMap(\.builtins) {
            let (document, offset) = document("let a = \(builtin.name)(§")
            let help = try #require(document.signatureHelp(at: offset), "\(builtin.name)")
            #expect(help.forms.count == builtin.signatures.count)
            for (form, signature) in zip(help.forms, builtin.signatures) {
                #expect(form.label.hasPrefix(builtin.name + "("))
                #expect(form.parameters.count <= builtin.parameters.count, "\(form.label) of \(signature)")
                let result = signature.split(separator: " -> ").last.map { String($0) }
                #expect(result.map { form.label.hasSuffix(") -> " + $0) } == true, "\(form.label)")
            }
        }
    }
}
