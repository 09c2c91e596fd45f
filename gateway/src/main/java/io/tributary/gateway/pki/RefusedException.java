package io.tributary.gateway.pki;

/// What was shown or asked for is refused: the sender's fault, or the clock's. The message says
/// what was wrong with it, and holds no secret.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;
    private final String text;

    public RefusedException(Refusal refusal, String message) {
        super(message, null, false, false);
        this.refusal = refusal;
        this.text = message;
    }

    /// The message.
    public String text() {
        return text;
    }

    public Refusal refusal() {
        return refusal;
    }
}
