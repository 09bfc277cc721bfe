/// The forms a JSON value can be written in.
public enum JSONStyle: Hashable, Sendable, CaseIterable {
    /// Without white space, members in their order. Reads back as an equal value.
    case compact

    /// As ``compact``, but each element and member on a line of its own, indented by two spaces a level.
    case pretty

    /// One byte sequence for each value, after RFC 8785: no white space, members sorted by the UTF-16 code units of
    /// their names, strings with the fewest escapes, numbers as ECMAScript writes them (`1.0` as `1`, `-0.0` as `0`,
    /// `1e21` as `1e+21`).
    ///
    /// It deviates from RFC 8785 in one thing: that takes every number for a `Double`, while here 64-bit integers and
    /// long decimals keep all their digits, laid out by the same rules. Numbers of equal value have equal bytes,
    /// however they were written. The exception are exponents past ±10^17: such a number stays as it was written.
    case canonical
}
