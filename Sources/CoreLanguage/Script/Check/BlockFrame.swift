/// A block that is being checked.
struct BlockFrame {
    /// The ordinals of the steps with a label.
    let labels: [String: [Int]]
    /// Whether jumps can't leave it: the body of a loop, a lane, the script.
    let isClosed: Bool
    /// The step that is being checked.
    var ordinal = 0
    /// When it began.
    var stepBegan = 0
    /// What was known then.
    var knownMark = 0
    /// The jumps to steps further down.
    var arrivals: [Int: Arrival] = [:]

    /// What a jump to a step goes around.
    struct Arrival {
        /// Since when what was bound is skipped.
        let since: Int
        /// What is known in spite of it.
        let knownMark: Int
        /// Where the jump is.
        let jump: SourceRange
    }

    init(_ steps: [StepSyntax], isClosed: Bool) {
        var labels: [String: [Int]] = [:]
        for (ordinal, step) in steps.enumerated() {
            if let label = step.label { labels[label.text, default: []].append(ordinal) }
        }
        self.labels = labels
        self.isClosed = isClosed
    }
}

/// What is known at the end of a step or a block.
struct FlowResult {
    /// Whether what follows can be reached.
    var completes = true
    /// The type of its value; nil when it has none.
    var value: ScriptType?
}
