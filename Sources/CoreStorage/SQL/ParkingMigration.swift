extension Migration {
    /// Nobody asks any longer for all threads that are open, only for those with something to do or due: an index less.
    static let parking = Migration(version: 10, name: "parking") { _ in ["DROP INDEX threads_unfinished"] }
}
