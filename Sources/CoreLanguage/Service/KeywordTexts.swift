/// What the words of the language mean, in a line each.
enum KeywordTexts {
    /// The text of a word.
    static func text(of word: ScriptWord) -> String? { texts[word] }

    private static let texts: [ScriptWord: String] = declarations.merging(steps) { first, _ in first }
        .merging(clauses) { first, _ in first }.merging(values) { first, _ in first }

    private static let declarations: [ScriptWord: String] = [
        .script: "`script \"Title\"`: the title of the script; free text about it is indented below.",
        .version: "`version \"1.0.0\"`: the semantic version of the script.",
        .input: "`input`: what the script takes; its fields stand below as `name : type`.",
        .output: "`output`: what the script gives; `emit` gives its fields.",
        .stream: "`stream`: what `yield` hands out while the script runs.",
        .env: "`env`: the variables of the environment that the script reads; `env(KEY)` reads one.",
        .enum: "`enum Name = A | B`: a type with a fixed set of values.",
        .import: "`import tools`: the tools that the script may use, one a line: `name from native`.",
        .tools: "`import tools`: the tools that the script may use. For an agent: `tools = [name, …]`.",
        .from: "`name from native` imports a tool; `pipe item from source` names what is read.",
        .as: "`name from native as other` and `repeat … as i` give a name.",
        .on: "`on error`, `on pass`, `on fail` and `on thread error`: what is done then.",
        .thread: "`on thread error`: steps for an error that nothing else handled; they read `error` and `thread`.",
        .error: "`on error`: what becomes of a step that fails. `error` has `message`, `code`, `step` and `tool`.",
        .secret: "`secret`: the value of the variable is shown nowhere.",
    ]

    private static let steps: [ScriptWord: String] = [
        .do: "`do \"label\" with tool`: calls a tool; its arguments stand below as `name = value`.",
        .let: "`let name = value`: computes a value and gives it a name.",
        .each: "`each item, index in list [parallel n] [sleep 1s]`: does the steps below for each element.",
        .pipe: "`pipe item from stream [batch n] [parallel n]`: does the steps below with items while they come.",
        .decide: "`decide with rules` or `with llm`: takes one of several branches.",
        .check: "`check \"label\" condition`: goes on when the condition holds, and fails otherwise.",
        .together: "`together`: runs lanes of steps side by side.",
        .repeat: "`repeat n times`, `repeat until condition` or `repeat while condition`: does the steps below again.",
        .wait: "`wait 30s`, `wait for duration`, `wait until timestamp` or `wait event \"name\"`.",
        .emit: "`emit`: ends the script and gives its result.",
        .yield: "`yield`: hands out a value while the script goes on.",
        .send: "`send \"event\" to thread`: sends an event to another thread.",
        .ask: "`ask \"label\"`: asks a person, and waits for the answer.",
        .agent: "`agent \"label\" with llm`: a model works on a task with tools.",
        .plan: "`plan \"label\"`: a model writes a script, which `run` runs.",
        .run: "`run name`: runs a plan, or another script.",
    ]

    private static let clauses: [ScriptWord: String] = [
        .with: "`with`: the tool, or who decides.",
        .undo: "`undo with tool`: what takes the step back when the script fails later.",
        .retry: "`retry 3 every 2s up to 1m`: tries the step again, with growing pauses.",
        .every: "`retry 3 every 2s`: the first pause.",
        .up: "`up to 1m`: the longest pause.",
        .to: "`up to 1m` is the longest pause; `send … to thread` says who gets the event.",
        .then:
            "`retry 3 then ignore`: what is done when nothing helped. In `if c then a else b`: the value when `c` is true.",
        .ignore: "`ignore`: the value of the step is null, and the script goes on.",
        .use: "`use value`: this stands in for the value of the step.",
        .fallback: "`fallback tool`: another tool is called in its place.",
        .fail: "`fail \"message\"`: fails with this message.",
        .pause: "`pause`: the script pauses, and can be resumed at this step.",
        .in: "`each item in list`: the list.",
        .parallel: "`parallel n`: how many run at once.",
        .sleep: "`sleep 100ms`: the pause between two rounds.",
        .batch: "`batch n`: how many items come at once, as a list.",
        .when: "`when condition -> \"Branch\"`: leads to a branch.",
        .otherwise: "`otherwise -> \"Branch\"`: the branch when no case fits.",
        .rules: "`decide with rules`: the first condition that is true decides.",
        .llm: "`llm`: a language model; a model capability, which needs no import.",
        .pass: "`on pass`: what follows when the check holds.",
        .continue: "`continue`: goes on with the next step.",
        .goto: "`goto \"label\"`: goes on with the step that has this label.",
        .lane: "`lane \"name\"`: steps that run beside those of the other lanes.",
        .times: "`repeat 3 times`: how often.",
        .until: "`repeat until condition` asks after each round; `wait until timestamp` waits for a time.",
        .while: "`repeat while condition` asks before each round.",
        .max: "`repeat … max 10`: the most rounds. As a constraint, `max(10)`: the greatest number.",
        .for: "`wait for duration`: waits for a length of time that is computed.",
        .event: "`wait event \"name\"`: waits for an event; its value is the payload.",
        .type: "`type = …`: the type of the answer of a model or a person.",
        .list: "`list<T>`: a list of elements of one type.",
    ]

    private static let values: [ScriptWord: String] = [
        .if: "`if condition then value else other`: one of two values.",
        .else: "`if condition then value else other`: the value when the condition is false.",
        .and: "`and`: true when both are.",
        .or: "`or`: true when one of them is.",
        .not: "`not`: the opposite of a boolean.",
        .true: "The boolean true.",
        .false: "The boolean false.",
        .null: "No value: what `T?` may be.",
    ]
}
