package io.tributary.gateway.jwt.json;

/// A text that is not what it has to be. The message says where and why, and shows nothing of the
/// text: that may be a credential.
public final class JsonException extends Exception {
    private final String why;

    /// A failure to be told to somebody else; whoever sends garbage is not worth a stack trace.
    public JsonException(String why) {
        super(why, null, false, false);
        this.why = why;
    }

    /// The message.
    public String why() {
        return why;
    }
}
