internal import Glibc

/// What a person may be looking at.
public enum Terminal {
    /// Whether a file descriptor (0 input, 1 output, 2 errors) belongs to a terminal; false when it is not open.
    public static func isTerminal(fileDescriptor: Int32) -> Bool {
        isatty(fileDescriptor) == 1
    }
}
