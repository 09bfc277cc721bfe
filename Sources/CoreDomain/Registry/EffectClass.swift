/// What repeating a call does; from it follows what happens to a step that a crash cut short.
public enum EffectClass: String, Hashable, Sendable, CaseIterable {
    /// Nothing outside, and the same output for the same input: called again.
    case pure
    /// The same as doing it once, under the same key: called again with that key.
    case idempotent
    /// The effect is in this store and commits together with the step's result: all of it happened, or nothing.
    case atomic
    /// Something that must not happen twice: the intent is stored before the call, and a step with an intent and no
    /// result is in doubt.
    case once
}
