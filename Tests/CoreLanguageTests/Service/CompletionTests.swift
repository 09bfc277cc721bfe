import CoreLanguage
import Testing

@Suite("Completion")
struct CompletionTests {
    private static let head = """
        enum Lane = Auto | Manual
        input
          amount : number
          order : { id : text, lines : list<{ price : number }>, lane : Lane }
          maybe? : { note : text }
        import tools
          http_request from native

        """

    @Test("A line begins with a declaration or a step")
    func beginnings() {
        let found = labels("§")
        #expect(found.isSuperset(of: ["script", "input", "import tools", "on thread error", "do", "let", "emit"]))
        #expect(!found.contains("with"))
        let body = labels(Self.head + "each line in order.lines\n  §")
        #expect(body.isSuperset(of: ["do", "let", "-> "]))
        #expect(!body.contains("input"))
        #expect(labels("together\n  §") == ["lane", "-> ", "on error: "])
        #expect(labels("decide with rules\n  §").isSuperset(of: ["when ", "otherwise -> "]))
        #expect(labels("check \"x\" true\n  o§").isSuperset(of: ["on pass: ", "on fail: "]))
        #expect(labels("decide with rules\n  when true -> \"A\"\n\"A\":\n  §").contains("emit"))
    }

    @Test("Under a step stand its arguments, those that must be given first, and none twice")
    func arguments() {
        let items = completions(Self.head + "do \"x\" with http_request\n  method = \"GET\"\n  §\n  on error: ignore")
        #expect(items.first?.label == "url")
        #expect(items.first?.insertion == "url = ")
        #expect(!items.contains { $0.label == "method" })
        #expect(items.contains { $0.label == "headers" })
        #expect(items.contains { $0.label == "on error: " })
        #expect(labels("ask \"x\"\n  pr§").isSuperset(of: ["prompt", "options", "-> "]))
        #expect(labels("agent with llm\n  §").isSuperset(of: ["task", "tools"]))
        #expect(labels("output\n  state : text\n  who? : text\nemit\n  §").isSuperset(of: ["state", "who"]))
        #expect(labels("stream\n  note : text\nyield\n  §").contains("note"))
        #expect(labels("wait event \"e\"\n  §").isSuperset(of: ["where", "timeout"]))
        #expect(labels(Self.head + "do with http_request { url: \"x\", § }").contains("headers"))
        #expect(!labels(Self.head + "do with http_request { url: \"x\", § }").contains("url"))
        #expect(
            labels(Self.head + "do with llm\n  prompt = \"x\"\n  on error: fallback http_request\n    §").contains(
                "url"))
    }

    @Test("What fits the place is offered there, and nothing else")
    func places() {
        #expect(labels(Self.head + "do with http_request { url: § }").contains("amount"))
        #expect(labels(Self.head + "agent with llm\n  task = \"t\"\n  tools = [§]") == ["http_request"])
        #expect(labels("env\n  KEY : text\nlet a = env(§)") == ["KEY"])
        #expect(labels("wait 1s\n  on error:\n    §").isSuperset(of: ["retry", "ignore", "use", "fallback"]))
        for step in ["emit", "yield", "send \"e\""] {
            #expect(
                labels("output\n  a? : text\nstream\n  a? : text\n\(step)\n  §").isDisjoint(with: ["-> ", "on error: "])
            )
        }
        let method = labels(Self.head + "do with http_request\n  url = \"x\"\n  method = \"§\"")
        #expect(method.isSuperset(of: ["GET", "POST"]) && !method.contains("\"GET\""))
    }

    @Test("Values are the names in sight, members of enumerations, functions")
    func values() {
        let found = completions(Self.head + "let total = amount\nlet x = §")
        #expect(found.map(\.label).prefix(1) == ["total"])
        #expect(Set(found.map(\.label)).isSuperset(of: ["amount", "order", "Auto", "Lane", "upper", "env", "true"]))
        #expect(!found.contains { $0.label == "x" })
        #expect(found.first { $0.label == "amount" }?.detail == "number")
        #expect(found.first { $0.label == "upper" }?.documentation?.contains("STRASSE") == true)
        #expect(!labels("let a = 1\nlet b = a §").contains("upper"))
        #expect(labels("let a = 1\nlet b = a §").isSuperset(of: ["and", "or"]))
    }

    @Test("Names of a loop are in sight in it, and not behind it")
    func scopes() {
        let loop = Self.head + "each line, at in order.lines\n  let here = line.price\n"
        #expect(labels(loop + "  let y = §").isSuperset(of: ["line", "at", "here"]))
        #expect(labels(loop + "let y = §").isDisjoint(with: ["line", "at", "here"]))
        #expect(labels(loop + "  -> all = §").isSuperset(of: ["line", "here"]))
        #expect(labels("let xs = [1]\nlet y = map(xs, each_one => §").contains("each_one"))
        #expect(labels("on thread error\n  let _m = §").isSuperset(of: ["error", "thread"]))
        #expect(labels(Self.head + "let later = §\nlet then_bound = 1").isDisjoint(with: ["then_bound", "later"]))
    }

    @Test("Names are in sight in a line that can't be read, too")
    func brokenLines() {
        #expect(labels("let a = 1\nlet = @ + §").contains("a"))
        #expect(labels("let a = 1\nlet x = @ + §\nlet c = 1").contains("a"))
        let loop = labels("let xs = [1]\neach x in xs\n  let b = x\nlet = @ + §")
        #expect(loop.contains("xs"))
        #expect(loop.isDisjoint(with: ["x", "b"]))
        #expect(labels("let xs = [1]\neach x in xs\n  let b = x\n  let = @ + §").isSuperset(of: ["x", "b"]))
    }

    @Test("Behind a point stand the members of the type, and functions that take it")
    func members() {
        #expect(labels(Self.head + "let x = order.§").isSuperset(of: ["id", "lines", "lane", "keys"]))
        #expect(labels(Self.head + "let x = order.id.§").contains("upper"))
        #expect(!labels(Self.head + "let x = order.id.§").contains("sum"))
        #expect(labels(Self.head + "let x = order.lines[0].§").contains("price"))
        #expect(labels(Self.head + "let x = map(order.lines, l => l.pr§)").contains("price"))
        #expect(labels(Self.head + "let x = Lane.§") == ["Auto", "Manual"])
        let items = completions(Self.head + "let x = maybe.§")
        #expect(items.first { $0.label == "note" }?.insertion == "?.note")
        #expect(items.first { $0.label == "note" }?.filter == ".note")
        #expect(labels(Self.head + "let x = maybe?.§").contains("note"))
        #expect(
            labels(Self.head + "do with http_request -> r\n  url = \"x\"\nlet s = r.§").isSuperset(of: [
                "status", "text",
            ]))
    }

    @Test("In a text stand the names and members that can be inserted")
    func texts() {
        #expect(labels(Self.head + "let x = \"a {§} b\"").contains("amount"))
        #expect(labels(Self.head + "let x = \"a {§ b\"").contains("amount"))
        #expect(labels(Self.head + "let x = \"a {order.§}\"") == ["id", "lines", "lane"])
        #expect(labels(Self.head + "let x = \"a {ord§").contains("order"))
        #expect(labels(Self.head + "let x = \"a § b\"").isEmpty)
        #expect(labels(Self.head + "let x = \"a \\{§\"").isEmpty)
    }

    @Test("Tools stand where one is called or imported")
    func tools() {
        #expect(
            labels(Self.head + "do \"x\" with §") == ["http_request", "llm", "embed", "rerank", "transcribe", "infer"])
        #expect(labels(Self.head + "do \"x\" §") == ["with"])
        let imported = completions("import tools\n  §")
        #expect(imported.first { $0.label == "grep" }?.insertion == "grep from native")
        #expect(labels("import tools\n  grep §") == ["from"])
        #expect(labels("import tools\n  grep from §") == ["native", "cloud", "mcp"])
        #expect(labels("decide \"x\" with §") == ["rules", "llm"])
        #expect(labels("do with llm\n  prompt = \"x\"\n  on error: §").isSuperset(of: ["retry", "ignore", "fallback"]))
        #expect(labels("do with llm\n  prompt = \"x\"\n  on error: retry 3 §") == ["every", "then", "up to"])
        let methods = completions(Self.head + "do with http_request\n  method = §")
        #expect(methods.first?.label == "\"DELETE\"")
    }

    @Test("Types and constraints stand in fields")
    func types() {
        #expect(labels("enum Lane = A\ninput\n  x : §").isSuperset(of: ["Lane", "text", "list"]))
        #expect(labels("input\n  x : list<§").contains("integer"))
        #expect(labels("input\n  x : text §").isSuperset(of: ["length", "pattern"]))
        #expect(labels("env\n  x : text §").contains("secret"))
        #expect(!labels("input\n  x : text §").contains("secret"))
        #expect(labels("let x : §").contains("timestamp"))
        #expect(labels("do with llm\n  type = §").contains("text"))
        #expect(labels("input\n  x§").isEmpty)
    }

    @Test("Constraints fit the type of the field, and defaults are literals")
    func fields() {
        func behind(_ type: String) -> Set<String> { labels("enum Lane = A | B\ninput\n  x : \(type) §") }
        #expect(behind("integer") == ["range", "min", "max"])
        #expect(behind("number range(1, 2)") == ["min", "max"])
        #expect(behind("text") == ["length", "pattern"])
        #expect(behind("list<text>") == ["min_items", "max_items", "unique"])
        #expect(behind("boolean").isEmpty)
        #expect(behind("Lane").isEmpty)
        #expect(behind("{ a : text }").isEmpty)
        #expect(labels("env\n  x : text secret §") == ["length", "pattern"])
        #expect(behind("boolean =") == ["true", "false"])
        #expect(behind("Lane =") == ["A", "B"])
        #expect(behind("number =").isEmpty)
        #expect(behind("number = 1").isEmpty)
    }

    @Test("Steps are offered the clauses that they can have")
    func clauses() {
        func under(_ step: String) -> Set<String> {
            labels(step + "\n  §").intersection(["-> ", "->> ", "on error: ", "undo with "])
        }
        #expect(under("do with llm") == ["-> ", "->> ", "on error: ", "undo with "])
        #expect(under("ask \"x\"") == ["-> ", "on error: ", "undo with "])
        #expect(under("wait event \"e\"") == ["-> ", "on error: "])
        #expect(under("wait 1s") == ["on error: "])
    }

    @Test("Heads of steps go on with their words")
    func heads() {
        #expect(labels("each x §") == ["in"])
        #expect(labels("let xs = [1]\neach x in xs §").isSuperset(of: ["parallel", "sleep", "and"]))
        #expect(labels("pipe x §") == ["from"])
        #expect(labels("repeat §").isSuperset(of: ["until", "while"]))
        #expect(labels("repeat 3 §").contains("times"))
        #expect(labels("wait §") == ["for", "until", "event"])
        #expect(labels("let x = if true §") == ["then", "and", "or"])
        #expect(labels("let x = if true then 1 §") == ["else", "and", "or"])
        #expect(labels("let x = if true then 1 else 2 §") == ["and", "or"])
        #expect(labels("send \"e\" §").contains("to"))
        #expect(!labels("let a = \"t\"\nsend \"e\" to a §").contains("to"))
        let retry = "do with llm\n  prompt = \"x\"\n  on error: retry 3 "
        #expect(labels(retry + "every 1s §") == ["then", "up to"])
        #expect(labels(retry + "every 1s up to 1m §") == ["then"])
        #expect(labels("let §").isEmpty)
        #expect(labels("on §") == ["thread error"])
    }

    @Test("Labels stand where a jump or a case leads")
    func jumps() {
        let script = "wait \"First\" 1s\ncheck \"c\" true\n  on fail: goto "
        #expect(completions(script + "§").first { $0.label == "First" }?.insertion == "\"First\"")
        #expect(completions(script + "\"§\"").first { $0.label == "First" }?.insertion == "First")
        let decision = "decide with rules\n  when true -> §\n\"Left\":\n  wait 1s\n\"Right\":\n  wait 2s\n"
        #expect(labels(decision) == ["Left", "Right"])
    }

    @Test("Annotations stand in comments of the outermost level")
    func annotations() {
        #expect(labels("-- @§").contains("accepts_extension"))
        #expect(labels("-- §").isEmpty)
        #expect(labels("wait 1s -- @§").isEmpty)
    }

    @Test("What is replaced is the whole word at the place")
    func ranges() {
        let (document, offset) = document(Self.head + "let x = am§ou + 1")
        let item = document.completions(at: offset).first { $0.label == "amount" }
        #expect(item.map { document.source.text(at: $0.range) } == "amou")
    }
}
