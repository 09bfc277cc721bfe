import CoreLanguage
import Testing

/// Short ways to write steps in tests.
enum Piece {
    static func script(
        _ steps: [BlockStep], result: Expression = .literal(.null), threadError: [BlockStep]? = nil,
        environment: [EnvironmentVariable] = []
    ) -> Program {
        Program(
            kind: .script, name: "test", version: "1.0.0", onUnhandled: .pause, inputSchema: true, outputSchema: true,
            body: .block(Block(steps)), result: result, threadError: threadError.map { Block($0) },
            environment: environment)
    }

    /// `let name = value`.
    static func bind(_ name: String, _ value: Expression = .literal(1)) -> BlockStep {
        BlockStep(action: .compute(value), binding: .init(name))
    }

    /// A step that reads these names.
    static func read(_ names: String...) -> BlockStep {
        BlockStep(action: .yield(.array(names.map { ref($0) })))
    }

    static func ref(_ root: String, _ path: String...) -> Expression {
        .reference(Reference(root: root, path: path.map { .member($0) }))
    }

    static func call(
        _ binding: BlockStep.Binding? = nil, _ input: Expression = .literal([:]), onError: ErrorPolicy? = nil,
        undo: ToolCall? = nil
    ) -> BlockStep {
        BlockStep(action: .call(tool(input)), binding: binding, onError: onError, undo: undo)
    }

    static func tool(_ input: Expression = .literal([:])) -> ToolCall {
        ToolCall(ToolName("http_request", from: "native"), input: input)
    }

    static func check(
        pass: Check.Action = .proceed, fail: Check.Action = .proceed, when: Expression = .literal(true)
    ) -> BlockStep {
        BlockStep(action: .check(Check(condition: .expression(when), onPass: pass, onFail: fail)))
    }

    /// A decision between these branches.
    static func decide(_ branches: [BlockStep]..., onError: ErrorPolicy? = nil) -> BlockStep {
        let cases = branches.indices.dropLast().map { Decision.Case(.literal(true), branch: $0) }
        let parts = branches.enumerated().map { Decision.Branch("branch \($0)", Block($1)) }
        return BlockStep(
            action: .decide(Decision(cases: cases, otherwise: branches.count - 1, branches: parts)), onError: onError)
    }

    static func each(
        _ item: String, lanes: Expression? = nil, value: Expression? = nil, onError: ErrorPolicy? = nil,
        _ body: BlockStep...
    ) -> BlockStep {
        let loop = EachLoop(items: .literal([1]), item: item, lanes: lanes, body: Block(body), value: value)
        return BlockStep(action: .each(loop), onError: onError)
    }

    static func pipe(_ item: String, from stream: String? = nil, _ body: BlockStep...) -> BlockStep {
        let source = stream.map { PipeLoop.Source.stream($0) } ?? .list(.literal([1]))
        return BlockStep(action: .pipe(PipeLoop(source: source, item: item, body: Block(body))))
    }

    static func until(_ condition: Expression, index: String? = nil, _ body: BlockStep...) -> BlockStep {
        BlockStep(action: .repeat(RepeatLoop(condition: .until(condition), index: index, body: Block(body))))
    }

    static func times(_ body: BlockStep...) -> BlockStep {
        BlockStep(action: .repeat(RepeatLoop(condition: .times(.literal(2)), body: Block(body))))
    }

    static func together(_ lanes: [BlockStep]..., onError: ErrorPolicy? = nil) -> BlockStep {
        BlockStep(action: .together(lanes.enumerated().map { Lane("lane \($0)", Block($1)) }), onError: onError)
    }

    static let end = BlockStep(action: .emit(.literal([:])))
    static let ignore = ErrorPolicy(action: .ignore)
}

/// A script, and what the verifier says of it.
struct VerifierCase: Sendable, CustomTestStringConvertible {
    let name: String
    let program: Program
    /// A part of the message; nil for a script that can run.
    let message: String?
    /// The place of the fault.
    let pointer: String?

    static func good(_ name: String, _ steps: BlockStep...) -> VerifierCase {
        VerifierCase(name: name, program: Piece.script(steps), message: nil, pointer: nil)
    }

    static func good(_ name: String, _ program: Program) -> VerifierCase {
        VerifierCase(name: name, program: program, message: nil, pointer: nil)
    }

    static func bad(
        _ name: String, _ message: String, at pointer: String? = nil, _ steps: BlockStep...
    ) -> VerifierCase {
        VerifierCase(name: name, program: Piece.script(steps), message: message, pointer: pointer)
    }

    static func bad(_ name: String, _ message: String, at pointer: String? = nil, _ program: Program) -> VerifierCase {
        VerifierCase(name: name, program: program, message: message, pointer: pointer)
    }

    var testDescription: String { name }

    /// Compares what the verifier says.
    func check() {
        do throws(ProgramError) {
            try ProgramVerifier.verify(program)
            #expect(message == nil, "\(name) was taken")
        } catch {
            #expect(message != nil, "\(name) was refused: \(error)")
            #expect(error.message.contains(message ?? ""), "\(name): \(error)")
            if let pointer { #expect(error.pointer.description == pointer, "\(name): \(error)") }
        }
    }
}
