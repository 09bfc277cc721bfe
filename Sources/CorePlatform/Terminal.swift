internal import Glibc

/// What a person may be looking at.
public enum Terminal {
    /// Whether a file descriptor (0 input, 1 output, 2 errors) belongs to a terminal; false when it is not open.
    public static func isTerminal(fileDescriptor: Int32) -> Bool {
        isatty(fileDescriptor) == 1
    }
}

extension Terminal {
    /// Columns of the terminal behind a file descriptor; nil when it is none, or does not tell.
    public static func width(fileDescriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
