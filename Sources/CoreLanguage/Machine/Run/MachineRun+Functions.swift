extension MachineRun {
    /// Lets `work` use a processor for the registers of a fiber; nil when the fiber does not fit the code.
    ///
    /// The fiber gives its registers away meanwhile, so that they are changed in their place.
    func withProcessor<Result>(
        of fiber: inout Fiber, fuel: Int, _ work: (inout Processor) -> Result
    ) -> Result? {
        var registers = fiber.registers
        var depths = fiber.depths
        fiber.registers = []
        fiber.depths = []
        defer {
            fiber.registers = registers
            fiber.depths = depths
        }
        let tables = code.tables
        return registers.withUnsafeMutableBufferPointer { registers in
            depths.withUnsafeMutableBufferPointer { depths in
                tables.instructions.withUnsafeBufferPointer { instructions in
                    tables.constants.withUnsafeBufferPointer { constants in
                        guard let registers = registers.baseAddress, let depths = depths.baseAddress,
                            let instructions = instructions.baseAddress, let constants = constants.baseAddress
                        else { return nil }
                        var processor = Processor(
                            code: code, instructions: instructions, constants: constants, registers: registers,
                            depths: depths, environment: state.environment, budget: budget,
                            roundsMax: state.limits.rounds, position: fiber.position, fuel: fuel)
                        return work(&processor)
                    }
                }
            }
        }
    }

    /// The value of a function of one parameter, which reads the registers of a fiber.
    func value(
        of function: FunctionCode, _ argument: JSONValue, in fiber: inout Fiber
    ) -> Result<JSONValue, EvaluationError> {
        let depth = JSONMeasure(of: argument, bytesMax: .max)?.depth ?? 0
        let result = withProcessor(of: &fiber, fuel: 0) { processor -> Result<JSONValue, EvaluationError> in
            do throws(EvaluationError) {
                return .success(try processor.value(of: function, [argument], NestingLevel(depth: depth)))
            } catch {
                return .failure(error)
            }
        }
        return result ?? .failure(EvaluationError(.limit, "A function did not run."))
    }
}
