// What others tell threads, and which threads wait for them.

/// Reads notes.
public protocol NoteReader {
    /// At most `limit` notes of a thread behind `number`, in order.
    func list(of thread: Identifier, after number: Int64, limit: Int) throws(CoreError) -> [Note]
}

/// Reads and writes notes.
public protocol NoteRepository: NoteReader {
    /// Leaves a note for a thread that is not over, which has something to do from now on.
    func leave(_ note: NewNote, for thread: Identifier) throws(CoreError) -> NoteReception
    /// Removes a note that was taken.
    func remove(_ number: Int64, of thread: Identifier) throws(CoreError)
    /// Removes up to `limit` notes of a thread; returns how many went.
    func removeAll(of thread: Identifier, limit: Int) throws(CoreError) -> Int
}

/// Which questions are asked for.
public struct AskFilter: Hashable, Sendable {
    public let organization: Identifier
    /// Questions of threads of this program; nil for all.
    public let program: String?

    /// Questions of these threads.
    public init(organization: Identifier, program: String?) {
        self.organization = organization
        self.program = program
    }
}

/// Reads waits.
public protocol WaitReader {
    /// The wait of a step, or nil.
    func find(_ thread: Identifier, _ path: String) throws(CoreError) -> ThreadWait?
    /// The waits of a thread for answers of people, by their paths; those that were answered too.
    func asks(of thread: Identifier) throws(CoreError) -> [ThreadWait]
    /// At most `limit` questions that nobody has answered, by thread and path, behind `place` when one is given.
    func asks(_ filter: AskFilter, after place: ThreadPlace?, limit: Int) throws(CoreError) -> [ThreadWait]
    /// At most `limit` threads of an organization that wait for an event of this name, by rising id, behind `thread`.
    func threads(
        awaiting name: String, of organization: Identifier, after thread: Identifier?, limit: Int
    ) throws(CoreError) -> [Identifier]
}

/// Reads and writes waits.
public protocol WaitRepository: WaitReader {
    /// Stores a wait, in the place of one of the same step.
    func put(_ wait: ThreadWait) throws(CoreError)
    func remove(_ thread: Identifier, _ path: String) throws(CoreError)
    /// Removes every wait of a thread.
    func removeAll(of thread: Identifier) throws(CoreError)
}
