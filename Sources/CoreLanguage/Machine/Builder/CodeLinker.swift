/// Puts places in the place of labels, and registers in that of temporaries, and checks every operand.
struct CodeLinker {
    let labels: [Int32]
    let kinds: [FiberKind]

    init(labels: [Int32], kinds: [FiberKind]) {
        self.labels = labels
        self.kinds = kinds
    }

    func linked(_ instruction: Instruction, kind: Int, _ code: CodeTables) throws(ProgramError) -> Instruction {
        let operands = instruction.opcode.operands
        var result = instruction
        result.a = try linked(instruction.a, operands.a, kind, code)
        result.c = try linked(instruction.c, operands.c, kind, code)
        if operands.b == .registers {
            result.b = try registers(from: instruction.b, count(of: instruction, code), kind)
        } else {
            result.b = try linked(instruction.b, operands.b, kind, code)
        }
        return result
    }

    /// How many registers the operand `b` stands for.
    private func count(of instruction: Instruction, _ code: CodeTables) -> Int {
        switch instruction.opcode {
        case .object: code.nameLists[Int(instruction.c)].count
        case .builtin: code.calls[Int(instruction.c)].arguments.count
        default: Int(instruction.c)
        }
    }

    private func registers(from first: Int32, _ count: Int, _ kind: Int) throws(ProgramError) -> Int32 {
        // No register at all has no number to check.
        guard count != 0 else { return 0 }
        _ = try register(first + Int32(count - 1), kind)
        return try register(first, kind)
    }

    private func linked(
        _ operand: Int32, _ operandKind: Operands.Kind, _ kind: Int, _ code: CodeTables
    ) throws(ProgramError) -> Int32 {
        switch operandKind {
        case .none, .small: return operand
        case .target: return try position(of: operand, code)
        case .register, .registers: return try register(operand, kind)
        case .registerOrNone: return operand < 0 ? -1 : try register(operand, kind)
        case .constant: return try checked(operand, code.constants.count)
        case .reference: return try checked(operand, code.references.count)
        case .names: return try checked(operand, code.nameLists.count)
        case .call: return try checked(operand, code.calls.count)
        case .error: return try checked(operand, code.errors.count)
        case .effect: return try checked(operand, code.effects.count)
        case .fork: return try checked(operand, code.forks.count)
        case .user: return try checked(operand, BooleanUser.allCases.count)
        case .textUser: return try checked(operand, TextUser.allCases.count)
        case .rule: return try checked(operand, WholeNumberRule.allCases.count)
        }
    }

    private func register(_ operand: Int32, _ kind: Int) throws(ProgramError) -> Int32 {
        let base = CodeFrame.temporaryBase
        let own = kinds[kind].registerCount
        let register = operand >= base ? operand - base + Int32(own) : operand
        return try checked(register, own + kinds[kind].temporaryCount)
    }

    private func position(of label: Int32, _ code: CodeTables) throws(ProgramError) -> Int32 {
        guard labels.indices.contains(Int(label)) else { throw Self.invalid }
        return try checked(labels[Int(label)], code.instructions.count)
    }

    private func checked(_ number: Int32, _ count: Int) throws(ProgramError) -> Int32 {
        guard number >= 0, Int(number) < count else { throw Self.invalid }
        return number
    }

    func link(_ code: inout CodeTables) throws(ProgramError) {
        for index in code.regions.indices where code.regions[index].catches != .pause {
            code.regions[index].handler = try position(of: code.regions[index].handler, code)
        }
        for call in code.calls.indices {
            for place in code.calls[call].arguments.indices {
                guard case .function(var function) = code.calls[call].arguments[place] else { continue }
                function.entry = try position(of: function.entry, code)
                code.calls[call].arguments[place] = .function(function)
            }
        }
        for index in code.effects.indices {
            guard case .awaitEvent(var filter?) = code.effects[index].kind else { continue }
            filter.entry = try position(of: filter.entry, code)
            code.effects[index].kind = .awaitEvent(filter)
        }
        code.constantDepths = []
        for constant in code.constants {
            guard let measure = JSONMeasure(of: constant, bytesMax: .max), measure.depth <= MachineLimits.depthMax
            else {
                throw CodeBuilder.malformed("A literal nests deeper than \(MachineLimits.depthMax) levels.")
            }
            code.constantDepths.append(UInt16(measure.depth))
        }
    }

    private static var invalid: ProgramError {
        CodeBuilder.malformed("The program gives code that refers to what is not there.")
    }
}
