extension DiagnosticExplanation {
    /// What the rules of types mean.
    static let ofTypes: [Self] = [
        Self(
            .unknownType,
            "There is no type and no enumeration of this name. The types are `text`, `number`, `integer`, "
                + "`boolean`, `date`, `timestamp`, `binary`, `object`, `any`, `list<…>` and shapes.",
            bad: """
                input
                  name : txt
                """,
            good: """
                input
                  name : text
                """),
        Self(
            .typeMismatch,
            "The value is of another type than its place asks for.",
            bad: """
                let days : integer = "three"
                emit
                  n = days
                """,
            good: """
                let days : integer = 3
                emit
                  n = days
                """),
        Self(
            .operandType,
            "The operator does not take values of these types. `+` takes two numbers, two texts or two lists; a "
                + "value gets into a text with `{name}`.",
            bad: """
                input
                  n : integer
                emit
                  text = "number " + n
                """,
            good: """
                input
                  n : integer
                emit
                  text = "number {n}"
                """),
        Self(
            .unknownMember,
            "The shape has no such field, or the enumeration no such member.",
            bad: """
                let person = { name: "Ada" }
                emit
                  name = person.nmae
                """,
            good: """
                let person = { name: "Ada" }
                emit
                  name = person.name
                """),
        Self(
            .mayBeNull,
            "What the member is read of may be null, or is an `object` or `any` of which nothing is known. Write "
                + "`?.` for null where there is nothing, or give another value with `??`.",
            bad: """
                input
                  person : object
                emit
                  name = person.name
                """,
            good: """
                input
                  person : object
                emit
                  name = person.name ?? "nobody"
                """),
        Self(
            .noMembers,
            "Texts, numbers, booleans and lists have no members. Functions tell of them: `count(name)`.",
            bad: """
                input
                  name : text
                emit
                  n = name.length
                """,
            good: """
                input
                  name : text
                emit
                  n = count(name)
                """),
        Self(
            .unknownFunction,
            "There is no function of this name. What depends on the world, such as the time, is no function but a "
                + "step.",
            bad: """
                input
                  name : text
                emit
                  loud = uper(name)
                """,
            good: """
                input
                  name : text
                emit
                  loud = upper(name)
                """),
        Self(
            .callArguments,
            "The function takes other arguments. The hint shows its forms.",
            bad: """
                input
                  name : text
                emit
                  words = split(name)
                """,
            good: """
                input
                  name : text
                emit
                  words = split(name, " ")
                """),
        Self(
            .conditionType,
            "A condition is a boolean. Nothing else counts as true: no number, no text, no list.",
            bad: """
                input
                  names : list<text>
                check names
                """,
            good: """
                input
                  names : list<text>
                check count(names) > 0
                """),
        Self(
            .constraintType,
            "The constraint belongs to another type: `range`, `min` and `max` to numbers, `length` and `pattern` "
                + "to texts, `min_items`, `max_items` and `unique` to lists.",
            bad: """
                input
                  name : text min(3)
                """,
            good: """
                input
                  name : text length(3, 100)
                """),
        Self(
            .constraintArguments,
            "The constraint can't have these arguments: the least is more than the most, a length is negative, or "
                + "the pattern is none.",
            bad: """
                input
                  age : integer range(120, 0)
                """,
            good: """
                input
                  age : integer range(0, 120)
                """),
        Self(
            .defaultValue,
            "The default is of another type than its field, or outside of what the constraints of the field allow.",
            bad: """
                input
                  age : integer min(18) = 3
                """,
            good: """
                input
                  age : integer min(18) = 30
                """),
        Self(
            .textForm,
            #"A text that stands for a date, a timestamp or binary data has to have its form: `"2026-01-31"`, "#
                + #"`"2026-01-31T12:00:00Z"`, base64."#,
            bad: """
                input
                  day : date = "31.01.2026"
                """,
            good: """
                input
                  day : date = "2026-01-31"
                """),
        Self(
            .tooDeep,
            "Something is larger than a program holds: an expression that nests too deep, blocks of more than 257 "
                + "levels, a label of more than 1,024 bytes, more than 1,000 lanes or branches. Bind parts with `let`, "
                + "or move some to a script of their own."),
        Self(
            .lambdaPlace,
            "A function such as `x => x + 1` is no value. It stands only as an argument of a function that takes "
                + "one.",
            bad: """
                let next = n => n + 1
                emit
                  n = next
                """,
            good: """
                let next = map([1, 2], n => n + 1)
                emit
                  n = next
                """),
        Self(
            .notConstant,
            "The value must be known before the script runs: a default, the number of retries, a list of tools. "
                + "Literals can stand here, lists and objects of them, and members of enumerations.",
            bad: """
                input
                  seconds : integer = 60 * 60
                """,
            good: """
                input
                  seconds : integer = 3600
                """),
        Self(
            .enumerationMembers,
            "The members of an enumeration have one type, and each is there once.",
            bad: """
                enum Size = Small | Large | Small
                input
                  size : Size
                """,
            good: """
                enum Size = Small | Medium | Large
                input
                  size : Size
                """),
        Self(
            .constraintBroken,
            "The value is written out, and it is outside of what its place allows.",
            bad: """
                output
                  grade : integer range(1, 6)
                emit
                  grade = 7
                """,
            good: """
                output
                  grade : integer range(1, 6)
                emit
                  grade = 6
                """),
        Self(
            .rebindType,
            "In a `repeat` a name keeps its type from round to round. Give it the wider type where it is bound "
                + "first.",
            bad: """
                let total = 0
                repeat 3 times
                  let total = total + 0.5
                emit
                  n = total
                """,
            good: """
                let total : number = 0
                repeat 3 times
                  let total = total + 0.5
                emit
                  n = total
                """),
        Self(
            .neverTrue,
            "The two sides can never be equal, so the comparison always gives the same.",
            bad: """
                input
                  n : integer
                check n == "3"
                """,
            good: """
                input
                  n : integer
                check n == 3
                """),
        Self(
            .neverNull,
            "What stands before `??` is never null, so what stands behind it is never used.",
            bad: """
                input
                  n : integer
                emit
                  m = n ?? 0
                """,
            good: """
                input
                  n? : integer
                emit
                  m = n ?? 0
                """),
        Self(
            .noUnit,
            "A number without a unit is milliseconds, and so few are hardly meant. Write the unit: `5s`, `2m`, or `5ms`.",
            bad: """
                ask "Is it good?"
                  prompt = "Is it good?"
                  timeout = 30
                """,
            good: """
                ask "Is it good?"
                  prompt = "Is it good?"
                  timeout = 30s
                """),
    ]
}
