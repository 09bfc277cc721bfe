import CoreLanguage
import Testing

@Suite("Hover")
struct HoverTests {
    private func hover(_ marked: String) -> String? {
        let (document, offset) = document(marked)
        return document.hover(at: offset)?.markdown
    }

    private static let head = """
        enum Lane = Auto | Manual
        input
          amount : number  -- in minor units
          order : { id : text, lane : Lane }
        import tools
          http_request from native as get

        """

    @Test("Names tell their types and what they are")
    func names() {
        #expect(
            hover(Self.head + "let x = am§ount") == "```scriptum\namount : number\n```\n\nAn input.\n\nin minor units")
        #expect(hover(Self.head + "let tot§al = amount + 1\nwait 1s")?.hasPrefix("```scriptum\ntotal : number") == true)
        #expect(hover("let xs = [1]\nlet y = xs.map(one => o§ne + 1)")?.hasPrefix("```scriptum\none : integer") == true)
        #expect(hover(Self.head + "let x = order.i§d") == "```scriptum\nid : text\n```")
        #expect(hover(Self.head + "let x = \"{order.la§ne}\"") == "```scriptum\nlane : Lane\n```")
        #expect(hover(Self.head + "let x: La§ne = Auto")?.contains("enum Lane = Auto | Manual") == true)
        #expect(hover(Self.head + "let x: Lane = Au§to")?.contains("Lane.Auto") == true)
    }

    @Test("A word means what it means in its place")
    func places() {
        #expect(hover("input\n  a : integer mi§n(1)")?.contains("A constraint of numbers.") == true)
        #expect(hover("let a = mi§n([1])")?.contains("min(list<a>)") == true)
        #expect(hover("wait 1s\n  on error: use { te§xt: \"x\" }")?.contains("Unicode text") != true)
        #expect(hover("let a: te§xt = \"x\"\nemit { a }")?.contains("Unicode text") == true)
        let braces = Self.head + "do with get { u§rl: \"x\" }"
        #expect(hover(braces)?.contains("url : text") == true)
    }

    @Test("Functions, tools and their arguments tell what they do")
    func functions() {
        let text = hover("let x = upp§er(\"a\")")
        #expect(text?.contains("upper(text) -> text") == true)
        #expect(text?.contains("The text in upper case.") == true)
        #expect(text?.contains("upper(\"Straße\")  -- \"STRASSE\"") == true)
        #expect(hover("let x = \"a\".upp§er()")?.contains("The text in upper case.") == true)
        #expect(hover(Self.head + "do \"x\" with ge§t\n  url = \"x\"")?.contains("Makes an HTTP request.") == true)
        #expect(hover(Self.head + "do with get\n  ur§l = \"x\"")?.contains("An absolute URL") == true)
        #expect(hover("ask \"x\"\n  pro§mpt = \"x\"")?.contains("What the person is asked.") == true)
        #expect(hover("let x = e§nv(\"A\")")?.contains("environment") == true)
    }

    @Test("Words of the language tell what they mean, but not where they are names")
    func words() {
        #expect(hover("de§cide with rules")?.contains("takes one of several branches") == true)
        #expect(hover("wait 1s\n  on er§ror: ignore")?.contains("on error") == true)
        #expect(hover("input\n  x : tex§t")?.contains("Unicode text.") == true)
        #expect(hover("input\n  x : text len§gth(1, 2)")?.contains("length(least, greatest)") == true)
        #expect(hover("-- @au§thor me")?.contains("Who wrote") == true)
        #expect(hover("let x = {wi§th: 1}")?.contains("who decides") != true)
        #expect(hover("-- some wor§d") == nil)
        #expect(hover("§") == nil)
    }

    @Test("What is wrong is told with its rule, and how to mend it")
    func diagnostics() {
        let text = hover("let x = amo§unt")
        #expect(text?.contains("**E301**: A name that nothing has") == true)
        #expect(hover("let x = {a: 1}\nlet y = x.b§c")?.contains("It has `a`.") == true)
    }
}
