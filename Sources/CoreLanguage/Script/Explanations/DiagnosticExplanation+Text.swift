extension DiagnosticExplanation {
    /// What the rules of the text of a script mean.
    static let ofText: [Self] = [
        Self(
            .invalidText,
            "A script is UTF-8 text. Some bytes of the file are not. They are read as the replacement character, "
                + "so that the rest can be checked. Save the file as UTF-8."),
        Self(
            .textTooLong,
            "A script has at most 10 MiB. A longer one is refused before it is read. Keep data out of the script: "
                + "pass it as an input, or read it with a tool."),
        Self(
            .unknownIndentation,
            "A line ends a block by going back to the indentation of a line above. This one stops between two of "
                + "them, so it can't be told what it belongs to.",
            bad: """
                repeat 2 times
                    wait 1s
                  wait 1m
                """,
            good: """
                repeat 2 times
                  wait 1s
                wait 1m
                """),
        Self(
            .nestedTooDeeply,
            "Blocks, brackets, types and operators in front of an operand may be nested 256 levels deep, counted "
                + "together. Give a part a name with `let`, or move it to a script of its own."),
        Self(
            .nameTooLong,
            "A name has at most 64 bytes.",
            bad: """
                input
                  the_number_of_the_order_as_it_is_printed_on_the_invoice_of_the_customer : text
                """,
            good: """
                input
                  order_number : text
                """),
        Self(
            .numberTooLarge,
            "A whole number has 64 bits: from -9223372036854775808 to 9223372036854775807. A number with a point "
                + "is at most about 1.8e308. What is no quantity, such as an account number, is better a text.",
            bad: """
                emit
                  account = 12345678901234567890
                """,
            good: """
                emit
                  account = "12345678901234567890"
                """),
        Self(
            .malformedDuration,
            "A number that letters follow is a duration. It has whole numbers with the units `w`, `d`, `h`, `m`, "
                + "`s` and `ms`, each once, the longest first.",
            bad: """
                wait 5min
                """,
            good: """
                wait 5m
                """),
        Self(
            .unknownEscape,
            #"A backslash in a text begins an escape. There are `\n`, `\r`, `\t`, `\"`, `\\`, `\/`, `\b`, `\f`, "#
                + #"`\{`, `\}`, `\u00e9` and `\u{1F600}`. A backslash itself is `\\`."#,
            bad: #"""
                emit
                  folder = "C:\data"
                """#,
            good: #"""
                emit
                  folder = "C:\\data"
                """#),
        Self(
            .unterminatedText,
            #"A text in quotes ends on its line. A text of several lines stands in `"""`."#,
            bad: """
                emit
                  greeting = "Good morning
                """,
            good: """
                emit
                  greeting = "Good morning"
                """),
        Self(
            .shallowTextLine,
            "The indentation of the closing quotes is taken off each line of a text of several lines. This line "
                + "has less than that.",
            bad: #"""
                emit
                  letter = """
                  Dear Ada,
                    """
                """#,
            good: #"""
                emit
                  letter = """
                  Dear Ada,
                  """
                """#),
        Self(
            .malformedNumber,
            "A number has no zeros in front, `_` stands only between two digits, and there are at most 64 bytes. "
                + "What begins with a zero, such as a postal code, is a text.",
            bad: """
                emit
                  postcode = 01067
                """,
            good: """
                emit
                  postcode = "01067"
                """),
        Self(
            .unknownCharacter,
            "The character begins nothing in this language. Often it is a quote of another kind, a semicolon, or "
                + "a letter beyond ASCII in a name.",
            bad: """
                emit
                  name = 'Ada'
                """,
            good: """
                emit
                  name = "Ada"
                """),
        Self(
            .foreignOperator,
            "The operator is written otherwise here: `and`, `or` and `not` are words, equality is `==`, a value "
                + "is given with `=`, and comments begin with `--`.",
            bad: """
                input
                  age : integer
                check age > 17 && age < 65
                """,
            good: """
                input
                  age : integer
                check age > 17 and age < 65
                """),
        Self(
            .quoteInInsertion,
            "A quote ends a text, within braces too. Braces insert a name or a path, no call and no other expression. "
                + "Give the value a name with `let` first, and insert that name.",
            bad: """
                input
                  names : list<text>
                emit
                  line = "Dear {join(names, ", ")}!"
                """,
            good: """
                input
                  names : list<text>
                let all = join(names, ", ")
                emit
                  line = "Dear {all}!"
                """),
        Self(
            .mixedIndentation,
            "The line is indented with tabs and spaces. A tab counts to the next multiple of two columns, and "
                + "editors show it with another width.",
            bad: """
                input
                \t  name : text
                """,
            good: """
                input
                  name : text
                """),
        Self(
            .braceIsText,
            #"Braces in a text insert a name or a path: `{name}`, `{order.total}`. Anything else in braces stays "#
                + #"as it is. Give the value a name with `let` first, or write `\{` when the brace is meant as it is."#,
            bad: """
                input
                  n : integer
                emit
                  next = "After {n} comes {n + 1}."
                """,
            good: """
                input
                  n : integer
                let next = n + 1
                emit
                  next = "After {n} comes {next}."
                """),
        Self(
            .textIsPlain,
            "Labels, patterns and names of branches are known before the script runs, so nothing is inserted in "
                + "them.",
            bad: """
                wait "Until {day}" 1h
                """,
            good: """
                wait "Until the day" 1h
                """),
        Self(
            .unknownAnnotation,
            "An annotation is a comment `-- @name value` at the front of a line. This name means nothing.",
            bad: """
                -- @autor Ada
                wait 1s
                """,
            good: """
                -- @author Ada
                wait 1s
                """),
        Self(
            .foreignInsertion,
            #"A value is inserted with one pair of braces: `{name}`. In `${name}` the dollar sign stays in the text, in "#
                + #"`{{name}}` the outer braces do. Where they are meant, write `\u{24}{name}` and `\{{name}\}`."#,
            bad: """
                input
                  number : integer
                emit
                  title = "Order ${number}"
                """,
            good: """
                input
                  number : integer
                emit
                  title = "Order {number}"
                """),
        Self(
            .directionControl,
            "The characters U+202A to U+202E and U+2066 to U+2069 are not to be seen, and change the order in which what "
                + "follows is shown: a script may read otherwise than it runs (CVE-2021-42574, \"Trojan Source\"). In a "
                + #"text write such a character as an escape, such as `\u{2068}`; a comment needs none."#,
            bad: """
                emit
                  name = "\u{2068}Ada\u{2069}"
                """,
            good: #"""
                emit
                  name = "\u{2068}Ada\u{2069}"
                """#),
    ]
}
