package io.tributary.cli.line;

/// What a process says at its end.
public final class ExitCode {
    /// It did what it was told.
    public static final int OK = 0;

    /// It could not.
    public static final int FAILED = 1;

    /// It was told something wrong: the command line, or the configuration.
    public static final int USAGE = 2;

    private ExitCode() {}
}
