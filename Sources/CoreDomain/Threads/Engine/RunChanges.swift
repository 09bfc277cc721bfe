import CoreLanguage

extension [RunChange] {
    /// Stores what a run of `thread` changed beside it; returns the threads that have something to do from now on.
    func store(for thread: Thread, _ tx: any WriteTransaction) throws(CoreError) -> [Identifier] {
        var woken: [Identifier] = []
        for change in self {
            switch change {
            case .wait(let wait): try tx.waits.put(wait)
            case .endWait(let path): try tx.waits.remove(thread.id, path)
            case .take(let number): try tx.notes.remove(number, of: thread.id)
            case .send(let name, let payload, let identity, let to):
                let note = NewNote(.event, name, body: ["payload": payload], identity: identity)
                woken += try Self.send(note, from: thread, to: to, tx)
            case .end(let child):
                if try tx.notes.leave(NewNote(.cancel, identity: "parent"), for: child) == .left { woken.append(child) }
            }
        }
        return woken
    }

    /// How many threads one event may reach at once.
    private static let recipientsMax = 10_000

    private static func send(
        _ note: NewNote, from thread: Thread, to: Identifier?, _ tx: any WriteTransaction
    ) throws(CoreError) -> [Identifier] {
        var recipients: [Identifier] = []
        if let to {
            // Another organization's thread is not there.
            if try tx.threads.find(to)?.organization == thread.organization { recipients = [to] }
        } else {
            recipients = try tx.waits.threads(
                awaiting: note.name, of: thread.organization, after: nil, limit: recipientsMax)
        }
        var woken: [Identifier] = []
        for recipient in recipients where try tx.notes.leave(note, for: recipient) == .left { woken.append(recipient) }
        return woken
    }
}
