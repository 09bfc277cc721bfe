/// Runs the instructions of one fiber until one comes that the machine must carry out.
///
/// SAFETY: `instructions` and `constants` point into the tables of `code`. `registers` and `depths` point to as many
/// elements as the fiber's kind has registers, and nothing else touches them. All do so for as long as the processor is
/// used, see ``MachineRun/withProcessor(of:fuel:_:)``. The operands of the code lie in these bounds, which was checked
/// when it was made (`CodeLinker`); so does the place of a fiber, which is checked when a state is read.
struct Processor {
    let code: MachineCode
    let instructions: UnsafePointer<Instruction>
    let constants: UnsafePointer<JSONValue>
    let registers: UnsafeMutablePointer<JSONValue>
    /// For each register that holds an array or object how deep it is nested at most.
    let depths: UnsafeMutablePointer<UInt16>
    let environment: JSONObject
    let budget: EvaluationBudget
    let roundsMax: Int

    /// The next instruction, or the one that came to an end.
    var position: Int
    /// How many instructions may still run now.
    var fuel: Int
    /// What beside the loops has cost fuel since it was looked at.
    var cost = 0
    /// What of ``cost`` only makes it stop.
    var penalty = 0
    /// Why the instruction at ``position`` failed.
    var failure: Failure?

    enum Failure {
        case evaluation(EvaluationError)
        case error(ScriptError)
    }

    /// Why the processor stopped.
    enum Exit {
        /// The instruction at ``Processor/position`` is the machine's to carry out.
        case instruction
        /// The fuel is used up; it goes on at ``Processor/position``.
        case fuel
        /// See ``Processor/failure``.
        case failure
    }

    /// How many instructions may still run.
    var fuelLeft: Int { fuel - cost + penalty }
}
