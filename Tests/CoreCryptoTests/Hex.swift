/// The bytes of a published vector: pairs of hexadecimal digits, white space between them as printed there.
func hex(_ digits: String) -> [UInt8] {
    let values = digits.compactMap(\.hexDigitValue)
    return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
}

/// The bytes of an ASCII text.
func ascii(_ text: String) -> [UInt8] {
    Array(text.utf8)
}
