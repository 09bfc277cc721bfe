/// What takes back what was done.
extension MachineRun {
    /// `undo`: keeps what takes a step back, which is done.
    mutating func noteUndo(_ i: Instruction, of fiber: Fiber) -> ScriptError? {
        let path = path(tables.effects[Int(i.a)].path, in: fiber)
        guard !isTooLong(path) else { return pathTooLong }
        state.undo.append(UndoEntry(path: path, site: Int(i.a), input: fiber.registers[Int(i.b)]))
        return nil
    }

    /// A fiber that goes may have an answer that it did not get to read, since the thread is paused or has used up what it
    /// may in one go. Its step was done all the same, and is taken back with the others.
    mutating func noteUndo(of gone: Fiber) {
        guard case .running = state.phase, let wait = gone.waits.first, case .completed(let value) = wait.inbox,
            case .site(let number) = wait.role, tables.effects[number].hasUndo
        else { return }
        var fiber = gone
        let instruction = tables.instructions[fiber.position]
        guard instruction.opcode == .effect, Int(instruction.a) == number else { return }
        if fiber.work != nil {
            guard finishAgent(value, &fiber) else { return }
        } else {
            _ = proceed(&fiber, with: value, into: instruction.c)
        }
        // The arguments only compute. Where they can't be, nobody is there to handle it.
        guard case .instruction = process(&fiber).0 else { return }
        let next = tables.instructions[fiber.position]
        if next.opcode == .undo { _ = noteUndo(next, of: fiber) }
    }
}
