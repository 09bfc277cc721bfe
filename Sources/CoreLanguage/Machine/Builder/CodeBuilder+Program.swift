extension MachineCode {
    /// The code of a program.
    ///
    /// - Throws: ``ProgramError`` for what a verifier refuses too.
    public convenience init(_ program: Program) throws(ProgramError) {
        switch program.body {
        case .block(let block):
            try self.init(
                block: block, threadError: program.threadError, result: program.result,
                onUnhandled: program.onUnhandled, inputDefaults: program.inputDefaults)
        case .graph(let steps):
            var builder = CodeBuilder(onUnhandled: program.onUnhandled, inputDefaults: program.inputDefaults)
            try builder.emitMain(graph: steps, program.result)
            self.init(tables: try builder.finished())
        }
    }

    /// The code of a block, of what follows an error that is not handled, and of the result.
    convenience init(
        block: Block, threadError: Block?, result: Expression, onUnhandled: Program.UnhandledError,
        inputDefaults: JSONObject = JSONObject()
    ) throws(ProgramError) {
        var builder = CodeBuilder(onUnhandled: onUnhandled, inputDefaults: inputDefaults)
        try builder.emitMain(block, result)
        if let threadError { try builder.emitThreadError(threadError) }
        self.init(tables: try builder.finished())
    }
}

extension CodeBuilder {
    fileprivate mutating func emitMain(_ block: Block, _ result: Expression) throws(ProgramError) {
        try survey.survey(block)
        _ = beginFrame()
        bindRoots(["inputs", "thread"])
        beginPlace(at: -1)
        _ = try emit(block, at: -1, wantsValue: false)
        setRole("result")
        emit(.end, try operand(result))
        endFrame()
    }

    fileprivate mutating func emitMain(graph steps: [GraphStep], _ result: Expression) throws(ProgramError) {
        _ = beginFrame()
        bindRoots(["inputs", "thread"])
        frame.names["thread"] = nil
        beginPlace(at: -1)
        try emit(graph: steps)
        setRole("result")
        emit(.end, try operand(result))
        endFrame()
    }

    fileprivate mutating func emitThreadError(_ block: Block) throws(ProgramError) {
        try survey.survey(block)
        code.errorKind = beginFrame()
        bindRoots(["inputs", "thread", "error"])
        beginPlace(at: -1)
        _ = try emit(block, at: path(.step("error"), in: -1), wantsValue: false)
        emit(.constant, 2, constant(.null))
        emit(.finish, 2)
        endFrame()
    }

    private mutating func bindRoots(_ names: [String]) {
        for name in names { frame.names[name] = newRegister() }
    }

    /// The code, in which every number stands for what there is.
    fileprivate func finished() throws(ProgramError) -> CodeTables {
        var code = code
        // There always is one, so that there is a place to point to.
        code.constants.append(.null)
        let linker = CodeLinker(labels: labelPositions, kinds: code.kinds)
        for index in code.instructions.indices {
            let place = code.placeNumbers[index]
            let kind = place < 0 ? 0 : Int(code.places[Int(place)].kind)
            code.instructions[index] = try linker.linked(code.instructions[index], kind: kind, code)
        }
        try linker.link(&code)
        return code
    }
}
