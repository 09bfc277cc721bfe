/// Tells whether a program that anybody may have made can run: what it reads is bound on every way, its functions exist
/// and get what they take, jumps stay where they may go, names are used once, schemas and patterns can be compiled, and
/// nothing is larger than it may be.
///
/// What a value is, is not looked at: the machine checks types when it meets values. Time and memory are bounded by the
/// size of the program, and nothing recurses deeper than ``Block/depthMax`` and ``Expression/depthMax``.
public enum ProgramVerifier {
    /// Refuses a program that cannot run.
    ///
    /// - Throws: ``ProgramError`` for the first fault. It points into the stored form; its message begins with the path
    ///   of the step, and says what to mend.
    public static func verify(_ program: Program) throws(ProgramError) {
        try checkTexts(of: program)
        try checkSchemas(of: program)
        switch program.body {
        case .graph(let steps):
            guard program.threadError == nil, program.streamSchema == nil, program.environment.isEmpty else {
                throw VerifierPlace.root.error("Only a program whose body is a block has more than a body.")
            }
            try verify(steps, program.result)
        case .block(let block): try verify(block, program)
        }
    }

    private static func verify(_ block: Block, _ program: Program) throws(ProgramError) {
        let place = VerifierPlace.root.member("body").member("steps")
        let errorPlace = VerifierPlace(stored: .member(.root, "thread_error"), path: .member(.root, "error"))
        var rules = BlockRules()
        try rules.check(outermost: block, place)
        let errorHeader = rules.table.ends.count
        if let handler = program.threadError { try rules.check(outermost: handler, errorPlace) }
        var flow = BlockFlow(rules.table)
        let end = try flow.solve(block, 0, place)
        if let handler = program.threadError { _ = try flow.solve(handler, errorHeader, errorPlace) }
        var reads = BlockReads(rules.table, flow, ExpressionRules(), hasError: false)
        try reads.check(outermost: block, 0, place)
        let scope = BlockScope(table: rules.table, bound: end)
        try reads.expressions.check(program.result, in: scope, VerifierPlace.root.member("result"))
        guard let handler = program.threadError else { return }
        reads = BlockReads(rules.table, flow, reads.expressions, hasError: true)
        try reads.check(outermost: handler, errorHeader, errorPlace)
    }

    // MARK: Graphs

    private static func verify(_ steps: [GraphStep], _ result: Expression) throws(ProgramError) {
        let place = VerifierPlace.root.member("body").member("steps")
        guard steps.count <= Node.graphStepsMax else {
            throw place.error("A graph has at most \(Node.graphStepsMax) steps.")
        }
        try Node.check(steps, at: place.stored)
        var expressions = ExpressionRules()
        for (number, step) in steps.enumerated() {
            let ended = Set(step.dependsOn)
            let place = VerifierPlace(stored: .element(place.stored, number), path: .member(.root, step.id))
            try verify(step, GraphScope(ended: ended, hasItem: false), &expressions, place)
            try verifyCall(step, GraphScope(ended: ended, hasItem: step.forEach != nil), &expressions, place)
        }
        let all = GraphScope(ended: Set(steps.map(\.id)), hasItem: false)
        try expressions.check(result, in: all, VerifierPlace.root.member("result"))
    }

    private static func verify(
        _ step: GraphStep, _ scope: GraphScope, _ expressions: inout ExpressionRules, _ place: VerifierPlace
    ) throws(ProgramError) {
        if let condition = step.condition { try expressions.check(condition, in: scope, place.member("when")) }
        guard let loop = step.forEach else { return }
        try expressions.check(loop.items, in: scope, place.member("for_each").member("items"))
    }

    private static func verifyCall(
        _ step: GraphStep, _ scope: GraphScope, _ expressions: inout ExpressionRules, _ place: VerifierPlace
    ) throws(ProgramError) {
        try expressions.check(step.body.input, in: scope, place.member("body").member("input"))
        guard case .substitute(let value) = step.onError else { return }
        try expressions.check(value, in: scope, place.member("on_error").member("value"))
    }
}
