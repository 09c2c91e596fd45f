package io.tributary.cli.line;

/// What was typed makes no sense; the message is one line that names it.
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
