/// The instructions that the processor leaves to the machine.
extension MachineRun {
    mutating func perform(_ i: Instruction, _ fiber: inout Fiber, _ slot: Int) -> Next {
        let (a, b) = (Int(i.a), Int(i.b))
        switch i.opcode {
        case .raise: return raise(tables.errors[a], &fiber, slot)
        case .raiseAgain: return raise(ScriptError(value: fiber.registers[a]), &fiber, slot)
        case .fail:
            let message = fiber.registers[a]
            return raise(
                ScriptError(
                    code: ScriptError.Code.failed, message: message.stringValue ?? message.serializedString(.canonical)),
                &fiber, slot)
        case .effect: return begin(a, input: fiber.registers[b], &fiber, slot)
        case .undo:
            if let error = noteUndo(i, of: fiber) { return raise(error, &fiber, slot) }
            fiber.position += 1
            return .proceed
        case .fork: return fork(i, &fiber, slot)
        case .stream: return beginStream(i, &fiber, slot)
        case .next: return nextItem(i, &fiber, slot)
        case .push:
            push(fiber.registers[a], to: fiber.stream)
            fiber.position += 1
            return .proceed
        case .finish: return finish(with: fiber.registers[a], &fiber, slot)
        case .end:
            end(with: fiber.registers[a], at: slot)
            return .gone
        default: return raise(Self.invalidState, &fiber, slot)
        }
    }

    /// Goes on behind an instruction with its value.
    func proceed(_ fiber: inout Fiber, with value: JSONValue, into register: Int32) -> Next {
        let depth = JSONMeasure(of: value, bytesMax: .max)?.depth ?? 0
        fiber.registers[Int(register)] = value
        fiber.depths[Int(register)] = UInt16(clamping: depth)
        fiber.position += 1
        return .proceed
    }

    /// Nothing that is only of use between two steps is kept while a fiber waits.
    func clearTemporaries(of fiber: inout Fiber) {
        for register in tables.kinds[fiber.kind].registerCount..<fiber.registers.count {
            fiber.registers[register] = .null
        }
    }

    /// What a fiber does when it is its turn: it takes what has come.
    mutating func resume(_ fiber: inout Fiber, _ slot: Int) -> Next {
        guard fiber.failure == nil else { return .suspend }
        switch fiber.work {
        case .lanes: return resumeLanes(&fiber, slot)
        case .agent: return resumeAgent(&fiber, slot)
        case .stream(let stream):
            guard hasItems(stream, &fiber) else { return .suspend }
            fiber.work = nil
            state.streams[stream].consumer = -1
            return .proceed
        case nil: break
        }
        guard let wait = fiber.waits.first else { return .proceed }
        guard let inbox = wait.inbox else { return .suspend }
        fiber.waits.removeFirst()
        switch inbox {
        case .completed(let value): return complete(wait, value, &fiber, slot)
        case .failed(let error): return fail(wait, error, &fiber, slot)
        }
    }
}
