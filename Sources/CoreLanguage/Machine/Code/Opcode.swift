/// What an instruction does. `a`, `b`, `c` are its operands; a register is meant unless something else is said.
enum Opcode: UInt8 {
    // Values.
    /// `a` becomes the constant number `b`.
    case constant
    /// `a` becomes `b`.
    case move
    /// `a` becomes what the path number `c` leads to from the root in `b`.
    case reference
    /// `a` becomes whether the path number `c` leads to a value from the root in `b`.
    case exists
    /// `a` becomes the member of `b` that is named by the constant number `c`.
    case member
    /// The same; null where there is none.
    case memberIfAny
    /// `a` becomes the element of `b` at `c`.
    case element
    /// The same; null where there is none.
    case elementIfAny
    /// `a` becomes the array of the `c` registers from `b`.
    case array
    /// `a` becomes the object of the registers from `b` under the names number `c`.
    case object
    /// `a` becomes the text of the `c` registers from `b`.
    case template
    /// `a` becomes the length of `b`.
    case length
    /// `a` becomes whether `b` holds `c`.
    case contains
    /// `a` becomes the variable of the environment named by the constant number `b`, null where there is none. With `c`
    /// 1 it fails instead.
    case environment
    /// Fails as an evaluation does, with the message that is the constant number `a`: because nothing is there, with
    /// `b` 1 because of the type, with 2 because of an argument, with 3 because of a limit.
    case refuse
    /// `a` becomes what the call number `c` gives for the arguments from `b`.
    case builtin

    // Reckoning: `a` becomes `b` ∘ `c`.
    case add, subtract, multiply, divide, remainder
    /// `c` is the number itself.
    case addSmall, subtractSmall
    /// `a` becomes -`b`.
    case negate
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    /// `a` becomes the opposite of `b`.
    case not
    /// Fails unless `a` is a boolean; `b` is the number of who asks.
    case requireBoolean
    /// Fails unless `a` is a text; `b` is the number of who asks.
    case requireText

    // Jumps.
    /// To `a`.
    case jump
    /// To `a`, which is not behind; costs `b`.
    case loop
    /// To `b` when `a` is true; fails unless it is a boolean; `c` is the number of who asks.
    case jumpIfTrue
    /// The same when it is false.
    case jumpIfFalse
    /// To `b` when `a` is not null.
    case jumpIfPresent
    /// To `c` unless `a` and `b` compare so.
    case jumpUnlessEqual, jumpUnlessNotEqual, jumpUnlessLess, jumpUnlessLessOrEqual
    case jumpUnlessGreater, jumpUnlessGreaterOrEqual
    /// The same; `b` is the number itself.
    case jumpUnlessEqualSmall, jumpUnlessNotEqualSmall, jumpUnlessLessSmall, jumpUnlessLessOrEqualSmall
    case jumpUnlessGreaterSmall, jumpUnlessGreaterOrEqualSmall

    // Loops.
    /// `a` becomes the number of elements of the list `b`; fails unless it is one.
    case count
    /// `a` becomes the whole number in `b`, which the rule number `c` checks.
    case wholeNumber
    /// `a` gets `b` as its last element.
    case append
    /// `a` gets the member `b` under the name that is the constant number `c`.
    case setMember
    /// One more round of the block that counts in `a`.
    case round

    // What ends a run of instructions: the machine carries it out.
    /// The function whose value is in `a` ends.
    case leave
    /// Fails with the error number `a` of the code.
    case raise
    /// Fails with the error in `a` again.
    case raiseAgain
    /// Fails with the text in `a`.
    case fail
    /// The effect at the site `a` with the input `b`; its value goes to `c`.
    case effect
    /// Keeps what takes the step back: the site `a`, the input `b`.
    case undo
    /// Begins the lanes of the fork number `a`; what they give goes to `b`; it goes on at `c`.
    case fork
    /// Begins the stream number `a`, which is known by `b` from then on; it goes on at `c`.
    case stream
    /// `a` becomes the next item of the stream in `b`, or the next `c` items; to the next instruction but one unless
    /// the stream has ended.
    case next
    /// Adds `a` to the stream of this fiber.
    case push
    /// This fiber ends and gives `a`.
    case finish
    /// The thread ends with `a`.
    case end
}

/// One instruction: 16 bytes.
struct Instruction: Hashable {
    var opcode: Opcode
    var a: Int32
    var b: Int32
    var c: Int32

    init(_ opcode: Opcode, _ a: Int32 = 0, _ b: Int32 = 0, _ c: Int32 = 0) {
        self.opcode = opcode
        self.a = a
        self.b = b
        self.c = c
    }
}
